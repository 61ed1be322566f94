package dev.portcullis.rules.net;

import java.util.Optional;

/// A network (RFC 4632 §3.1, RFC 4291 §2.3).
///
/// It holds addresses of its own family only: `::/0` is every IPv6 address and no IPv4 address, although those are
/// written inside `::/0`; a rule for "all of IPv6" must not open the door to IPv4. A network inside
/// `::ffff:0:0/96` is the IPv4 network that it spells.
///
/// @param network the first address
/// @param prefixLength in the family's own width: 0 to 32, or 0 to 128
public record Cidr(Address network, int prefixLength) {

    private static final int IPV4_OFFSET = 96;

    /// @throws IllegalArgumentException if the length does not fit the family or bits beyond it are set
    public Cidr {
        if (prefixLength < 0 || prefixLength > width(network)) {
            throw new IllegalArgumentException("\"" + network + "/" + prefixLength
                    + "\": bad prefix length (expected: 0 to " + width(network) + ")");
        }
        Address first = network.masked(offset(network) + prefixLength);
        if (!first.equals(network)) {
            throw new IllegalArgumentException(hostBits(network + "/" + prefixLength, first + "/" + prefixLength));
        }
    }

    /// Reads `192.168.1.0/24`, `fd00::/8` or a bare address, which is the network of just that address.
    ///
    /// @throws IllegalArgumentException with a message for the owner: what was found, what was expected, what was
    ///     probably meant
    public static Cidr parse(String text) {
        int slash = text.indexOf('/');
        String literal = slash < 0 ? text : text.substring(0, slash);
        Optional<Address> address = Address.parse(literal);
        if (address.isEmpty()) {
            throw new IllegalArgumentException("\"" + text
                    + "\": not an address or network (expected: for example 192.168.1.0/24 or fd00::/8)."
                    + hintForBadAddress(literal));
        }
        boolean ipv6Spelling = literal.indexOf(':') >= 0;
        int spelledWidth = ipv6Spelling ? 128 : 32;
        int length = slash < 0 ? spelledWidth : parseLength(text, slash + 1, spelledWidth);
        boolean mapped = ipv6Spelling && address.get().isIpv4();
        if (!mapped) {
            return new Cidr(address.get(), length);
        }
        if (length < IPV4_OFFSET) {
            Address first = address.get().masked(length);
            throw new IllegalArgumentException(hostBits(text, first + "/" + length));
        }
        return new Cidr(address.get(), length - IPV4_OFFSET);
    }

    private static int parseLength(String text, int from, int width) {
        int length = 0;
        boolean wellFormed = from < text.length() && text.length() - from <= 3;
        for (int i = from; wellFormed && i < text.length(); i++) {
            char c = text.charAt(i);
            wellFormed = c >= '0' && c <= '9' && (c != '0' || i > from || text.length() == from + 1);
            length = length * 10 + c - '0';
        }
        if (!wellFormed || length > width) {
            throw new IllegalArgumentException("\"" + text + "\": bad prefix length (expected: 0 to " + width + ")");
        }
        return length;
    }

    private static String hintForBadAddress(String literal) {
        if (literal.indexOf('%') >= 0) {
            return " Leave out the zone id behind %.";
        }
        return literal.indexOf('[') >= 0 ? " Leave out the brackets and the port." : "";
    }

    private static String hostBits(String found, String meant) {
        return "\"" + found + "\": bits beyond the prefix are set (expected: a network address). Did you mean \""
                + meant + "\"?";
    }

    private static int offset(Address address) {
        return address.isIpv4() ? IPV4_OFFSET : 0;
    }

    private static int width(Address address) {
        return 128 - offset(address);
    }

    /// The network of that length around an address.
    ///
    /// @param prefixLength in the family's own width
    public static Cidr around(Address address, int prefixLength) {
        return new Cidr(address.masked(offset(address) + prefixLength), prefixLength);
    }

    /// Whether the address is of this family and in this network.
    public boolean contains(Address address) {
        if (network.isIpv4() != address.isIpv4()) {
            return false;
        }
        int bits = offset(network) + prefixLength;
        if (bits < 64) {
            return bits == 0 || (address.high() ^ network.high()) >>> (64 - bits) == 0;
        }
        return address.high() == network.high()
                && (bits == 64 || (address.low() ^ network.low()) >>> (128 - bits) == 0);
    }

    /// Whether some address is in both networks; one of them then lies within the other.
    public boolean overlaps(Cidr other) {
        return contains(other.network) || other.contains(network);
    }

    /// Canonical text: `192.168.1.0/24`, `fd00::/8`.
    @Override
    public String toString() {
        return network + "/" + prefixLength;
    }
}
