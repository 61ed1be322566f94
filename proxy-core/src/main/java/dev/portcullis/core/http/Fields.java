package dev.portcullis.core.http;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Header or trailer fields of one message, in the order in which they came.
///
/// An index into the bytes of the head: names and values are compared and copied as bytes, and only what is asked
/// for becomes a string. Valid as long as the exchange; whoever wants to keep something copies it.
public final class Fields {

    /// No fields.
    public static final Fields NONE = new Fields();

    private static final int SPAN = 4;

    private byte[] octets = {};
    private int[] spans = new int[16 * SPAN];
    private FieldName[] names = new FieldName[16];
    private int count;

    /// Makes ready for another message.
    ///
    /// @param source the bytes that the spans will point into
    public void reset(byte[] source) {
        octets = source;
        count = 0;
    }

    public void add(FieldName name, int nameFrom, int nameTo, int valueFrom, int valueTo) {
        if (count == names.length) {
            names = Arrays.copyOf(names, count * 2);
            spans = Arrays.copyOf(spans, count * 2 * SPAN);
        }
        int at = count * SPAN;
        spans[at] = nameFrom;
        spans[at + 1] = nameTo;
        spans[at + 2] = valueFrom;
        spans[at + 3] = valueTo;
        names[count++] = name;
    }

    public int count() {
        return count;
    }

    /// The bytes that the spans point into; not to be changed.
    public byte[] octets() {
        return octets;
    }

    public FieldName name(int field) {
        return names[field];
    }

    public int nameFrom(int field) {
        return spans[field * SPAN];
    }

    public int nameTo(int field) {
        return spans[field * SPAN + 1];
    }

    public int valueFrom(int field) {
        return spans[field * SPAN + 2];
    }

    public int valueTo(int field) {
        return spans[field * SPAN + 3];
    }

    /// The value without the white space around it.
    public String value(int field) {
        return Octets.string(octets, valueFrom(field), valueTo(field));
    }

    /// Index of the first field of that name; -1 if there is none.
    public int indexOf(FieldName name) {
        return indexOf(name, 0);
    }

    public int indexOf(FieldName name, int from) {
        for (int i = from; i < count; i++) {
            if (names[i] == name) {
                return i;
            }
        }
        return -1;
    }

    /// The value of the first field of that name.
    public @Nullable String first(FieldName name) {
        int field = indexOf(name);
        return field < 0 ? null : value(field);
    }

    /// The value of the first field of that name.
    ///
    /// @param lower the name in lower case
    public @Nullable String first(String lower) {
        for (int i = 0; i < count; i++) {
            if (Octets.equalsIgnoreCase(octets, nameFrom(i), nameTo(i), lower)) {
                return value(i);
            }
        }
        return null;
    }

    /// The values of all fields of that name, as one list (RFC 9110 §5.3); null if there is none.
    ///
    /// @param lower the name in lower case
    public @Nullable String joined(String lower) {
        String all = null;
        for (int i = 0; i < count; i++) {
            if (Octets.equalsIgnoreCase(octets, nameFrom(i), nameTo(i), lower)) {
                all = all == null ? value(i) : all + ", " + value(i);
            }
        }
        return all;
    }

    /// The same with bytes of its own.
    ///
    /// @param atLeast how many of the bytes are kept in any case
    Fields copy(int atLeast) {
        int end = count == 0 ? atLeast : Math.max(atLeast, valueTo(count - 1));
        Fields copy = new Fields();
        copy.octets = Arrays.copyOf(octets, end);
        copy.spans = spans.clone();
        copy.names = names.clone();
        copy.count = count;
        return copy;
    }

    /// Whether some field of that name has the token in its comma-separated list (RFC 9110 §5.6.1).
    ///
    /// @param token lower-case ASCII
    public boolean hasToken(FieldName name, byte[] token) {
        for (int i = indexOf(name); i >= 0; i = indexOf(name, i + 1)) {
            for (int at = nextElement(valueFrom(i), valueTo(i)); at < valueTo(i); ) {
                int end = elementEnd(at, valueTo(i));
                if (Octets.equalsIgnoreCase(octets, at, trimmed(at, end), token)) {
                    return true;
                }
                at = nextElement(end, valueTo(i));
            }
        }
        return false;
    }

    /// Whether some field of that name lists the bytes of another span as an element, whatever the case.
    public boolean lists(FieldName name, byte[] other, int otherFrom, int otherTo) {
        for (int i = indexOf(name); i >= 0; i = indexOf(name, i + 1)) {
            for (int at = nextElement(valueFrom(i), valueTo(i)); at < valueTo(i); ) {
                int end = elementEnd(at, valueTo(i));
                if (Octets.equalsIgnoreCase(octets, at, trimmed(at, end), other, otherFrom, otherTo)) {
                    return true;
                }
                at = nextElement(end, valueTo(i));
            }
        }
        return false;
    }

    private int nextElement(int from, int to) {
        int at = from;
        while (at < to && (octets[at] == ',' || octets[at] == ' ' || octets[at] == '\t')) {
            at++;
        }
        return at;
    }

    private int elementEnd(int from, int to) {
        int at = from;
        while (at < to && octets[at] != ',') {
            at++;
        }
        return at;
    }

    private int trimmed(int from, int to) {
        int end = to;
        while (end > from && (octets[end - 1] == ' ' || octets[end - 1] == '\t')) {
            end--;
        }
        return end;
    }
}
