package dev.portcullis.core.http2;

import dev.portcullis.core.http.BadMessage;
import dev.portcullis.core.http.Fields;
import dev.portcullis.core.http.Refusal;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http2.Http2Error;
import org.jspecify.annotations.Nullable;

/// What a client sends on one stream: counted against its window and its Content-Length, held while nobody wants
/// it, handed on in order.
///
/// Only what was handed on opens the window again, so a slow upstream slows its client and no other stream. Owns
/// what it holds, in a buffer of its own: a slice of what was read would keep all of that alive for a single byte.
final class StreamInput {

    /// Most bytes that one stream makes us hold.
    static final int WINDOW = 128 * 1024;

    /// Takes what was sent.
    interface Receiver {

        /// A piece of the body or the tunnel.
        ///
        /// @param data the receiver releases it
        void handOn(ByteBuf data);

        /// All was handed on, and nothing follows.
        void handOnEnd(Fields trailers);
    }

    private final int stream;
    private final Inflow inflow;
    private final FrameWriter writer;
    private final Receiver receiver;
    private final long declared;
    private long received;
    private int credit = WINDOW;
    private int owed;
    private @Nullable ByteBuf held;
    private Fields trailers = Fields.NONE;
    private boolean wanted = true;
    private boolean discarding;
    private boolean handingOn;
    private boolean ended;
    private boolean endTold;
    private boolean over;

    /// @param declared the Content-Length; -1 if there is none
    /// @param ended whether nothing follows the request's head
    StreamInput(int stream, Inflow inflow, FrameWriter writer, Receiver receiver, long declared, boolean ended) {
        this.stream = stream;
        this.inflow = inflow;
        this.writer = writer;
        this.receiver = receiver;
        this.declared = declared;
        this.ended = ended;
        this.endTold = ended;
    }

    /// Whether the client has sent END_STREAM.
    boolean ended() {
        return ended;
    }

    /// A DATA frame has come; the connection's window has been asked already.
    ///
    /// @param data is only looked at
    /// @param padding bytes that count and say nothing
    /// @throws BadMessage if it is more or less than the Content-Length says (RFC 9113 §8.1.1)
    /// @throws BrokenConnection if it is more than the stream's window
    void data(ByteBuf data, int padding, boolean end) throws BadMessage, BrokenConnection {
        int size = data.readableBytes();
        credit -= size + padding;
        if (credit < 0) {
            throw new BrokenConnection(Http2Error.FLOW_CONTROL_ERROR, Refusal.HTTP2_FRAME);
        }
        received += size;
        ended = end;
        consumed(padding);
        if (discarding) {
            consumed(size);
            return;
        }
        if (isWrong(end)) {
            consumed(size);
            throw new BadMessage(Refusal.CONTENT_LENGTH);
        }
        if (size > 0) {
            hold(data, size);
        }
        run();
    }

    /// Trailers have come: nothing follows.
    ///
    /// @param fields valid as long as the stream
    /// @throws BadMessage if the body was shorter than the Content-Length says
    void end(Fields fields) throws BadMessage {
        ended = true;
        if (!discarding) {
            if (isWrong(true)) {
                throw new BadMessage(Refusal.CONTENT_LENGTH);
            }
            trailers = fields;
            run();
        }
    }

    /// Whether that is not what the Content-Length says.
    private boolean isWrong(boolean end) {
        return declared >= 0 && (received > declared || (end && received < declared));
    }

    private void hold(ByteBuf data, int size) {
        if (wanted && held == null && !handingOn) {
            held = data.retainedSlice();
        } else {
            ByteBuf own = held == null ? ByteBufAllocator.DEFAULT.directBuffer(size) : held;
            held = own.writeBytes(data, data.readerIndex(), size);
        }
    }

    /// Whether what comes shall be handed on for now.
    void wanted(boolean now) {
        wanted = now;
        run();
        if (now) {
            // What was held may have been taken just now, and the client waits to hear of the room.
            writer.flush();
        }
    }

    private void run() {
        if (handingOn) {
            return;
        }
        handingOn = true;
        try {
            while (wanted && held != null) {
                ByteBuf next = held;
                held = null;
                int size = next.readableBytes();
                receiver.handOn(next);
                consumed(size);
            }
            if (wanted && ended && held == null && !endTold && !discarding) {
                endTold = true;
                receiver.handOnEnd(trailers);
            }
        } finally {
            handingOn = false;
        }
    }

    /// Nobody wants the rest; what still comes is dropped, and lets the connection's window live.
    void discard() {
        discarding = true;
        drop();
    }

    /// The stream is over: lets go of what is held.
    void release() {
        over = true;
        drop();
    }

    private void drop() {
        ByteBuf dropped = held;
        held = null;
        if (dropped != null) {
            inflow.consumed(dropped.readableBytes());
            dropped.release();
        }
    }

    private void consumed(int size) {
        inflow.consumed(size);
        owed += size;
        if (!ended && !over && owed >= WINDOW / 2) {
            writer.windowUpdate(stream, owed);
            credit += owed;
            owed = 0;
        }
    }
}
