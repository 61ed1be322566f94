package dev.portcullis.acme.dns;

import java.net.InetAddress;

/// Who can reach an address.
final class Reach {

    private Reach() {}

    /// Whether the whole internet can: not loopback, link-local, private (RFC 1918, RFC 4193), shared by customers
    /// of a provider (RFC 6598), multicast or reserved.
    static boolean isPublic(InetAddress address) {
        byte[] octets = address.getAddress();
        int first = octets[0] & 0xff;
        int second = octets[1] & 0xff;
        if (octets.length == 16) {
            // 2000::/3 is all that was ever given out (RFC 4291 §2.4).
            return (first & 0xe0) == 0x20;
        }
        return first != 0
                && first != 10
                && first != 127
                && first < 224
                && !(first == 100 && (second & 0xc0) == 64)
                && !(first == 169 && second == 254)
                && !(first == 172 && (second & 0xf0) == 16)
                && !(first == 192 && second == 168);
    }
}
