package dev.portcullis.core.http2;

import dev.portcullis.core.http.BadMessage;
import dev.portcullis.core.http.ClientStream;
import dev.portcullis.core.http.Exchange;
import dev.portcullis.core.http.Fields;
import dev.portcullis.core.http.LocalAnswer;
import dev.portcullis.core.http.Refusal;
import dev.portcullis.core.http.RequestHead;
import dev.portcullis.core.http.ResponseHead;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http2.Http2Error;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One stream of a connection: a request, and the answer to it (RFC 9113 §8.1) or the tunnel that comes of it
/// (RFC 8441).
///
/// Closed as soon as both sides have ended; what ends it before that resets it.
final class Http2Stream implements ClientStream, StreamInput.Receiver, StreamTimes.Receiver {

    private final int id;
    private final Http2Connection lane;
    private final RequestHead request;
    private final Exchange exchange;
    private final StreamInput input;
    private final StreamOutput output;
    private final Http2Answer answer;
    private final StreamTimes times;
    private final HeadLoans heads;
    private boolean answered;
    private boolean tunnel;
    private boolean stopping;
    private boolean blocked;
    private boolean closed;

    /// @param space where the head stands; given back once nobody looks at it
    /// @param ended whether nothing follows the head
    /// @param window bytes that the client lets us send
    Http2Stream(int id, Http2Connection lane, RequestHead request, HeadSpace space, boolean ended, long window) {
        this.id = id;
        this.lane = lane;
        this.request = request;
        long declared = request.body() == RequestHead.Body.LENGTH ? request.contentLength() : -1;
        this.input = new StreamInput(id, lane.inflow(), lane.writer(), this, declared, ended);
        this.output = new StreamOutput(id, lane.writer(), lane.outflow(), window);
        this.answer = new Http2Answer(id, lane.writer(), output);
        this.times = new StreamTimes(lane.loop(), lane.timeouts(), this);
        this.heads = new HeadLoans(lane.spaces(), lane.share(), space);
        this.exchange = new Exchange(this, lane.client(), request);
    }

    int id() {
        return id;
    }

    StreamInput input() {
        return input;
    }

    StreamOutput output() {
        return output;
    }

    void begin() {
        if (request.upgrade() == RequestHead.Upgrade.WEBSOCKET) {
            input.wanted(false);
        } else if (request.hasBody()) {
            times.bodyBegun();
        }
        lane.start().begin(exchange);
    }

    // What the client sends.

    /// A DATA frame of its own; the windows have been asked.
    void data(ByteBuf data, int padding, boolean end) throws BrokenConnection {
        try {
            input.data(data, padding, end);
        } catch (BadMessage bad) {
            refuse(bad.refusal());
        }
        endedByClient();
    }

    /// @param space where they stand; given back with the head's
    void trailers(Fields fields, HeadSpace space) {
        heads.add(space);
        try {
            input.end(fields);
        } catch (BadMessage bad) {
            refuse(bad.refusal());
        }
        endedByClient();
    }

    /// Resets it over something that the client did.
    void refuse(Refusal refusal) {
        if (!closed) {
            lane.refuse(id, answered ? null : exchange, refusal, Http2Error.PROTOCOL_ERROR);
            gone();
        }
    }

    @Override
    public void handOn(ByteBuf data) {
        if (answered) {
            data.release();
            return;
        }
        times.received(data.readableBytes());
        lane.streams().touch(this);
        exchange.sink().data(data);
    }

    @Override
    public void handOnEnd(Fields trailers) {
        if (tunnel && !answered) {
            exchange.sink().clientEnded();
        } else if (request.hasBody() && !answered) {
            times.bodyOver();
            lane.streams().touch(this);
            exchange.sink().end(trailers);
        }
    }

    /// All that one read brought has been handed on.
    void handedOn() {
        if (!answered) {
            exchange.sink().flush();
        }
    }

    private void endedByClient() {
        if (!closed && input.ended() && output.done()) {
            finished();
        }
    }

    // Time.

    @Override
    public void idle() {
        reset(Http2Error.CANCEL);
    }

    @Override
    public void stalled() {
        lane.start().refused(lane.client(), answered ? null : exchange, Refusal.CLIENT_STALLED, 0);
        reset(Http2Error.CANCEL);
    }

    @Override
    public void late(Refusal refusal) {
        boolean silent = answer.started() || unsaid(refusal.status());
        lane.start().refused(lane.client(), exchange, refusal, silent ? 0 : refusal.status());
        if (silent) {
            reset(Http2Error.CANCEL);
            return;
        }
        exchange.sink().clientGone();
        write(LocalAnswer.refusal(refusal, refusal.reason(), true));
    }

    /// It has bytes that neither window nor socket takes for now.
    void waits() {
        if (!closed) {
            times.waits();
        }
    }

    // What the exchange answers.

