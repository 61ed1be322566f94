package dev.portcullis.cli;

import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Cidr;

/// Which network of some length holds an address.
final class Networks {

    private static final int IPV4_OFFSET = 96;

    private Networks() {}

    /// @param length of the prefix, which fits the address' family
    static Cidr first(Address address, int length) {
        int bits = address.isIpv4() ? length + IPV4_OFFSET : length;
        return new Cidr(new Address(address.high() & mask(bits), address.low() & mask(bits - Long.SIZE)), length);
    }

    /// The first `bits` of 64, none for less than one, all for more than 63.
    private static long mask(int bits) {
        return bits <= 0 ? 0 : bits >= Long.SIZE ? -1 : -1L << (Long.SIZE - bits);
    }
}
