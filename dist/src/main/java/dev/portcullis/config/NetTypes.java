package dev.portcullis.config;

import dev.portcullis.core.ListenAddress;
import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Cidr;
import dev.portcullis.rules.net.Zone;
import java.util.List;
import java.util.Optional;

/// Types of addresses, networks and zones.
final class NetTypes {

    private static final String A_NETWORK = "a network such as 192.168.1.0/24 or fd00::/8";
    private static final String A_LISTENER = "an address such as :443, 127.0.0.1:443 or [::1]:443";
    private static final String A_ZONE_NAME = "a name of small letters, digits, - and _ that begins with a letter";
    private static final int LONGEST_ZONE_NAME = 32;

    private NetTypes() {}

    static ScalarType<Cidr> cidr() {
        return new ScalarType<>(A_NETWORK, (text, _) -> network(text));
    }

    private static Cidr network(String text) throws Misfit {
        boolean clean = text.length() <= 64 && text.chars().allMatch(c -> c > ' ' && c < 127);
        if (!clean) {
            throw new Misfit(Quoted.of(text), A_NETWORK);
        }
        try {
            return Cidr.parse(text);
        } catch (IllegalArgumentException e) {
            throw Misfit.from(e);
        }
    }

    /// A zone or a network; whether the zone exists is for later to say.
    static ScalarType<Origin> origin() {
        return new ScalarType<>("a zone or a network", (text, _) -> {
            boolean zone = !text.isEmpty()
                    && Character.isLetter(text.charAt(0))
                    && text.indexOf(':') < 0
                    && text.indexOf('/') < 0;
            return zone ? new Origin.InZone(text) : new Origin.InNetwork(network(text));
        });
    }

    static ScalarType<ZoneMember> zoneMember() {
        String expected = "a network, default or interfaces";
        return new ScalarType<>(expected, (text, _) -> switch (text) {
            case "default" -> new ZoneMember.DefaultLan();
            case "interfaces" -> new ZoneMember.Interfaces();
            default -> {
                if (Nearest.to(text, List.of("default", "interfaces")).isPresent()) {
                    throw new Misfit(
                            new Fault(Quoted.of(text), expected).suggesting(text, List.of("default", "interfaces")));
                }
                yield new ZoneMember.Network(network(text));
            }
        });
    }

    /// The name of a zone that the owner defines.
    static String zoneName(String text, Reading reading) throws Misfit {
        if (text.equals(Zone.INTERNET.name())) {
            throw new Misfit("internet cannot be defined", "another name", "It is whatever is in no other zone.");
        }
        return anyZoneName(text, reading);
    }

    /// The name of a zone, `internet` included.
    static String anyZoneName(String text, Reading reading) throws Misfit {
        boolean wellFormed = !text.isEmpty()
                && text.length() <= LONGEST_ZONE_NAME
                && text.charAt(0) >= 'a'
                && text.charAt(0) <= 'z'
                && text.chars().allMatch(c -> Words.smallLetterOrDigit(c) || c == '-' || c == '_');
        if (!wellFormed) {
            throw new Misfit("not the name of a zone", A_ZONE_NAME);
        }
        return text;
    }

    static ScalarType<ListenAddress> listener() {
        return new ScalarType<>(A_LISTENER, (text, _) -> listener(text));
    }

    private static ListenAddress listener(String text) throws Misfit {
        int colon = text.lastIndexOf(':');
        if (text.indexOf('/') >= 0) {
            throw misfit(text, "Write address and port alone.");
        }
        if (colon < 0) {
            boolean portAlone = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9');
            throw misfit(text, portAlone ? "Did you mean \":" + Quoted.bare(text) + "\"?" : "Add \":\" and a port.");
        }
        Optional<Integer> port = port(text.substring(colon + 1));
        if (port.isEmpty()) {
            throw misfit(text, "A port is a number from 0 to 65535.");
        }
        String host = text.substring(0, colon);
        if (host.isEmpty()) {
            return new ListenAddress(null, port.get());
        }
        if (host.equals("*")) {
            throw misfit(text, "Did you mean \":" + port.get() + "\"?");
        }
        boolean bracketed = host.startsWith("[") && host.endsWith("]") && host.length() > 2;
        String literal = bracketed ? host.substring(1, host.length() - 1) : host;
        boolean ipv6 = literal.indexOf(':') >= 0;
        Optional<Address> address = Address.parse(literal);
        if (ipv6 && !bracketed) {
            throw misfit(text, "IPv6 addresses need brackets: [::1]:443.");
        }
        if (address.isEmpty() || (bracketed && !ipv6)) {
            throw misfit(text, "Listeners are bound to addresses, not to names.");
        }
        return new ListenAddress(address.get().toString(), port.get());
    }

    /// A port as text, 0 to 65535.
    static Optional<Integer> port(String text) {
        boolean digits = !text.isEmpty()
                && text.length() <= 5
                && text.chars().allMatch(c -> c >= '0' && c <= '9')
                && (text.length() == 1 || text.charAt(0) != '0');
        int port = digits ? Integer.parseInt(text) : -1;
        return port < 0 || port > 65_535 ? Optional.empty() : Optional.of(port);
    }

    private static Misfit misfit(String text, String hint) {
        return new Misfit(Quoted.of(text), A_LISTENER, hint);
    }
}
