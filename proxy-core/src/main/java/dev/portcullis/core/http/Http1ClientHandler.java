package dev.portcullis.core.http;

import dev.portcullis.core.accept.ClientConnection;
import dev.portcullis.core.http.RequestPump.Mode;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// HTTP/1 on one client connection: bytes to exchanges, one at a time, and their answers back (RFC 9112).
///
/// *Reads* the decrypted bytes. *Passes on* an [Exchange] to [ExchangeStart]. *Refuses with* the framing refusals,
/// each followed by the end of the connection.
public final class Http1ClientHandler extends ChannelInboundHandlerAdapter implements ClientStream, Drainable {

    private final ClientConnection connection;
    private final ExchangeStart start;
    private final Http1Timeouts timeouts;
    private final HeadWriter writer;
    private final RequestPump pump;

    private @Nullable ChannelHandlerContext context;
    private @Nullable Deadline deadline;
    private @Nullable Deadline stalled;
    private @Nullable ConnectionEnd end;
    private @Nullable Exchange exchange;
    private @Nullable Http1Answer answer;
    private boolean keepAlive;
    private boolean inputEnded;
    private boolean stopping;
    private boolean tunnelled;

    public Http1ClientHandler(
            ClientConnection connection,
            ExchangeStart start,
            Http1Timeouts timeouts,
            HeadWriter writer,
            HeadReaders readers) {
        this.connection = connection;
        this.start = start;
        this.timeouts = timeouts;
        this.writer = writer;
        this.pump = new RequestPump(new FromClient(), readers, this::writable);
    }

    // What the channel says.

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        deadline = new Deadline(ctx.channel().eventLoop(), this::expired);
        stalled = new Deadline(ctx.channel().eventLoop(), () -> giveUp(Refusal.CLIENT_STALLED));
        end = new ConnectionEnd(ctx, pump, deadline(), timeouts.requestIdle());
        deadline().in(timeouts.requestIdle());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        pump.add((ByteBuf) message);
        pushBack();
        runPump();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (exchange != null) {
            exchange.sink().flush();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (!ctx.channel().isWritable()) {
            Objects.requireNonNull(stalled).in(timeouts.idle());
            return;
        }
        Objects.requireNonNull(stalled).clear();
        if (exchange != null) {
            exchange.sink().clientWritable();
        }
        runPump();
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event == ChannelInputShutdownEvent.INSTANCE) {
            inputEnded = true;
            runPump();
        } else if (event instanceof SslHandshakeCompletionEvent handshake && !handshake.isSuccess()) {
            start.refused(connection, null, Refusal.HANDSHAKE, 0);
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        deadline().cancel();
        Objects.requireNonNull(stalled).cancel();
        if (tunnelled) {
            start.tunnelClosed();
        }
        Exchange gone = exchange;
        exchange = null;
        if (gone != null) {
            gone.sink().clientGone();
        }
        pump.release();
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        // A reset, or TLS gone wrong: there is nobody to tell.
        ctx.close();
    }

    // What the client sends.

    private final class FromClient implements RequestPump.Receiver {

        @Override
        public void headBegun() {
            deadline().in(timeouts.requestHead());
        }

        @Override
        public void head(RequestHead request) {
            deadline().clear();
            // Bytes behind an upgrade are meant for the tunnel: refused, they never become a request.
            keepAlive = request.keepAlive() && !stopping && request.upgrade() == RequestHead.Upgrade.NONE;
            answer = new Http1Answer(context(), writer, request);
            exchange = new Exchange(Http1ClientHandler.this, connection, request);
            if (request.hasBody()) {
                pump.expectBody(request);
                deadline().in(timeouts.requestIdle());
            } else {
                pump.mode(Mode.HOLD);
            }
            start.begin(exchange);
        }

        @Override
        public void data(ByteBuf data) {
            if (exchange == null) {
                data.release();
            } else {
                exchange.sink().data(data);
            }
        }

        @Override
        public void end(Fields trailers) {
            if (pump.mode() == Mode.BODY && exchange != null) {
                deadline().clear();
                pump.mode(Mode.HOLD);
                exchange.sink().end(trailers);
            }
        }

        @Override
        public void bad(Refusal refusal) {
            // Once the connection is ending there is nobody left to answer.
            if (pump.mode() != Mode.DISCARD && pump.mode() != Mode.OFF) {
                refuse(refusal);
            }
        }
    }

    private void runPump() {
        if (pump.run() && inputEnded && !pump.holdsBytes()) {
            endOfInput();
        }
        if (!inputEnded) {
            // After its end there is nothing to read, and epoll no longer knows the socket.
            context().channel().config().setAutoRead(pump.wantsMore());
        }
    }

    private void endOfInput() {
        switch (pump.mode()) {
            // A client may close its side once it has asked; the answer is still owed (RFC 9112 §9.6).
            case HOLD -> keepAlive = false;
            case TUNNEL -> exchange().sink().clientEnded();
            case BODY -> giveUp(Refusal.TRUNCATED);
            case HEAD -> {
                if (pump.withinHead()) {
                    giveUp(Refusal.TRUNCATED);
                } else {
                    end().behindLastBytes();
                }
            }
            case DISCARD -> end().atOnce();
            case OFF -> {}
        }
    }

