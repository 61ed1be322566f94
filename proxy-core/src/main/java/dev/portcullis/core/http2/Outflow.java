package dev.portcullis.core.http2;

import java.util.ArrayDeque;
import java.util.function.BooleanSupplier;

/// Writes what streams have to say, one frame of each in turn, as far as the connection's window and its socket take
/// it (RFC 9113 §5.2). A stream whose own window is shut holds up nobody.
final class Outflow {

    /// From here on no upstream is read, however many streams share it.
    private static final int ENOUGH = 512 * 1024;

    private final BooleanSupplier writable;
    private final FrameGuard guard;
    private final ArrayDeque<Http2Stream> turns = new ArrayDeque<>();
    private long window = Inflow.INITIAL_WINDOW;
    private long pending;
    private long written;
    private boolean running;

    /// @param writable whether the socket keeps up
    Outflow(BooleanSupplier writable, FrameGuard guard) {
        this.writable = writable;
        this.guard = guard;
    }

    /// Gives credit for all streams together.
    ///
    /// @return false if the window would be larger than one may be (§6.9.1)
    boolean credit(int bytes) {
        window += bytes;
        return window <= Integer.MAX_VALUE;
    }

    /// A stream has more bytes to write, or fewer.
    void pending(int change) {
        pending += change;
    }

    /// Bytes that wait, of all streams.
    long pending() {
        return pending;
    }

    /// Bytes that were written so far.
    long written() {
        return written;
    }

    /// Whether the upstream of a stream with so many bytes of its own should be read on.
    boolean room(int ofStream) {
        return ofStream < StreamOutput.ENOUGH && (pending < ENOUGH || ofStream == 0);
    }

    /// Has it written when it is its turn; what its own window does not take has its time from now on.
    void enqueue(Http2Stream stream) {
        if (stream.output().shut()) {
            stream.waits();
        } else if (stream.output().ready() && stream.output().queued(true)) {
            turns.add(stream);
        }
    }

    /// Writes what can be written now.
    void run() {
        if (running) {
            return;
        }
        running = true;
        try {
            int shut = 0;
            while (shut < turns.size() && writable.getAsBoolean()) {
                Http2Stream next = turns.remove();
                if (window <= 0 && next.output().pendingBytes() > 0) {
                    turns.add(next);
                    shut++;
                } else {
                    shut = 0;
                    write(next);
                }
            }
        } finally {
            running = false;
        }
        turns.forEach(Http2Stream::waits);
    }

    private void write(Http2Stream stream) {
        StreamOutput output = stream.output();
        output.queued(false);
        int size = output.write(window);
        if (size > 0) {
            guard.dataSent();
        }
        window -= size;
        written += size;
        stream.written(size);
        enqueue(stream);
    }
}