    @Override
    public EventLoop loop() {
        return lane.loop();
    }

    @Override
    public void informational(ResponseHead head) {
        if (!closed && said(answer.informational(head))) {
            lane.flush();
        }
    }

    @Override
    public void head(ResponseHead head, @Nullable String hsts) {
        if (closed) {
            return;
        }
        times.bodyOver();
        if (request.upgrade() == RequestHead.Upgrade.WEBSOCKET && head.status() / 100 == 2) {
            // RFC 8441 §5: the client would take it for a tunnel, and what follows for messages.
            late(Refusal.UPSTREAM_ANSWER);
        } else {
            var _ = said(answer.head(head, hsts));
        }
    }

    /// A client that takes next to no fields has us ask the upstream for nothing (CVE-2026-50560).
    private boolean said(boolean written) {
        if (!written) {
            lane.refuse(id, exchange, Refusal.HTTP2_FRAME, Http2Error.INTERNAL_ERROR);
            gone();
            lane.flush();
        }
        return written;
    }

    @Override
    public void data(ByteBuf data) {
        if (closed || answered) {
            data.release();
            return;
        }
        if (tunnel) {
            times.tunnelMoves();
        }
        answer.data(data);
        lane.outflow().enqueue(this);
    }

    @Override
    public void end(Fields trailers) {
        if (!closed) {
            answered();
            answer.end(trailers);
            written();
        }
    }

    @Override
    public void answer(LocalAnswer local) {
        if (closed || answer.started() || unsaid(local.status())) {
            abort();
        } else {
            write(local);
        }
    }

    /// Whether the status is one that some clients take for the end of their credentials, on a path where they do.
    private boolean unsaid(int status) {
        return LocalAnswer.endsLogins(status) && !lane.start().mayBlameClient(request.target());
    }

    private void write(LocalAnswer local) {
        exchange.answered(local.status());
        if (said(answer.local(local, request.isHead()))) {
            answered();
            answer.end(Fields.NONE);
            written();
        }
    }

    @Override
    public void tunnel(ResponseHead head) {
        if (closed || !said(answer.tunnel(head))) {
            return;
        }
        tunnel = true;
        lane.start().tunnelOpened();
        times.tunnelMoves();
        heads.giveBack();
        lane.flush();
        if (stopping) {
            exchange.sink().stopping();
        }
    }

    @Override
    public void endTunnel() {
        if (!closed) {
            answered();
            answer.end(Fields.NONE);
            written();
        }
    }

    @Override
    public void abort() {
        reset(answer.started() ? Http2Error.INTERNAL_ERROR : Http2Error.CANCEL);
    }

    @Override
    public void flush() {
        lane.flush();
    }

    @Override
    public boolean writable() {
        boolean room = lane.outflow().room(output.pendingBytes());
        blocked |= !room;
        return room;
    }

    @Override
    public void reading(boolean on) {
        if (!closed) {
            times.reading(on);
            input.wanted(on);
        }
    }

    /// Bytes of it were written.
    void written(int bytes) {
        if (closed) {
            return;
        }
        if (output.done()) {
            finished();
            return;
        }
        if (bytes > 0) {
            times.progresses();
        }
        if (blocked && !answered && lane.outflow().room(output.pendingBytes())) {
            blocked = false;
            exchange.sink().clientWritable();
        }
    }

    // Ends.

    /// Portcullis stops: what has no end of its own ends now.
    void stopping() {
        stopping = true;
        if (!answered) {
            exchange.sink().stopping();
        }
    }

    void review(Predicate<Exchange> refused) {
        if (!answered && refused.test(exchange)) {
            abort();
        }
    }

    private void answered() {
        answered = true;
        exchange.over();
        times.bodyOver();
        input.discard();
    }

    private void written() {
        lane.outflow().enqueue(this);
        lane.flush();
        if (output.done() && !closed) {
            finished();
        }
    }

    /// All was written.
    private void finished() {
        if (input.ended()) {
            close();
            heads.giveBack();
            lane.over(this);
        } else if (tunnel) {
            times.tunnelEnded();
        } else {
            // RFC 9113 §8.1: the rest of the request is not wanted.
            reset(Http2Error.NO_ERROR);
        }
    }

    private void reset(Http2Error error) {
        if (!closed) {
            lane.reset(id, error);
            gone();
            lane.flush();
        }
    }

    /// Nothing can be said any more, as the client has reset it, or its connection is gone, or we have given it up.
    void gone() {
        if (closed) {
            return;
        }
        boolean unanswered = !answered;
        answered = true;
        close();
        if (unanswered) {
            exchange.sink().clientGone();
            exchange.over();
        }
        heads.giveBack();
    }

    private void close() {
        closed = true;
        times.cancel();
        if (tunnel) {
            lane.start().tunnelClosed();
        }
        output.release();
        input.release();
    }
}
