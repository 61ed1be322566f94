package dev.portcullis.core.http2;

import dev.portcullis.core.http.Refusal;
import io.netty.handler.codec.http2.Http2Error;

/// What a client may send on all streams of one connection together, until some of it was consumed (RFC 9113 §5.2).
///
/// Room for every stream's own window and some more: bodies that nobody takes yet never keep another waiting. What
/// they make us hold counts in the [Share].
final class Inflow {

    /// What is left for a body that moves when all others stand.
    private static final int MORE = 1024 * 1024;

    /// What every connection begins with (§6.9.2).
    static final int INITIAL_WINDOW = 65_535;

    private final FrameWriter writer;
    private final int window;
    private int credit;
    private int owed;
    private long taken;

    /// @param streams most at once
    Inflow(FrameWriter writer, int streams) {
        this.writer = writer;
        window = streams * StreamInput.WINDOW + MORE;
        credit = window;
    }

    /// Opens the window.
    void open() {
        writer.windowUpdate(0, window - INITIAL_WINDOW);
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
        return window - credit - owed;
    }

    /// Bytes that were taken so far.
    long taken() {
        return taken;
    }

    /// Somebody has taken that much.
    void consumed(int size) {
        owed += size;
        taken += size;
        if (owed >= MORE / 2) {
            writer.windowUpdate(0, owed);
            credit += owed;
            owed = 0;
        }
    }
}
