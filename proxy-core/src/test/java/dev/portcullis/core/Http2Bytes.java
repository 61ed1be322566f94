package dev.portcullis.core;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// The bytes of frames and header blocks, without a look at whether they make sense.
public final class Http2Bytes {

    private Http2Bytes() {}

    public static byte[] frame(int type, int flags, int stream, byte... payload) {
        return frameOf(payload.length, type, flags, stream, payload);
    }

    /// A frame that announces a length of its own.
    public static byte[] frameOf(int length, int type, int flags, int stream, byte... payload) {
        ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
        frame.put((byte) (length >> 16)).putShort((short) length);
        frame.put((byte) type).put((byte) flags).putInt(stream).put(payload);
        return frame.array();
    }

    /// A header block of literals without indexing (RFC 7541 §6.2.2), never Huffman; characters are bytes.
    public static byte[] block(String... namesAndValues) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            block.write(0);
            string(block, namesAndValues[i]);
            string(block, namesAndValues[i + 1]);
        }
        return block.toByteArray();
    }

    /// A literal with indexing (RFC 7541 §6.2.1).
    public static byte[] indexed(String name, String value) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.write(0x40);
        string(block, name);
        string(block, value);
        return block.toByteArray();
    }

    private static void string(ByteArrayOutputStream block, String text) {
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        integer(block, 0, 7, octets.length);
        block.writeBytes(octets);
    }

    /// An integer behind a prefix (RFC 7541 §5.1).
    ///
    /// @param pattern what stands in the first byte before the prefix
    /// @param prefix bits
    public static void integer(ByteArrayOutputStream to, int pattern, int prefix, int value) {
        int most = (1 << prefix) - 1;
        if (value < most) {
            to.write(pattern | value);
            return;
        }
        to.write(pattern | most);
        int rest = value - most;
        for (; rest >= 128; rest >>= 7) {
            to.write((rest & 0x7f) | 0x80);
        }
        to.write(rest);
    }

    /// The payload of SETTINGS.
    ///
    /// @param settings identifiers and values in turn
    public static byte[] settings(int... settings) {
        ByteBuffer payload = ByteBuffer.allocate(settings.length * 3);
        for (int i = 0; i < settings.length; i += 2) {
            payload.putShort((short) settings[i]).putInt(settings[i + 1]);
        }
        return payload.array();
    }

    /// Four bytes, as of RST_STREAM and WINDOW_UPDATE.
    public static byte[] number(int value) {
        return ByteBuffer.allocate(4).putInt(value).array();
    }

    public static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }
}
