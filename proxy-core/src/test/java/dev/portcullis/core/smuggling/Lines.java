package dev.portcullis.core.smuggling;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// The bytes on one upstream connection, in lines as a [Reading] sees them.
final class Lines {

    /// Bytes that a strict reader does not take.
    static final class Malformed extends IOException {
        private static final long serialVersionUID = 1;

        private final String octets;

        Malformed(String what, String octets) {
            super(what);
            this.octets = octets;
        }

        String octets() {
            return octets;
        }
    }

    private final InputStream in;
    private final Reading reading;

    Lines(InputStream in, Reading reading) {
        this.in = new BufferedInputStream(in);
        this.reading = reading;
    }

    Reading reading() {
        return reading;
    }

    /// The next line without its end; null where the connection ends before it.
    ///
    /// @throws EOFException if the connection ends within it
    String next() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int octet = in.read(); octet >= 0; octet = in.read()) {
            if (octet == '\n' || octet == '\r') {
                if (ends(octet, line)) {
                    return line.toString();
                }
                line.append((char) octet);
            } else if (octet == 0 && reading == Reading.STRICT) {
                throw new Malformed("NUL", line.toString());
            } else {
                line.append((char) octet);
            }
        }
        if (line.isEmpty()) {
            return null;
        }
        throw new EOFException(line.toString());
    }

    private boolean ends(int octet, CharSequence line) throws IOException {
        boolean pair = octet == '\r' && skip('\n');
        return switch (reading) {
            case STRICT -> {
                if (!pair) {
                    throw new Malformed("bare CR or LF", line.toString());
                }
                yield true;
            }
            case LENGTH -> pair || octet == '\n';
            case CHUNKS -> true;
        };
    }

    /// Takes the next byte if it is this one.
    boolean skip(char expected) throws IOException {
        in.mark(1);
        if (in.read() == expected) {
            return true;
        }
        in.reset();
        return false;
    }

    /// At most so many bytes; fewer only where the connection ends.
    String octets(long length) throws IOException {
        return new String(in.readNBytes((int) Math.min(length, Integer.MAX_VALUE)), StandardCharsets.ISO_8859_1);
    }
}
