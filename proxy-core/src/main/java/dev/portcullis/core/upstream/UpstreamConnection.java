package dev.portcullis.core.upstream;

import dev.portcullis.core.http.BadMessage;
import dev.portcullis.core.http.Deadline;
import dev.portcullis.core.http.Fields;
import dev.portcullis.core.http.Refusal;
import dev.portcullis.core.http.ResponseHead;
import dev.portcullis.core.http1.ResponseReader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One connection to an upstream: one request in flight, never pipelined, so that no byte of an answer can reach
/// another client (CVE-2026-42584 is what happens otherwise).
///
/// Whatever arrives that belongs to no answer closes the connection.
final class UpstreamConnection extends ChannelInboundHandlerAdapter {

    private enum Phase {
        IDLE,
        ANSWER,
        TUNNEL,
        CLOSED
    }

    private final UpstreamPool pool;
    private final long idleNanos;
    private final long answerNanos;
    private final ResponseReader reader = new ResponseReader();
    private final FromUpstream fromUpstream = new FromUpstream();

    private @Nullable ChannelHandlerContext context;
    private @Nullable SslHandler tls;
    private @Nullable Deadline deadline;
    private @Nullable UpstreamListener listener;
    private UpstreamPlaces.@Nullable Place place;
    private Phase phase = Phase.IDLE;
    private boolean reused;
    private boolean requestEnded;
    private boolean mayUpgrade;
    private boolean keepAlive;
    private boolean broken;
    /// Whether TLS has said that nothing follows.
    private boolean closeNotified;

    /// @param pool gets the connection back when an answer is complete and another request may follow
    /// @param idleNanos how long it may wait for that
    /// @param answerNanos how long the upstream may take to begin its answer
    UpstreamConnection(UpstreamPool pool, long idleNanos, long answerNanos) {
        this.pool = pool;
        this.idleNanos = idleNanos;
        this.answerNanos = answerNanos;
    }

    /// Somebody will use it, and has a place for it, which it leaves with the answer's or its own end.
    void taken(UpstreamPlaces.Place by) {
        place = by;
    }

    private void leavePlace() {
        if (place != null) {
            place.leave();
            place = null;
        }
    }

    /// Sends a request's head.
    ///
    /// @param toHead whether it is HEAD
    /// @param upgrade whether it asks for a WebSocket
    void begin(ByteBuf head, boolean toHead, boolean upgrade, UpstreamListener to) {
        phase = Phase.ANSWER;
        listener = to;
        requestEnded = false;
        mayUpgrade = upgrade;
        tls = context().pipeline().get(SslHandler.class);
        reader.expect(toHead);
        deadline().in(answerNanos);
        write(head);
    }

    /// Hands the rest of the connection to someone else: a tunnel.
    void listener(UpstreamListener next) {
        listener = next;
    }

    /// Sends bytes of the request's body, framed by the caller, or of the tunnel.
    void write(ByteBuf data) {
        context().write(data, context().voidPromise());
    }

    /// The request is complete: the answer is due from now on.
    void endRequest() {
        requestEnded = true;
        dueFromNow();
    }

    /// The request makes progress: the answer is not yet due.
    void dueFromNow() {
        if (phase == Phase.ANSWER && !reader.answering()) {
            deadline().in(answerNanos);
        }
    }

    void flush() {
        context().flush();
    }

    boolean writable() {
        return context().channel().isWritable();
    }

    /// Whether more of the answer is wanted for now.
    void reading(boolean on) {
        context().channel().config().setAutoRead(on);
    }

    boolean usable() {
        return phase == Phase.IDLE && context().channel().isActive();
    }

