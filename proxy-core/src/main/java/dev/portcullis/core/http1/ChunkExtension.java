package dev.portcullis.core.http1;

import dev.portcullis.core.http.BadMessage;
import dev.portcullis.core.http.Octets;
import dev.portcullis.core.http.Refusal;

/// Reads the extensions behind a chunk's size to the letter (RFC 9112 §7.1.1), without the white space that no
/// sender may put there; what they say is dropped.
///
/// Whoever searches loosely for the end of the line here finds another one than we do (CVE-2026-33870).
final class ChunkExtension {

    /// Bytes of all extensions of one chunk; clients have no use for long ones, smugglers do.
    private static final int LONGEST = 1024;

    private enum State {
        NAME_START,
        NAME,
        VALUE_START,
        VALUE,
        QUOTED,
        ESCAPED,
        QUOTED_END
    }

    private State state = State.NAME_START;
    private int bytes;

    /// A semicolon was read.
    void begin() {
        state = State.NAME_START;
        bytes = 0;
    }

    /// Takes the next byte.
    ///
    /// @return whether it was the CR of the line's end
    boolean take(byte octet) throws BadMessage {
        if (octet == '\r' && mayEnd()) {
            return true;
        }
        if (++bytes > LONGEST) {
            throw new BadMessage(Refusal.CHUNK);
        }
        state = next(octet);
        return false;
    }

    private boolean mayEnd() {
        return switch (state) {
            case NAME, VALUE, QUOTED_END -> true;
            case NAME_START, VALUE_START, QUOTED, ESCAPED -> false;
        };
    }

    private State next(byte octet) throws BadMessage {
        boolean token = Octets.isToken(octet);
        return switch (state) {
            case NAME_START -> expect(token, State.NAME);
            case NAME -> token ? State.NAME : octet == '=' ? State.VALUE_START : another(octet);
            case VALUE_START -> octet == '"' ? State.QUOTED : expect(token, State.VALUE);
            case VALUE -> token ? State.VALUE : another(octet);
            case QUOTED ->
                octet == '"' ? State.QUOTED_END : octet == '\\' ? State.ESCAPED : expect(isText(octet), State.QUOTED);
            case ESCAPED -> expect(isText(octet), State.QUOTED);
            case QUOTED_END -> another(octet);
        };
    }

    private static State another(byte octet) throws BadMessage {
        return expect(octet == ';', State.NAME_START);
    }

    private static State expect(boolean fulfilled, State then) throws BadMessage {
        if (!fulfilled) {
            throw new BadMessage(Refusal.CHUNK);
        }
        return then;
    }

    /// ASCII alone: obs-text is allowed here (RFC 9110 §5.6.4), but others refuse it (`RequestFuzzTest`).
    private static boolean isText(byte octet) {
        return octet == '\t' || (octet >= ' ' && octet != 0x7F);
    }
}
