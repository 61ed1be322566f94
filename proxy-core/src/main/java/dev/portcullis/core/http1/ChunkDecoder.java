package dev.portcullis.core.http1;

import dev.portcullis.core.http.BadMessage;
import dev.portcullis.core.http.BodySink;
import dev.portcullis.core.http.Fields;
import dev.portcullis.core.http.Refusal;
import io.netty.buffer.ByteBuf;

/// The chunked coding (RFC 9112 §7.1), strictly: CRLF only, plain hexadecimal sizes, extensions to the letter and
/// dropped, and trailers.
final class ChunkDecoder {

    private static final int MOST_DIGITS = 15;
    private static final int TRAILER_BYTES = 8192;
    private static final int TRAILER_FIELDS = 50;

    private enum State {
        SIZE,
        EXTENSION,
        SIZE_LF,
        DATA,
        DATA_CR,
        DATA_LF,
        TRAILERS
    }

    private final HeadReader trailerReader = new HeadReader(new byte[0], 0, TRAILER_BYTES, TRAILER_FIELDS);
    private final ChunkExtension extension = new ChunkExtension();
    private State state = State.SIZE;
    private long remaining;
    private int digits;
    private Fields trailers = Fields.NONE;

    /// Hands on the data of the chunks.
    ///
    /// @return whether the last chunk and the trailers have been read
    boolean decode(ByteBuf in, BodySink sink) throws BadMessage {
        while (in.isReadable()) {
            if (state == State.DATA) {
                int taken = (int) Math.min(remaining, in.readableBytes());
                remaining -= taken;
                if (remaining == 0) {
                    state = State.DATA_CR;
                }
                sink.data(in.readRetainedSlice(taken));
            } else if (state == State.TRAILERS) {
                if (!trailerReader.read(in)) {
                    return false;
                }
                trailers = FieldParser.parse(trailerReader, 0);
                return true;
            } else {
                state = next(in.readByte());
            }
        }
        return false;
    }

    Fields trailers() {
        return trailers;
    }

    private State next(byte octet) throws BadMessage {
        return switch (state) {
            case SIZE -> size(octet);
            case EXTENSION -> extension.take(octet) ? State.SIZE_LF : State.EXTENSION;
            case SIZE_LF -> {
                expect(octet, '\n');
                digits = 0;
                yield remaining == 0 ? State.TRAILERS : State.DATA;
            }
            case DATA_CR -> {
                expect(octet, '\r');
                yield State.DATA_LF;
            }
            case DATA_LF -> {
                expect(octet, '\n');
                yield State.SIZE;
            }
            case DATA, TRAILERS -> throw new IllegalStateException(state.name());
        };
    }

    private State size(byte octet) throws BadMessage {
        int digit = octet < 0 ? -1 : Character.digit(octet, 16);
        if (digit >= 0) {
            if (++digits > MOST_DIGITS) {
                throw new BadMessage(Refusal.CHUNK);
            }
            remaining = remaining * 16 + digit;
            return State.SIZE;
        }
        if (digits == 0) {
            throw new BadMessage(Refusal.CHUNK);
        }
        return switch (octet) {
            case ';' -> {
                extension.begin();
                yield State.EXTENSION;
            }
            case '\r' -> State.SIZE_LF;
            default -> throw new BadMessage(Refusal.CHUNK);
        };
    }

    private static void expect(byte octet, char expected) throws BadMessage {
        if (octet != expected) {
            throw new BadMessage(Refusal.CHUNK);
        }
    }
}
