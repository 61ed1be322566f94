package dev.portcullis.core.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Headers;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// What one stream still has to say, and how much of it the client lets it (RFC 9113 §5.2).
///
/// Owns the bytes until they are written or [#release]d.
final class StreamOutput {

    /// From here on the upstream is not read.
    static final int ENOUGH = 64 * 1024;

    private final int stream;
    private final FrameWriter writer;
    private final Outflow outflow;
    private final ArrayDeque<ByteBuf> pending = new ArrayDeque<>(4);
    private int pendingBytes;
    private long window;
    private @Nullable Http2Headers trailers;
    private boolean ended;
    private boolean done;
    private boolean queued;

    /// @param window the client's SETTINGS_INITIAL_WINDOW_SIZE
    StreamOutput(int stream, FrameWriter writer, Outflow outflow, long window) {
        this.stream = stream;
        this.writer = writer;
        this.outflow = outflow;
        this.window = window;
    }

    int pendingBytes() {
        return pendingBytes;
    }

    /// Whether END_STREAM was written.
    boolean done() {
        return done;
    }

    /// END_STREAM was written with the head.
    void doneWithHead() {
        ended = true;
        done = true;
    }

    /// @param data owned from here on
    void add(ByteBuf data) {
        if (ended || !data.isReadable()) {
            data.release();
        } else {
            pending.add(data);
            count(data.readableBytes());
        }
    }

    private void count(int change) {
        pendingBytes += change;
        outflow.pending(change);
    }

    /// Nothing is added any more.
    ///
    /// @param last trailers; null for none
    void end(@Nullable Http2Headers last) {
        ended = true;
        trailers = last;
    }

    /// Gives or takes credit (§6.9).
    ///
    /// @return false if the window would be larger than one may be
    boolean credit(long bytes) {
        window += bytes;
        return window <= Integer.MAX_VALUE;
    }

    /// Whether something could be written if the connection's window lets it.
    boolean ready() {
        return !done && (pendingBytes > 0 ? window > 0 : ended);
    }

    /// Whether it has bytes that its own window does not take.
    boolean shut() {
        return !done && pendingBytes > 0 && window <= 0;
    }

    /// Notes whether it is waiting for its turn.
    ///
    /// @return whether that is new
    boolean queued(boolean now) {
        boolean changed = queued != now;
        queued = now;
        return changed;
    }

    /// Writes one frame.
    ///
    /// @param most bytes that the connection's window lets it write
    /// @return how many were
    int write(long most) {
        if (done) {
            return 0;
        }
        ByteBuf next = pending.peek();
        if (next == null) {
            if (ended) {
                finish(Unpooled.EMPTY_BUFFER);
            }
            return 0;
        }
        int size = (int) Math.min(Math.min(most, window), Math.min(next.readableBytes(), FrameWriter.LARGEST_PAYLOAD));
        if (size <= 0) {
            return 0;
        }
        ByteBuf piece = size == next.readableBytes() ? pending.remove() : next.readRetainedSlice(size);
        window -= size;
        count(-size);
        if (ended && pendingBytes == 0) {
            finish(piece);
        } else {
            writer.data(stream, piece, false);
        }
        return size;
    }

    private void finish(ByteBuf last) {
        done = true;
        if (trailers == null) {
            writer.data(stream, last, true);
            return;
        }
        if (last.isReadable()) {
            writer.data(stream, last, false);
        }
        // Trailers that the client does not take end the stream all the same.
        if (!writer.headers(stream, trailers, true)) {
            writer.data(stream, Unpooled.EMPTY_BUFFER, true);
        }
    }

    /// Lets go of what was not written; nothing is written any more.
    void release() {
        ended = true;
        done = true;
        count(-pendingBytes);
        for (ByteBuf data = pending.poll(); data != null; data = pending.poll()) {
            data.release();
        }
    }
}
