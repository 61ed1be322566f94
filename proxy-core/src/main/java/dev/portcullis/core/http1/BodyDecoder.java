package dev.portcullis.core.http1;

import dev.portcullis.core.http.BadMessage;
import dev.portcullis.core.http.BodySink;
import dev.portcullis.core.http.Fields;
import dev.portcullis.core.http.RequestHead;
import io.netty.buffer.ByteBuf;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Finds the end of one message body (RFC 9112 §6.3) and hands its pieces on without copying.
final class BodyDecoder {

    private RequestHead.Body kind = RequestHead.Body.NONE;
    private long remaining;
    private @Nullable ChunkDecoder chunks;
    private boolean done = true;

    /// Makes ready for a body; one of no bytes is still ended by [#decode].
    void begin(RequestHead.Body kind, long contentLength) {
        this.kind = kind;
        this.remaining = contentLength;
        this.chunks = kind == RequestHead.Body.CHUNKED ? new ChunkDecoder() : null;
        this.done = false;
    }

    /// Whether the end was handed to the sink.
    boolean done() {
        return done;
    }

    /// Takes what belongs to the body; what follows stays in the buffer. Calls [BodySink#end] once.
    ///
    /// @throws BadMessage for a malformed chunk
    void decode(ByteBuf in, BodySink sink) throws BadMessage {
        switch (kind) {
            case NONE -> end(sink);
            case LENGTH -> decodeLength(in, sink);
            case CHUNKED -> {
                ChunkDecoder decoder = Objects.requireNonNull(chunks);
                if (decoder.decode(in, sink)) {
                    done = true;
                    chunks = null;
                    sink.end(decoder.trailers());
                }
            }
            case UNTIL_CLOSE -> {
                if (in.isReadable()) {
                    sink.data(in.readRetainedSlice(in.readableBytes()));
                }
            }
        }
    }

    /// The connection has ended.
    ///
    /// @return whether that is where the body was to end
    boolean endOfInput(BodySink sink) {
        if (kind == RequestHead.Body.UNTIL_CLOSE && !done) {
            end(sink);
            return true;
        }
        return done;
    }

    private void decodeLength(ByteBuf in, BodySink sink) {
        int taken = (int) Math.min(remaining, in.readableBytes());
        if (taken > 0) {
            remaining -= taken;
            sink.data(in.readRetainedSlice(taken));
        }
        if (remaining == 0) {
            end(sink);
        }
    }

    private void end(BodySink sink) {
        done = true;
        sink.end(Fields.NONE);
    }
}
