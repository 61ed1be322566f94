package dev.portcullis.store;

import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Cidr;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Addresses as bytes that sort, family first: a network is then one range, and `::/0` holds no IPv4 address.
final class NetKey {

    private static final byte IPV4 = 4;
    private static final byte IPV6 = 6;

    private NetKey() {}

    static byte[] of(Address address) {
        return address.isIpv4()
                ? ByteBuffer.allocate(5).put(IPV4).putInt((int) address.low()).array()
                : ByteBuffer.allocate(17)
                        .put(IPV6)
                        .putLong(address.high())
                        .putLong(address.low())
                        .array();
    }

    static byte[] first(Cidr network) {
        return of(network.network());
    }

    static byte[] last(Cidr network) {
        byte[] key = first(network);
        fill(key, network.prefixLength(), true);
        return key;
    }

    static Address address(byte[] key) {
        ByteBuffer bytes = ByteBuffer.wrap(key, 1, key.length - 1);
        return key[0] == IPV4
                ? new Address(0, (0xffffL << 32) | Integer.toUnsignedLong(bytes.getInt()))
                : new Address(bytes.getLong(), bytes.getLong());
    }

    /// First keys of all networks that hold this one, itself included. A network that begins with one of them
    /// holds this one if it also ends late enough.
    static List<byte[]> beginningsAround(Cidr network) {
        Set<ByteBuffer> keys = new LinkedHashSet<>();
        byte[] key = first(network);
        for (int prefix = network.prefixLength(); prefix >= 0; prefix--) {
            byte[] wider = key.clone();
            fill(wider, prefix, false);
            keys.add(ByteBuffer.wrap(wider));
        }
        return keys.stream().map(ByteBuffer::array).toList();
    }

    private static void fill(byte[] key, int prefix, boolean ones) {
        int whole = 1 + prefix / 8;
        int bits = prefix % 8;
        if (bits > 0) {
            int host = 0xff >>> bits;
            key[whole] = (byte) (ones ? key[whole] | host : key[whole] & ~host);
            whole++;
        }
        Arrays.fill(key, whole, key.length, (byte) (ones ? 0xff : 0));
    }
}
