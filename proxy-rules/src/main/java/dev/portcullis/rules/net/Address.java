package dev.portcullis.rules.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/// An IP address as one 128-bit value: IPv4 is held as `::ffff:a.b.c.d` (RFC 4291 §2.5.5.2), so that both
/// spellings of an IPv4 client are one identity.
///
/// @param high the first 64 bits
/// @param low the last 64 bits
public record Address(long high, long low) implements Comparable<Address> {

    private static final long IPV4_MARK = 0xffffL;

    /// The same address without a zone id, which says nothing about who is at the other end.
    public static Address of(InetAddress address) {
        byte[] octets = address.getAddress();
        return octets.length == 4 ? ofIpv4(bits(octets, 0, 4)) : new Address(bits(octets, 0, 8), bits(octets, 8, 8));
    }

    /// Reads a literal: a dotted quad without leading zeros, or IPv6 as in RFC 4291 §2.2 with an embedded IPv4
    /// address where that form allows one. Empty for anything else (zone ids, brackets, ports, white space,
    /// names).
    public static Optional<Address> parse(String text) {
        return AddressText.read(text);
    }

    static Address ofIpv4(long quad) {
        return new Address(0, (IPV4_MARK << 32) | quad);
    }

    /// Whether this is an IPv4 address, however it was spelled.
    public boolean isIpv4() {
        return high == 0 && low >>> 32 == IPV4_MARK;
    }

    /// The same address for the JDK's sockets: `Inet4Address` for every IPv4 address.
    public InetAddress toInetAddress() {
        byte[] octets = new byte[isIpv4() ? 4 : 16];
        for (int i = 0; i < octets.length; i++) {
            int fromTheEnd = octets.length - 1 - i;
            octets[i] = (byte) (fromTheEnd < 8 ? low >>> (8 * fromTheEnd) : high >>> (8 * (fromTheEnd - 8)));
        }
        try {
            return InetAddress.getByAddress(octets);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(octets.length + " octets are an address", e);
        }
    }

    /// Keeps the first bits and clears the rest.
    ///
    /// @param bits 0 to 128, counted in the 128-bit form
    Address masked(int bits) {
        return bits >= 64 ? new Address(high, low & mask(bits - 64)) : new Address(high & mask(bits), 0);
    }

    private static long mask(int bits) {
        return bits == 0 ? 0 : -1L << (64 - bits);
    }

    private static long bits(byte[] octets, int from, int count) {
        long value = 0;
        for (int i = from; i < from + count; i++) {
            value = (value << 8) | (octets[i] & 0xff);
        }
        return value;
    }

    /// Orders by numeric value.
    @Override
    public int compareTo(Address other) {
        int byHigh = Long.compareUnsigned(high, other.high);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, other.low);
    }

    /// A dotted quad for IPv4, RFC 5952 text for IPv6.
    @Override
    public String toString() {
        return AddressText.write(this);
    }
}
