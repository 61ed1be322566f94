package dev.portcullis.core.observe;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/// Undoes gzip (RFC 1952), zlib (RFC 1950) or raw deflate (RFC 1951), piece by piece. Ends with the first gzip
/// member; check sums are not looked at.
final class Inflation {

    private static final int OUTPUT = 1024;

    /// Takes what was inflated.
    interface Sink {

        /// Takes the first so many bytes.
        ///
        /// @return whether to go on
        boolean take(byte[] octets, int length);
    }

    /// What the next byte is of.
    private enum Head {
        /// The ten bytes that every gzip head has.
        GZIP_FIXED,
        GZIP_EXTRA_LENGTH,
        GZIP_EXTRA,
        GZIP_NAME,
        GZIP_COMMENT,
        GZIP_CHECK,
        /// The byte that tells a zlib head from raw deflate.
        DEFLATE,
        DONE
    }

    private static final int HAS_CHECK = 2;
    private static final int HAS_EXTRA = 4;
    private static final int HAS_NAME = 8;
    private static final int HAS_COMMENT = 16;
    private static final int RESERVED = 0xE0;

    private final byte[] output = new byte[OUTPUT];
    private @Nullable Inflater inflater;
    private boolean zlib;
    private Head head;
    private int flags;
    private int seen;
    private int extra;
    private boolean closed;

    private Inflation(Head first) {
        head = first;
    }

    static Inflation gzip() {
        return new Inflation(Head.GZIP_FIXED);
    }

    /// "deflate" is zlib by the book (RFC 9110 §8.4.1.2) and raw from some.
    static Inflation deflate() {
        return new Inflation(Head.DEFLATE);
    }

    /// Raw deflate.
    static Inflation raw() {
        return new Inflation(Head.DONE);
    }

    /// Takes the next coded bytes.
    ///
    /// @return false at the end, at what is broken, and when the sink has had enough
    boolean feed(byte[] octets, int from, int to, Sink sink) {
        int at = from;
        while (at < to && head != Head.DONE) {
            if (!head(octets[at])) {
                return false;
            }
            // The byte that only told the kind of deflate belongs to what follows.
            at += head == Head.DONE && seen < 0 ? 0 : 1;
        }
        return at == to || inflate(octets, at, to, sink);
    }

    private boolean inflate(byte[] octets, int from, int to, Sink sink) {
        if (closed) {
            return false;
        }
        Inflater stream = inflater();
        stream.setInput(octets, from, to - from);
        try {
            while (true) {
                int length = stream.inflate(output);
                if (length > 0 && !sink.take(output, length)) {
                    return false;
                }
                if (stream.finished() || stream.needsDictionary()) {
                    return false;
                }
                if (length == 0) {
                    return true;
                }
            }
        } catch (DataFormatException _) {
            return false;
        }
    }

    /// Made late: many a body and message is never looked into.
    private Inflater inflater() {
        if (inflater == null) {
            inflater = new Inflater(!zlib);
        }
        return inflater;
    }

    private boolean head(byte octet) {
        int value = octet & 0xFF;
        switch (head) {
            case GZIP_FIXED -> {
                return fixed(value);
            }
            case GZIP_EXTRA_LENGTH -> {
                extra |= value << (8 * seen);
                if (++seen == 2) {
                    next(extra > 0 ? Head.GZIP_EXTRA : afterExtra());
                }
            }
            case GZIP_EXTRA -> {
                if (--extra == 0) {
                    next(afterExtra());
                }
            }
            case GZIP_NAME -> {
                if (value == 0) {
                    next(afterName());
                }
            }
            case GZIP_COMMENT -> {
                if (value == 0) {
                    next(afterComment());
                }
            }
            case GZIP_CHECK -> {
                if (++seen == 2) {
                    next(Head.DONE);
                }
            }
            case DEFLATE -> {
                // A raw block of that kind (stored, not the last, with bits of padding set) nobody writes; aiohttp
                // tells them apart in the same way.
                zlib = (value & 0x0F) == 8;
                next(Head.DONE);
                seen = -1;
            }
            case DONE -> {}
        }
        return true;
    }

    private boolean fixed(int value) {
        boolean fine = switch (seen) {
            case 0 -> value == 0x1F;
            case 1 -> value == 0x8B;
            case 2 -> value == 8;
            case 3 -> {
                flags = value;
                yield (value & RESERVED) == 0;
            }
            default -> true;
        };
        if (fine && ++seen == 10) {
            next((flags & HAS_EXTRA) != 0 ? Head.GZIP_EXTRA_LENGTH : afterExtra());
        }
        return fine;
    }

    private Head afterExtra() {
        return (flags & HAS_NAME) != 0 ? Head.GZIP_NAME : afterName();
    }

    private Head afterName() {
        return (flags & HAS_COMMENT) != 0 ? Head.GZIP_COMMENT : afterComment();
    }

    private Head afterComment() {
        return (flags & HAS_CHECK) != 0 ? Head.GZIP_CHECK : Head.DONE;
    }

    private void next(Head then) {
        head = then;
        seen = 0;
    }

    /// Begins anew, with nothing to refer back to.
    void forget() {
        if (!closed && inflater != null) {
            inflater.reset();
        }
    }

    /// Frees what is not on the heap; a second call does nothing.
    void close() {
        closed = true;
        if (inflater != null) {
            inflater.end();
            inflater = null;
        }
    }
}
