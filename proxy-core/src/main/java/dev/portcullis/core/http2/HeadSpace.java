package dev.portcullis.core.http2;

import dev.portcullis.core.http.FieldName;
import dev.portcullis.core.http.Fields;
import io.netty.util.AsciiString;

/// Room for one request's head, lent to a stream while it lives: the bytes, and the [Fields] that point into them.
final class HeadSpace {

    private final Fields fields = new Fields();
    private byte[] octets;
    private int length;

    HeadSpace(int size) {
        octets = new byte[size];
    }

    /// Makes ready for another head.
    ///
    /// @param most bytes that will be added at most
    void begin(int most) {
        if (octets.length < most) {
            octets = new byte[most];
        }
        length = 0;
        fields.reset(octets);
    }

    /// Adds bytes.
    ///
    /// @return where they end
    int add(AsciiString text) {
        return add(text.array(), text.arrayOffset(), text.length());
    }

    int add(byte[] source) {
        return add(source, 0, source.length);
    }

    private int add(byte[] source, int from, int size) {
        System.arraycopy(source, from, octets, length, size);
        length += size;
        return length;
    }

    /// Enters the field whose name and value were added last.
    void field(FieldName name, int nameFrom, int nameTo) {
        fields.add(name, nameFrom, nameTo, nameTo, length);
    }

    Fields fields() {
        return fields;
    }

    /// Bytes that there is room for.
    int size() {
        return octets.length;
    }

    /// Bytes that were added.
    int length() {
        return length;
    }
}