    /// Ends our side of a tunnel, behind all that was written to it.
    void shutdownOutput() {
        context().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> {
            if (tls != null) {
                tls.closeOutbound();
            } else if (context().channel() instanceof DuplexChannel duplex) {
                duplex.shutdownOutput();
            }
        });
    }

    /// Calls that once it is closed, by whomever.
    void whenClosed(Runnable closed) {
        context().channel().closeFuture().addListener(_ -> closed.run());
    }

    /// Closes without a word to the listener.
    void close() {
        phase = Phase.CLOSED;
        listener = null;
        leavePlace();
        context().close();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        deadline = new Deadline(ctx.channel().eventLoop(), this::expired);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        try {
            read(in);
        } catch (BadMessage _) {
            fail(UpstreamFailure.MALFORMED);
        } finally {
            in.release();
        }
    }

    private void read(ByteBuf in) throws BadMessage {
        if (phase == Phase.ANSWER && reader.read(in, fromUpstream) && phase == Phase.ANSWER) {
            answered(in.isReadable());
        }
        if (phase == Phase.TUNNEL && in.isReadable()) {
            listener().data(in.readRetainedSlice(in.readableBytes()));
        } else if (phase == Phase.IDLE && in.isReadable()) {
            close();
        }
    }

    /// The answer is complete.
    private void answered(boolean surplus) {
        UpstreamListener done = listener();
        listener = null;
        if (keepAlive
                && requestEnded
                && !surplus
                && !broken
                && context().channel().isActive()) {
            phase = Phase.IDLE;
            reused = true;
            leavePlace();
            context().channel().config().setAutoRead(true);
            deadline().in(idleNanos);
            pool.giveBack(this);
        } else {
            close();
        }
        done.end(fromUpstream.trailers());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        // Asked before the end of the connection, at which the engine is closed in any case.
        closeNotified = tls != null && tls.engine().isInboundDone();
        if (listener != null) {
            listener.readComplete();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (listener != null && ctx.channel().isWritable()) {
            listener.upstreamWritable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        deadline().cancel();
        switch (phase) {
            case ANSWER -> {
                if (!broken && endIsTold() && reader.endOfInput(fromUpstream)) {
                    answered(false);
                } else {
                    fail(reader.started() ? UpstreamFailure.CUT : UpstreamFailure.DIED);
                }
            }
            case TUNNEL -> {
                UpstreamListener tunnel = listener();
                close();
                tunnel.tunnelEnded();
            }
            case IDLE -> {
                phase = Phase.CLOSED;
                leavePlace();
                pool.forget(this);
            }
            case CLOSED -> {}
        }
    }

    /// Over TLS a bare end of the connection may be anybody's work; only close_notify is the upstream's own word
    /// (RFC 9112 §9.8).
    private boolean endIsTold() {
        return tls == null || closeNotified;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        broken = true;
        // A write that fails while the answer is due: the upstream may have answered before it closed, so the rest
        // is read; an end or a reset follows, and channelInactive says what it means for the exchange.
        if (phase != Phase.ANSWER || !(cause instanceof IOException)) {
            ctx.close();
        }
    }

    private void expired() {
        switch (phase) {
            case ANSWER -> fail(UpstreamFailure.LATE);
            case IDLE -> {
                pool.forget(this);
                close();
            }
            case TUNNEL, CLOSED -> close();
        }
    }

    private void fail(UpstreamFailure failure) {
        UpstreamListener failed = listener;
        boolean again = reused && failure == UpstreamFailure.DIED;
        close();
        if (failed != null) {
            failed.failed(failure, again);
        }
    }

    private final class FromUpstream implements ResponseReader.Receiver {

        private Fields trailers = Fields.NONE;

        Fields trailers() {
            return trailers;
        }

        @Override
        public boolean head(ResponseHead head) throws BadMessage {
            trailers = Fields.NONE;
            if (head.informational()) {
                deadline().in(answerNanos);
                listener().informational(head);
                return true;
            }
            deadline().clear();
            // Who was asked to switch protocols and did not is not asked anything else.
            keepAlive = head.keepAlive() && !mayUpgrade;
            if (head.status() != 101) {
                listener().head(head);
                return true;
            }
            // A tunnel may be ended while it is being opened.
            phase = Phase.TUNNEL;
            if (!mayUpgrade || !listener().switched(head)) {
                throw new BadMessage(Refusal.UPSTREAM_ANSWER);
            }
            return false;
        }

        @Override
        public void data(ByteBuf data) {
            if (listener == null) {
                data.release();
            } else {
                listener.data(data);
            }
        }

        @Override
        public void end(Fields last) {
            trailers = last;
        }
    }

    private ChannelHandlerContext context() {
        return Objects.requireNonNull(context);
    }

    private Deadline deadline() {
        return Objects.requireNonNull(deadline);
    }

    private UpstreamListener listener() {
        return Objects.requireNonNull(listener);
    }
}
