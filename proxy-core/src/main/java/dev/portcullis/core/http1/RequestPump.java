package dev.portcullis.core.http1;

import dev.portcullis.core.http.BadMessage;
import dev.portcullis.core.http.BodySink;
import dev.portcullis.core.http.Refusal;
import dev.portcullis.core.http.RequestHead;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/// What a client sends on an HTTP/1 connection, handed on piece by piece and only while it is wanted.
///
/// Bytes that nobody wants yet (a pipelined request, a body whose upstream is slow) wait here in order. Owns them
/// until they are handed on or [#release]d.
final class RequestPump {

    /// What the next bytes are.
    enum Mode {
        HEAD,
        BODY,
        /// The request is complete and its answer is not: nothing is read.
        HOLD,
        TUNNEL,
        /// Read and dropped, so that the client gets to read its answer.
        DISCARD,
        OFF
    }

    /// Takes what was read.
    interface Receiver extends BodySink {
        /// The first bytes of a head have arrived, but not all of it.
        void headBegun();

        void head(RequestHead request) throws BadMessage;

        /// Nothing sensible can follow; the receiver sets the mode to [Mode#DISCARD] or [Mode#OFF].
        void bad(Refusal refusal);
    }

    private final Receiver receiver;
    private final HeadReaders readers;
    private final BooleanSupplier room;
    private final BodyDecoder body = new BodyDecoder();
    private final ArrayDeque<ByteBuf> waiting = new ArrayDeque<>(4);
    private @Nullable HeadReader head;
    private Mode mode = Mode.HEAD;
    private boolean wanted = true;
    private boolean running;

    /// @param room whether answers to further requests can be written; a client that only asks must not fill our memory
    RequestPump(Receiver receiver, HeadReaders readers, BooleanSupplier room) {
        this.receiver = receiver;
        this.room = room;
        this.readers = readers;
    }

    Mode mode() {
        return mode;
    }

    void mode(Mode next) {
        mode = next;
    }

    /// Whether body or tunnel bytes are wanted for now.
    void wanted(boolean now) {
        wanted = now;
    }

    /// Whether the bytes of a body or a tunnel are waited for.
    boolean wantsBody() {
        return wanted && (mode == Mode.BODY || mode == Mode.TUNNEL);
    }

    /// Whether part of a head is here.
    boolean withinHead() {
        return mode == Mode.HEAD && head != null && head.started();
    }

    /// Whether bytes arrived that were not handed on.
    boolean holdsBytes() {
        return waiting.size() > 1 || (!waiting.isEmpty() && waiting.getFirst().isReadable());
    }

    /// Whether more should be read from the socket.
    boolean wantsMore() {
        return waiting.isEmpty() && (mode == Mode.HOLD || accepts());
    }

    /// Takes ownership of the bytes.
    void add(ByteBuf in) {
        if (mode == Mode.OFF) {
            in.release();
        } else {
            waiting.add(in);
        }
    }

    /// A body of the given kind follows.
    void expectBody(RequestHead request) {
        body.begin(request.body(), request.contentLength());
        mode = Mode.BODY;
        wanted = true;
    }

    /// Lets go of the head's bytes: the exchange is over, or has become a tunnel.
    void headDone() {
        if (head != null) {
            readers.give(head);
            head = null;
        }
    }

    /// The target of a head that may be broken elsewhere; empty if there is none to be seen.
    String brokenTarget() {
        return head == null ? "" : head.secondWord();
    }

    /// Hands on what is here, as far as it is wanted.
    ///
    /// @return false for a call from within a call: the outer one goes on with what that changed
    boolean run() {
        if (running) {
            return false;
        }
        running = true;
        try {
            while (!waiting.isEmpty() && accepts()) {
                takeFirst(waiting.getFirst());
            }
        } finally {
            running = false;
        }
        return true;
    }

    private void takeFirst(ByteBuf in) {
        try {
            take(in);
        } catch (BadMessage bad) {
            receiver.bad(bad.refusal());
        }
        if (!in.isReadable() && mode != Mode.OFF) {
            waiting.removeFirst().release();
        }
    }

    void release() {
        mode = Mode.OFF;
        for (ByteBuf in = waiting.poll(); in != null; in = waiting.poll()) {
            in.release();
        }
        headDone();
    }

    private boolean accepts() {
        return switch (mode) {
            case HEAD -> room.getAsBoolean();
            case DISCARD -> true;
            case BODY, TUNNEL -> wanted;
            case HOLD, OFF -> false;
        };
    }

    private void take(ByteBuf in) throws BadMessage {
        switch (mode) {
            case HEAD -> takeHead(in);
            case BODY -> body.decode(in, receiver);
            case TUNNEL -> receiver.data(in.readRetainedSlice(in.readableBytes()));
            case DISCARD -> in.skipBytes(in.readableBytes());
            case HOLD, OFF -> {}
        }
    }

    private void takeHead(ByteBuf in) throws BadMessage {
        if (head == null) {
            head = readers.take();
        }
        boolean first = !head.started();
        if (head.read(in)) {
            receiver.head(RequestParser.parse(head));
        } else if (first && head.started()) {
            receiver.headBegun();
        }
    }
}