    private void expired() {
        switch (pump.mode()) {
            case HEAD -> {
                if (pump.withinHead()) {
                    refuse(Refusal.REQUEST_HEAD_TIME);
                } else {
                    end().behindLastBytes();
                }
            }
            case BODY -> refuse(Refusal.REQUEST_BODY_TIME);
            case TUNNEL, DISCARD, OFF -> end().atOnce();
            case HOLD -> {}
        }
    }

    /// Ends the connection over something that the client did to the framing of its request.
    private void refuse(Refusal refusal) {
        Exchange broken = exchange;
        String target = broken == null ? pump.brokenTarget() : broken.request().target();
        Http1Answer to = answer == null || broken == null
                ? new Http1Answer(context(), writer, Http1Answer.unreadable())
                : answer;
        boolean silent = to.started()
                || connection.spared() != null
                || refusal.status() == 0
                || (LocalAnswer.endsLogins(refusal.status()) && !start.mayBlameClient(target));
        start.refused(connection, broken, refusal, silent ? 0 : refusal.status());
        exchange = null;
        if (broken != null) {
            broken.sink().clientGone();
        }
        if (silent) {
            end().atOnce();
        } else {
            to.local(LocalAnswer.refusal(refusal, refusal.reason(), true), false);
            end().lingering();
            runPump();
        }
    }

    /// Ends the connection over something that no answer can mend.
    private void giveUp(Refusal refusal) {
        start.refused(connection, exchange, refusal, 0);
        end().atOnce();
    }

    // What the exchange answers.

    @Override
    public EventLoop loop() {
        return context().channel().eventLoop();
    }

    @Override
    public void informational(ResponseHead head) {
        answer().informational(head);
    }

    @Override
    public void head(ResponseHead head, @Nullable String hsts) {
        keepAlive = answer().head(head, hsts, keepAlive && pump.mode() == Mode.HOLD && !stopping);
        if (pump.mode() == Mode.BODY) {
            deadline().clear();
        }
    }

    @Override
    public void data(ByteBuf data) {
        if (pump.mode() == Mode.TUNNEL) {
            deadline().in(timeouts.websocketIdle());
            context().write(data, context().voidPromise());
        } else {
            answer().data(data);
        }
    }

    @Override
    public void end(Fields trailers) {
        answer().end(trailers);
        context().flush();
        answered();
    }

    @Override
    public void answer(LocalAnswer local) {
        String target = exchange().request().target();
        if (answer().started() || (LocalAnswer.endsLogins(local.status()) && !start.mayBlameClient(target))) {
            end().atOnce();
            return;
        }
        keepAlive &= !local.close() && pump.mode() == Mode.HOLD && !stopping;
        answer().local(local, keepAlive);
        context().flush();
        answered();
    }

    @Override
    public void tunnel(ResponseHead head) {
        answer().switchingProtocols(head);
        context().flush();
        pump.headDone();
        pump.mode(Mode.TUNNEL);
        tunnelled = true;
        start.tunnelOpened();
        deadline().in(timeouts.websocketIdle());
        runPump();
        if (stopping && exchange != null) {
            exchange.sink().stopping();
        }
    }

    @Override
    public void endTunnel() {
        exchange = null;
        end().behindLastBytes();
    }

    @Override
    public void abort() {
        end().atOnce();
    }

    @Override
    public void flush() {
        context().flush();
    }

    @Override
    public boolean writable() {
        return context().channel().isWritable();
    }

    @Override
    public void reading(boolean on) {
        pump.wanted(on);
        if (!on && pump.mode() != Mode.TUNNEL) {
            deadline().clear();
        }
        pushBack();
        runPump();
    }

    /// A client is only held to a time while we are ready to read what it sends, and its answer has not begun.
    private void pushBack() {
        if (pump.wantsBody() && (pump.mode() == Mode.TUNNEL || !answer().started())) {
            deadline().in(pump.mode() == Mode.TUNNEL ? timeouts.websocketIdle() : timeouts.requestIdle());
        }
    }

    private void answered() {
        connection.exchangeOver();
        exchange = null;
        answer = null;
        if (pump.mode() == Mode.BODY || (!keepAlive && pump.holdsBytes())) {
            end().lingering();
            runPump();
        } else if (keepAlive) {
            pump.headDone();
            pump.mode(Mode.HEAD);
            deadline().in(timeouts.requestIdle());
            runPump();
        } else {
            end().behindLastBytes();
        }
    }

    // Ends.

    @Override
    public void stop() {
        stopping = true;
        if (exchange != null) {
            keepAlive = false;
            exchange.sink().stopping();
        } else if (pump.mode() == Mode.HEAD && !pump.withinHead()) {
            end().behindLastBytes();
        }
    }

    private ChannelHandlerContext context() {
        return Objects.requireNonNull(context);
    }

    private ConnectionEnd end() {
        return Objects.requireNonNull(end);
    }

    private Deadline deadline() {
        return Objects.requireNonNull(deadline);
    }

    private Exchange exchange() {
        return Objects.requireNonNull(exchange);
    }

    private Http1Answer answer() {
        return Objects.requireNonNull(answer);
    }
}
