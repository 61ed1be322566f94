package dev.portcullis.core.http;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Arrays;

/// Composes a message head; one for each event loop, used for one head at a time.
public final class HeadWriter implements RelayedFields.Receiver {

    private static final byte[] SEPARATOR = Octets.of(": ");

    private byte[] octets = new byte[2048];
    private int length;

    public HeadWriter begin() {
        length = 0;
        return this;
    }

    public HeadWriter raw(byte[] text) {
        return raw(text, 0, text.length);
    }

    public HeadWriter raw(byte[] source, int from, int to) {
        reserve(to - from);
        System.arraycopy(source, from, octets, length, to - from);
        length += to - from;
        return this;
    }

    /// Adds text as it is.
    ///
    /// @param text ASCII, or checked before to hold one byte a character
    @SuppressWarnings("deprecation") // The deprecated getBytes copies the low bytes, which is just what is wanted.
    public HeadWriter text(String text) {
        int size = text.length();
        reserve(size);
        text.getBytes(0, size, octets, length);
        length += size;
        return this;
    }

    public HeadWriter number(long value) {
        if (value < 10) {
            reserve(1);
            octets[length++] = (byte) ('0' + value);
            return this;
        }
        return text(Long.toString(value));
    }

    public HeadWriter end() {
        reserve(2);
        octets[length++] = '\r';
        octets[length++] = '\n';
        return this;
    }

    /// One line of our own.
    public HeadWriter field(byte[] name, String value) {
        return raw(name).raw(SEPARATOR).text(value).end();
    }

    /// One line as it came, white space around the value aside.
    @Override
    public void field(Fields fields, int field) {
        byte[] source = fields.octets();
        raw(source, fields.nameFrom(field), fields.nameTo(field))
                .raw(SEPARATOR)
                .raw(source, fields.valueFrom(field), fields.valueTo(field))
                .end();
    }

    /// What was composed, in a buffer of its own that the receiver releases.
    public ByteBuf toBuffer(ByteBufAllocator allocator) {
        return allocator.directBuffer(length).writeBytes(octets, 0, length);
    }

    private void reserve(int more) {
        if (octets.length - length < more) {
            octets = Arrays.copyOf(octets, Math.max(octets.length * 2, length + more));
        }
    }
}
