package dev.portcullis.core.http2;

import dev.portcullis.core.http.Octets;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;

/// A header block, written byte by byte (RFC 7541 §6), so that it may hold what no encoder would write.
final class Block {

    /// Literal fields by what becomes of the dynamic table (§6.2).
    static final int INDEXED = 0x40;

    static final int NOT_INDEXED = 0x00;
    static final int NEVER_INDEXED = 0x10;

    private final ByteArrayOutputStream octets = new ByteArrayOutputStream();

    static ByteBuf hex(String hex) {
        return Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    Block raw(String hex) {
        octets.writeBytes(HexFormat.of().parseHex(hex.replace(" ", "")));
        return this;
    }

    Block field(String name, String value) {
        return field(NOT_INDEXED, name, value);
    }

    /// @param kind [#INDEXED], [#NOT_INDEXED] or [#NEVER_INDEXED]
    Block field(int kind, String name, String value) {
        octets.write(kind);
        return string(name).string(value);
    }

    /// An entry of either table, as often as told.
    Block entry(int index, int times) {
        for (int i = 0; i < times; i++) {
            integer(0x80, 7, index);
        }
        return this;
    }

    private Block string(String text) {
        byte[] bytes = Octets.of(text);
        integer(0, 7, bytes.length);
        octets.writeBytes(bytes);
        return this;
    }

    private void integer(int high, int prefixBits, int value) {
        int most = (1 << prefixBits) - 1;
        if (value < most) {
            octets.write(high | value);
            return;
        }
        octets.write(high | most);
        int rest = value - most;
        while (rest >= 0x80) {
            octets.write((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        octets.write(rest);
    }

    ByteBuf bytes() {
        return Unpooled.wrappedBuffer(octets.toByteArray());
    }
}
