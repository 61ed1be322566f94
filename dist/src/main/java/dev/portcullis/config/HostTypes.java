package dev.portcullis.config;

import dev.portcullis.config.Config.Upstream;
import dev.portcullis.config.Config.UpstreamTls;
import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.route.HostTable;
import java.util.Locale;
import java.util.Optional;

/// Types of names of hosts: the sites' own, and the upstreams'.
final class HostTypes {

    private static final String A_HOST = "a host name such as home.example.org or *.example.org, or an address";
    private static final String AN_UPSTREAM = "http://host:port or https://host:port";
    private static final int LONGEST_NAME = 253;
    private static final int LONGEST_LABEL = 63;

    private HostTypes() {}

    /// The name of a site, in lower case and, where it is international, in its ASCII form (RFC 5891 §4.4).
    static ScalarType<String> siteHost() {
        return new ScalarType<>(A_HOST, (text, _) -> {
            if (text.contains("://") || text.indexOf('/') >= 0) {
                throw new Misfit(Quoted.of(text), A_HOST, "Write the name alone, without scheme and path.");
            }
            String unbracketed =
                    text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
            Optional<Address> address = Address.parse(unbracketed);
            if (address.isPresent()) {
                return address.get().toString();
            }
            if (text.indexOf(':') >= 0) {
                throw new Misfit(Quoted.of(text), A_HOST, "Ports belong to listen.https.");
            }
            boolean wildcard = text.startsWith("*.");
            Optional<String> name = HostTable.canonical(wildcard ? text.substring(2) : text);
            if (name.isEmpty() || (wildcard && name.get().indexOf('.') < 0)) {
                Fault fault = new Fault(Quoted.of(text), A_HOST);
                boolean star = text.indexOf('*') >= 0;
                throw new Misfit(star ? fault.withHint("A \"*\" stands for exactly the first label.") : fault);
            }
            return wildcard ? "*." + name.get() : name.get();
        });
    }

    /// Where a site's requests go; without a port it is the scheme's own, 80 or 443.
    static ScalarType<Upstream> upstream() {
        return new ScalarType<>(AN_UPSTREAM, (text, _) -> upstream(text));
    }

    private static Upstream upstream(String text) throws Misfit {
        int scheme = text.indexOf("://");
        String name = scheme < 0 ? "" : text.substring(0, scheme).toLowerCase(Locale.ROOT);
        boolean https = name.equals("https");
        if (!https && !name.equals("http")) {
            throw misfit(text, scheme < 0 ? "Begin with http:// or https://." : "");
        }
        String authority = text.substring(scheme + 3);
        int end = firstOf(authority, "/?#\\");
        if (authority.lastIndexOf('@') >= 0) {
            throw new Misfit(
                    "an upstream with user name or password", AN_UPSTREAM, "Leave out everything up to \"@\".");
        }
        if (end < authority.length()) {
            String origin = name + "://" + authority.substring(0, end);
            throw misfit(text, "Paths are forwarded as they come. Did you mean " + Quoted.of(origin) + "?");
        }
        int colon = authority.lastIndexOf(':');
        boolean hasPort = colon > authority.lastIndexOf(']');
        Optional<Integer> port =
                hasPort ? NetTypes.port(authority.substring(colon + 1)) : Optional.of(https ? 443 : 80);
        if (port.isEmpty() || port.get() == 0) {
            throw misfit(text, "A port is a number from 1 to 65535.");
        }
        Optional<String> host = upstreamHost(hasPort ? authority.substring(0, colon) : authority);
        if (host.isEmpty()) {
            throw misfit(text, "");
        }
        UpstreamTls tls = https ? new UpstreamTls.Verified(Optional.empty()) : new UpstreamTls.Plain();
        return new Upstream(host.get(), port.get(), tls);
    }

    /// Names of containers and of Windows hosts may hold an underscore, which host names proper may not.
    private static Optional<String> upstreamHost(String host) {
        if (host.startsWith("[") && host.endsWith("]")) {
            return Address.parse(host.substring(1, host.length() - 1)).map(Address::toString);
        }
        if (host.indexOf(':') >= 0) {
            return Optional.empty();
        }
        Optional<Address> address = Address.parse(host);
        if (address.isPresent()) {
            return address.map(Address::toString);
        }
        Optional<String> name = HostTable.canonical(host);
        return name.isPresent()
                ? name
                : Optional.of(host.toLowerCase(Locale.ROOT)).filter(HostTypes::isContainerName);
    }

    private static boolean isContainerName(String host) {
        if (host.isEmpty() || host.length() > LONGEST_NAME || host.indexOf('_') < 0) {
            return false;
        }
        for (String label : host.split("\\.", -1)) {
            boolean clean = !label.isEmpty()
                    && label.length() <= LONGEST_LABEL
                    && label.chars().allMatch(c -> Words.smallLetterOrDigit(c) || c == '-' || c == '_');
            if (!clean) {
                return false;
            }
        }
        return true;
    }

    private static int firstOf(String text, String characters) {
        for (int at = 0; at < text.length(); at++) {
            if (characters.indexOf(text.charAt(at)) >= 0) {
                return at;
            }
        }
        return text.length();
    }

    private static Misfit misfit(String text, String hint) {
        return new Misfit(Quoted.of(text), AN_UPSTREAM, hint);
    }
}
