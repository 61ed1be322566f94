package dev.portcullis.core.http1;

import dev.portcullis.core.accept.ClientConnection;
import dev.portcullis.core.http.Backlog;
import dev.portcullis.core.http.BodyPace;
import dev.portcullis.core.http.ClientTimeouts;
import dev.portcullis.core.http.Deadline;
import dev.portcullis.core.http.Drainable;
import dev.portcullis.core.http.Exchange;
import dev.portcullis.core.http.ExchangeStart;
import dev.portcullis.core.http.Fields;
import dev.portcullis.core.http.HeadWriter;
import dev.portcullis.core.http.Refusal;
import dev.portcullis.core.http.RequestHead;
import dev.portcullis.core.http1.RequestPump.Mode;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// HTTP/1 on one client connection: bytes to exchanges, one at a time (RFC 9112); [Http1Stream] answers them.
///
/// *Reads* the decrypted bytes. *Passes on* an [Exchange] to [ExchangeStart]. *Refuses with* the framing refusals,
/// each followed by the end of the connection.
public final class Http1ClientHandler extends ChannelInboundHandlerAdapter implements Drainable, Backlog.Holder {

    private final ClientConnection connection;
    private final ExchangeStart start;
    private final ClientTimeouts timeouts;
    private final HeadWriter writer;
    private final RequestPump pump;
    private final Backlog backlog;

    private @Nullable ChannelHandlerContext context;
    private @Nullable Deadline deadline;
    private @Nullable Deadline stalled;
    private @Nullable BodyPace pace;
    private @Nullable Http1Stream stream;
    private boolean inputEnded;

    public Http1ClientHandler(
            ClientConnection connection,
            ExchangeStart start,
            ClientTimeouts timeouts,
            HeadWriter writer,
            HeadReaders readers,
            Backlog backlog) {
        this.backlog = backlog;
        this.connection = connection;
        this.start = start;
        this.timeouts = timeouts;
        this.writer = writer;
        this.pump = new RequestPump(new FromClient(), readers, () -> stream().writable());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        Deadline moving = new Deadline(ctx.channel().eventLoop(), this::expired);
        deadline = moving;
        stalled = new Deadline(ctx.channel().eventLoop(), () -> stream().giveUpReader());
        BodyPace measured = new BodyPace(ctx.channel().eventLoop(), timeouts.bodyRate(), this::tooSlow);
        pace = measured;
        stream = new Http1Stream(ctx, connection, start, timeouts, writer, pump, moving, measured, this::runPump);
        moving.in(timeouts.requestIdle());
    }

    @Override
    public void stop() {
        stream().stop();
    }

    @Override
    public void review(Predicate<Exchange> refused) {
        Exchange exchange = stream().exchange();
        if (exchange != null && refused.test(exchange)) {
            stream().abort();
        }
    }

    @Override
    public void giveUp() {
        stream().giveUpReader();
    }

    // What the channel says.

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        pump.add((ByteBuf) message);
        stream().pushBack();
        runPump();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        Exchange exchange = stream().exchange();
        if (exchange != null) {
            exchange.sink().flush();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        boolean writable = ctx.channel().isWritable();
        backlog.holds(this, writable ? 0 : Backlog.UNREAD, true);
        if (!writable) {
            Objects.requireNonNull(stalled).in(timeouts.idle());
            return;
        }
        Objects.requireNonNull(stalled).clear();
        Exchange exchange = stream().exchange();
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
        } else if (event == SslCloseCompletionEvent.SUCCESS) {
            inputEnded = true;
            stream().deaf();
            runPump();
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        backlog.holds(this, 0, true);
        deadline().cancel();
        Objects.requireNonNull(stalled).cancel();
        pace().cancel();
        stream().gone();
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
            Exchange exchange = stream().begin(request);
            if (request.hasBody()) {
                pump.expectBody(request);
                deadline().in(timeouts.requestIdle());
                pace().reading(true);
            } else {
                pump.mode(Mode.HOLD);
            }
            start.begin(exchange);
        }

        @Override
        public void data(ByteBuf data) {
            Exchange exchange = stream().exchange();
            if (exchange == null) {
                data.release();
            } else {
                pace().received(data.readableBytes());
                exchange.sink().data(data);
            }
        }

        @Override
        public void end(Fields trailers) {
            Exchange exchange = stream().exchange();
            if (pump.mode() == Mode.BODY && exchange != null) {
                deadline().clear();
                pace().end();
                pump.mode(Mode.HOLD);
                exchange.sink().end(trailers);
            }
        }

        @Override
        public void bad(Refusal refusal) {
            // Once the connection is ending there is nobody left to answer.
            if (pump.mode() != Mode.DISCARD && pump.mode() != Mode.OFF) {
                stream().refuse(refusal);
            }
        }
    }

    private void runPump() {
        if (pump.run() && inputEnded && !pump.holdsBytes()) {
            endOfInput();
        }
        if (!inputEnded) {
            // After its end there is nothing to read, and epoll no longer knows the socket.
            Objects.requireNonNull(context).channel().config().setAutoRead(pump.wantsMore());
        }
    }

    private void endOfInput() {
        switch (pump.mode()) {
            case HOLD -> stream().last();
            case TUNNEL -> Objects.requireNonNull(stream().exchange()).sink().clientEnded();
            case BODY -> stream().giveUp(Refusal.TRUNCATED);
            case HEAD -> {
                if (pump.withinHead()) {
                    stream().giveUp(Refusal.TRUNCATED);
                } else {
                    stream().end().behindLastBytes();
                }
            }
            case DISCARD -> stream().end().atOnce();
            case OFF -> {}
        }
    }

    private void expired() {
        switch (pump.mode()) {
            case HEAD -> {
                if (pump.withinHead()) {
                    stream().refuse(Refusal.REQUEST_HEAD_TIME);
                } else {
                    stream().end().behindLastBytes();
                }
            }
            case BODY -> stream().refuse(Refusal.REQUEST_BODY_TIME);
            case TUNNEL, DISCARD, OFF -> stream().end().atOnce();
            case HOLD -> {}
        }
    }

    private void tooSlow() {
        if (pump.mode() == Mode.BODY) {
            stream().refuse(Refusal.BODY_RATE);
        }
    }

    private BodyPace pace() {
        return Objects.requireNonNull(pace);
    }

    private Deadline deadline() {
        return Objects.requireNonNull(deadline);
    }

    private Http1Stream stream() {
        return Objects.requireNonNull(stream);
    }
}
