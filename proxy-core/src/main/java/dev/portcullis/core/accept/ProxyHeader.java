package dev.portcullis.core.accept;

import dev.portcullis.rules.net.Address;
import io.netty.buffer.ByteBuf;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// The PROXY protocol's header, version 1 and 2 (HAProxy's `proxy-protocol.txt` §2), read strictly and bounded.
sealed interface ProxyHeader {

    /// More bytes are needed.
    record Incomplete() implements ProxyHeader {}

    /// Not a header; the connection is closed.
    record Invalid() implements ProxyHeader {}

    /// A header.
    ///
    /// @param source the client's address; empty where the sender speaks for itself (`UNKNOWN`, `LOCAL`) or for a
    ///     family that has no address for us
    record Complete(Optional<Address> source) implements ProxyHeader {}

    /// The longest header of version 1, its CRLF included (§2.1).
    int LONGEST_V1 = 107;

    /// Addresses and TLVs of version 2; senders in the wild stay below a few hundred bytes.
    int LONGEST_V2_REST = 2048;

    /// Reads one header; consumes its bytes when complete.
    static ProxyHeader read(ByteBuf in) {
        int available = Math.min(in.readableBytes(), V2.SIGNATURE.length);
        boolean two = true;
        boolean one = true;
        for (int i = 0; i < available; i++) {
            byte octet = in.getByte(in.readerIndex() + i);
            two &= octet == V2.SIGNATURE[i];
            one &= i >= V1.PREFIX.length || octet == V1.PREFIX[i];
        }
        if (two) {
            return V2.read(in);
        }
        return one ? V1.read(in) : new Invalid();
    }

    /// `PROXY TCP4 192.0.2.1 192.0.2.2 56324 443\r\n`.
    final class V1 {
        private static final byte[] PREFIX = "PROXY ".getBytes(StandardCharsets.US_ASCII);

        private V1() {}

        private static ProxyHeader read(ByteBuf in) {
            int within = Math.min(in.readableBytes(), LONGEST_V1);
            int lineFeed = in.indexOf(in.readerIndex(), in.readerIndex() + within, (byte) '\n');
            if (lineFeed < 0) {
                return within == LONGEST_V1 ? new Invalid() : new Incomplete();
            }
            String line = in.toString(in.readerIndex(), lineFeed - in.readerIndex() + 1, StandardCharsets.ISO_8859_1);
            if (!line.endsWith("\r\n")) {
                return new Invalid();
            }
            ProxyHeader header = parse(line.substring(0, line.length() - 2).split(" ", -1));
            if (header instanceof Complete) {
                in.readerIndex(lineFeed + 1);
            }
            return header;
        }

        private static ProxyHeader parse(String[] words) {
            if (words.length >= 2 && words[1].equals("UNKNOWN")) {
                return new Complete(Optional.empty());
            }
            if (words.length != 6 || !isPort(words[4]) || !isPort(words[5])) {
                return new Invalid();
            }
            boolean six = words[1].equals("TCP6");
            Optional<Address> source = Address.parse(words[2]);
            Optional<Address> destination = Address.parse(words[3]);
            boolean spelled = (words[2].indexOf(':') >= 0) == six && (words[3].indexOf(':') >= 0) == six;
            boolean known = six || words[1].equals("TCP4");
            return known && spelled && source.isPresent() && destination.isPresent()
                    ? new Complete(source)
                    : new Invalid();
        }

        private static boolean isPort(String word) {
            if (word.isEmpty() || word.length() > 5 || (word.length() > 1 && word.charAt(0) == '0')) {
                return false;
            }
            int port = 0;
            for (int i = 0; i < word.length(); i++) {
                int digit = word.charAt(i) - '0';
                if (digit < 0 || digit > 9) {
                    return false;
                }
                port = port * 10 + digit;
            }
            return port <= 65_535;
        }
    }

    /// Twelve signature bytes, version and command, family, length, addresses, TLVs.
    final class V2 {
        private static final byte[] SIGNATURE = {0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A
        };
        private static final int FIXED = 16;
        private static final int IPV4 = 12;
        private static final int IPV6 = 36;
        private static final int UNIX = 216;

        private V2() {}

        private static ProxyHeader read(ByteBuf in) {
            if (in.readableBytes() < FIXED) {
                return new Incomplete();
            }
            int at = in.readerIndex();
            int version = in.getUnsignedByte(at + 12);
            int family = in.getUnsignedByte(at + 13);
            int rest = in.getUnsignedShort(at + 14);
            boolean local = version == 0x20;
            int addresses = local ? 0 : addresses(family);
            if ((!local && version != 0x21) || rest > LONGEST_V2_REST || addresses < 0 || rest < addresses) {
                return new Invalid();
            }
            if (in.readableBytes() < FIXED + rest) {
                return new Incomplete();
            }
            Optional<Address> source = switch (addresses) {
                case IPV4 -> Optional.of(address(in, at + FIXED, 4));
                case IPV6 -> Optional.of(address(in, at + FIXED, 16));
                default -> Optional.empty();
            };
            in.skipBytes(FIXED + rest);
            return new Complete(source);
        }

        /// Bytes of the addresses that a family and transport must have; -1 for a word that does not exist.
        private static int addresses(int family) {
            return switch (family) {
                case 0x00 -> 0;
                case 0x11, 0x12 -> IPV4;
                case 0x21, 0x22 -> IPV6;
                case 0x31, 0x32 -> UNIX;
                default -> -1;
            };
        }

        private static Address address(ByteBuf in, int at, int length) {
            byte[] bytes = new byte[length];
            in.getBytes(at, bytes);
            try {
                return Address.of(InetAddress.getByAddress(bytes));
            } catch (UnknownHostException e) {
                throw new IllegalStateException("address of " + length + " bytes (expected: 4 or 16)", e);
            }
        }
    }
}
