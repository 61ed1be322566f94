package dev.portcullis.demo;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A set of networks, asked by address literal.
final class Networks {

    /// `is_local` of Home Assistant's `util/network.py`: loopback, private, link-local and their IPv4-mapped forms.
    static final Networks LOCAL = of(List.of(
            "127.0.0.0/8",
            "10.0.0.0/8",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "169.254.0.0/16",
            "::1",
            "fd00::/8",
            "fe80::/10",
            "::ffff:127.0.0.0/104",
            "::ffff:10.0.0.0/104",
            "::ffff:172.16.0.0/108",
            "::ffff:192.168.0.0/112"));

    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Network(byte[] prefix, int bits) {

        boolean contains(byte[] address) {
            if (address.length != prefix.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> (bit & 7);
                if ((address[bit >> 3] & mask) != (prefix[bit >> 3] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }

    private final List<Network> networks;

    private Networks(List<Network> networks) {
        this.networks = networks;
    }

    /// @param texts addresses and `address/bits`
    static Networks of(List<String> texts) {
        return new Networks(texts.stream().map(Networks::network).toList());
    }

    boolean isEmpty() {
        return networks.isEmpty();
    }

    boolean contains(String address) {
        int zone = address.indexOf('%');
        byte @Nullable [] bytes = Addresses.bytes(zone < 0 ? address : address.substring(0, zone));
        return bytes != null && networks.stream().anyMatch(network -> network.contains(bytes));
    }

    private static Network network(String text) {
        int slash = text.indexOf('/');
        byte @Nullable [] bytes = Addresses.bytes(slash < 0 ? text : text.substring(0, slash));
        if (bytes == null) {
            throw new IllegalArgumentException(
                    "trusted proxies: \"" + text + "\" is no network (expected: an address, or address/bits)");
        }
        int bits = slash < 0 ? bytes.length * 8 : Integer.parseInt(text.substring(slash + 1));
        if (bits < 0 || bits > bytes.length * 8) {
            throw new IllegalArgumentException(
                    "trusted proxies: \"" + text + "\" has a wrong prefix (expected: 0 to " + bytes.length * 8 + ")");
        }
        return new Network(bytes, bits);
    }
}
