package dev.portcullis.core.http2;

import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameTypes;
import java.util.function.LongSupplier;

/// Which frames may follow on one HTTP/2 connection, judged by their headers before anything of them is read
/// (RFC 9113 §4, §6), and how many of each kind.
///
/// It knows no streams: whether one is open, closed or new is for the reader of whole frames to say.
///
/// *Reads* frame headers. *Passes on* nothing. *Refuses with* the end of the connection.
final class FrameGuard {

    private static final int NO_STREAM = 0;

    private final FrameBudgets budgets;
    private final int headerBytes;
    private boolean begun;
    /// The stream whose header block has begun and not ended.
    private int blockStream = NO_STREAM;

    private int blockBytes;
    private int continuations;
    private int emptyContinuations;
    /// Whether the last frame was a DATA frame that was already counted as empty.
    private boolean countedEmpty;

    /// @param nanos the event loop's clock
    /// @param headerBytes most bytes of one header block, as they come over the wire
    /// @param streams most at once
    FrameGuard(LongSupplier nanos, int headerBytes, int streams) {
        this.budgets = new FrameBudgets(nanos, streams);
        this.headerBytes = headerBytes;
    }

    /// Judges a frame whose header has come.
    ///
    /// @param type as on the wire, also types that nobody knows
    /// @param stream without the reserved bit
    void frame(int length, int type, int flags, int stream) throws BrokenConnection {
        checkOrder(type, flags, stream);
        FrameShape.check(length, type, flags, stream);
        count(length, type, flags);
        follow(length, type, flags, stream);
    }

    /// The DATA frame that was judged last, without END_STREAM, turned out to carry padding alone.
    void emptyData() throws BrokenConnection {
        if (!countedEmpty) {
            budgets.emptyData();
        }
    }

    /// We sent a DATA frame: window updates may answer it.
    void dataSent() {
        budgets.dataSent();
    }

    /// A stream was reset by us over something that the client did (CVE-2025-8671), or by the client before its
    /// answer was complete (CVE-2023-44487).
    void reset() throws BrokenConnection {
        budgets.reset();
    }

    /// Whether a header block has begun and not ended.
    boolean withinHeaders() {
        return blockStream != NO_STREAM;
    }

    /// The client's first frame is SETTINGS (§3.4), and nothing comes between the parts of a header block, not even
    /// what nobody knows (§4.3, §5.5).
    private void checkOrder(int type, int flags, int stream) throws BrokenConnection {
        if (!begun && (type != Http2FrameTypes.SETTINGS || FrameShape.has(flags, FrameShape.ACK))) {
            throw FrameShape.broken(Http2Error.PROTOCOL_ERROR);
        }
        begun = true;
        var continues = type == Http2FrameTypes.CONTINUATION;
        if (continues != withinHeaders() || (continues && stream != blockStream)) {
            throw FrameShape.broken(Http2Error.PROTOCOL_ERROR);
        }
    }

    private void count(int length, int type, int flags) throws BrokenConnection {
        countedEmpty = false;
        switch (type) {
            case Http2FrameTypes.DATA -> countData(length, flags);
            case Http2FrameTypes.HEADERS -> budgets.requestBegun();
            case Http2FrameTypes.SETTINGS -> budgets.settings(FrameShape.settings(length));
            case Http2FrameTypes.PING -> budgets.ping();
            case Http2FrameTypes.WINDOW_UPDATE -> budgets.windowUpdate();
            case Http2FrameTypes.CONTINUATION -> countContinuation(length);
            // Whether a reset cut something short is not in the frame: reset() tells.
            default -> budgets.idleTalk();
        }
    }

    private void countData(int length, int flags) throws BrokenConnection {
        if (FrameShape.isEmptyData(length, flags) && !FrameShape.has(flags, FrameShape.END_STREAM)) {
            countedEmpty = true;
            budgets.emptyData();
        }
    }

    private void countContinuation(int length) throws BrokenConnection {
        continuations++;
        emptyContinuations += length == 0 ? 1 : 0;
        if (continuations > FrameBudgets.CONTINUATIONS || emptyContinuations > FrameBudgets.EMPTY_CONTINUATIONS) {
            throw FrameBudgets.flood();
        }
    }

    private void follow(int length, int type, int flags, int stream) throws BrokenConnection {
        if (type == Http2FrameTypes.HEADERS) {
            blockStream = stream;
            blockBytes = 0;
            continuations = 0;
            emptyContinuations = 0;
        }
        if (withinHeaders()) {
            blockBytes += length;
            if (blockBytes > headerBytes) {
                throw FrameBudgets.flood();
            }
            if (FrameShape.has(flags, FrameShape.END_HEADERS)) {
                blockStream = NO_STREAM;
            }
        }
    }
}
