package dev.portcullis.rules.ban;

import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Cidr;

/// How networks are keyed: by the kind, which is family and prefix length, and 64 bits.
///
/// Up to IPv6 /64 the bits are the network itself. A longer prefix, which only an owner bans, is keyed by a 64-bit
/// hash of it.
final class Prefixes {

    /// IPv4 /0 to /32, then IPv6 /0 to /128.
    static final int KINDS = 33 + 129;

    static final int IPV4_CLIENT = 32;
    static final int IPV6_CLIENT = 33 + 64;

    private Prefixes() {}

    static int kind(Cidr network) {
        return network.prefixLength() + (network.network().isIpv4() ? 0 : 33);
    }

    static boolean isIpv4(int kind) {
        return kind <= IPV4_CLIENT;
    }

    static long key(Cidr network) {
        return key(kind(network), network.network());
    }

    /// The key of the network of that kind that holds an address of its family.
    static long key(int kind, Address address) {
        if (isIpv4(kind)) {
            return address.low() & 0xffff_ffffL & high(kind + 32);
        }
        int length = kind - 33;
        if (length <= 64) {
            return address.high() & high(length);
        }
        return address.high() * 0x9e3779b97f4a7c15L ^ Long.rotateLeft(address.low() & high(length - 64), 17);
    }

    /// The client's network of a key.
    static Cidr client(int kind, long key) {
        return kind == IPV4_CLIENT
                ? new Cidr(new Address(0, 0xffff_0000_0000L | key), 32)
                : new Cidr(new Address(key, 0), 64);
    }

    /// A mask of the first bits of 64.
    private static long high(int bits) {
        return bits == 0 ? 0 : -1L << (64 - bits);
    }
}
