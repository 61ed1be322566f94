package dev.portcullis.core.http2;

import dev.portcullis.core.http.Refusal;
import io.netty.handler.codec.http2.Http2Error;

/// What a client may send on all streams of one connection together, until some of it was consumed (RFC 9113 §5.2).
///
/// So much is the most that bodies nobody takes yet can make us hold.
final class Inflow {

    static final int WINDOW = 1024 * 1024;

    /// What every connection begins with (§6.9.2).
    static final int INITIAL_WINDOW = 65_535;

    private final FrameWriter writer;
    private int credit = WINDOW;
    private int owed;
    private long taken;

    Inflow(FrameWriter writer) {
        this.writer = writer;
    }

    /// Opens the window.
    void open() {
        writer.windowUpdate(0, WINDOW - INITIAL_WINDOW);
    }

    /// @throws BrokenConnection if the client was not allowed to send that
    void received(int size) throws BrokenConnection {
        credit -= size;
        if (credit < 0) {
            throw new BrokenConnection(Http2Error.FLOW_CONTROL_ERROR, Refusal.HTTP2_FRAME);
        }
    }

    /// Bytes that nobody has taken yet.
    int held() {
        return WINDOW - credit - owed;
    }

    /// Bytes that were taken so far.
    long taken() {
        return taken;
    }

    /// Somebody has taken that much.
    void consumed(int size) {
        owed += size;
        taken += size;
        if (owed >= WINDOW / 2) {
            writer.windowUpdate(0, owed);
            credit += owed;
            owed = 0;
        }
    }
}
