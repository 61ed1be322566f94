package dev.portcullis.core.http1;

import dev.portcullis.core.accept.ClientConnection;
import dev.portcullis.core.http.BodyPace;
import dev.portcullis.core.http.ClientStream;
import dev.portcullis.core.http.ClientTimeouts;
import dev.portcullis.core.http.Deadline;
import dev.portcullis.core.http.Exchange;
import dev.portcullis.core.http.ExchangeStart;
import dev.portcullis.core.http.Fields;
import dev.portcullis.core.http.HeadWriter;
import dev.portcullis.core.http.LocalAnswer;
import dev.portcullis.core.http.Refusal;
import dev.portcullis.core.http.RequestHead;
import dev.portcullis.core.http.ResponseHead;
import dev.portcullis.core.http1.RequestPump.Mode;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The answers on one HTTP/1 client connection, and what becomes of the connection after each (RFC 9112 §9).
///
/// Its exchanges come one after the other; all of them are answered here.
final class Http1Stream implements ClientStream {

    private final ChannelHandlerContext context;
    private final ClientConnection connection;
    private final ExchangeStart start;
    private final ClientTimeouts timeouts;
    private final HeadWriter writer;
    private final RequestPump pump;
    private final Deadline deadline;
    private final BodyPace pace;
    private final ConnectionEnd end;
    private final Runnable proceed;

    private @Nullable Exchange exchange;
    private @Nullable Http1Answer answer;
    private boolean keepAlive;
    private boolean stopping;
    private boolean tunnelled;
    private boolean deaf;

    /// @param deadline the connection's, see [Http1ClientHandler]
    /// @param pace of the request body under way
    /// @param proceed hands on what the pump holds, as far as it is wanted by now
    Http1Stream(
            ChannelHandlerContext context,
            ClientConnection connection,
            ExchangeStart start,
            ClientTimeouts timeouts,
            HeadWriter writer,
            RequestPump pump,
            Deadline deadline,
            BodyPace pace,
            Runnable proceed) {
        this.context = context;
        this.connection = connection;
        this.start = start;
        this.timeouts = timeouts;
        this.writer = writer;
        this.pump = pump;
        this.deadline = deadline;
        this.pace = pace;
        this.end = new ConnectionEnd(context, pump, deadline, timeouts.requestIdle());
        this.proceed = proceed;
    }

    /// A request has come; the one before it was answered.
    Exchange begin(RequestHead request) {
        // Bytes behind an upgrade are meant for the tunnel: refused, they never become a request.
        keepAlive = request.keepAlive() && !stopping && request.upgrade() == RequestHead.Upgrade.NONE;
        answer = new Http1Answer(context, writer, request);
        Exchange begun = new Exchange(this, connection, request);
        exchange = begun;
        return begun;
    }

    /// What is asked and not yet answered; null if nothing is.
    @Nullable
    Exchange exchange() {
        return exchange;
    }

    /// How the connection ends.
    ConnectionEnd end() {
        return end;
    }

    /// The client asks nothing more: the answer is still owed (RFC 9112 §9.6).
    void last() {
        keepAlive = false;
    }

    /// The client has ended TLS (RFC 8446 §6.1). What would be written now is lost without a word, so no answer is read
    /// for it; what it asked in full goes to the upstream all the same.
    void deaf() {
        deaf = true;
        last();
        if (tunnelled || (exchange != null && answer().started())) {
            abort();
        }
    }

    /// A client is only held to a time while we are ready to read what it sends, and its answer has not begun.
    void pushBack() {
        if (pump.wantsBody() && (pump.mode() == Mode.TUNNEL || !answer().started())) {
            deadline.in(pump.mode() == Mode.TUNNEL ? timeouts.websocketIdle() : timeouts.requestIdle());
        }
    }

    /// Ends the connection over something that the client did to the framing of its request.
    void refuse(Refusal refusal) {
        Exchange broken = exchange;
        String target = broken == null ? pump.brokenTarget() : broken.request().target();
        Http1Answer to =
                answer == null || broken == null ? new Http1Answer(context, writer, Http1Answer.unreadable()) : answer;
        boolean silent = to.started()
                || connection.spared() != null
                || refusal.status() == 0
                || (LocalAnswer.endsLogins(refusal.status()) && !start.mayBlameClient(target));
        start.refused(connection, broken, refusal, silent ? 0 : refusal.status());
        exchange = null;
        if (broken != null) {
            broken.answered(silent ? 0 : refusal.status());
            broken.sink().clientGone();
            broken.over();
        }
        if (silent) {
            abort();
        } else {
            to.local(LocalAnswer.refusal(refusal, refusal.reason(), true), false);
            end.lingering();
            proceed.run();
        }
    }

    /// Ends the connection over something that no answer can mend.
    void giveUp(Refusal refusal) {
        start.refused(connection, exchange, refusal, 0);
        abort();
    }

    /// Ends the connection of a client that does not read. What waits for it is let go at once: TLS would keep it for
    /// some seconds more, behind which its closure alert is to go.
    void giveUpReader() {
        start.refused(connection, exchange, Refusal.CLIENT_STALLED, 0);
        end.byReset();
    }

    /// Ends as soon as what is under way allows it.
    void stop() {
        stopping = true;
        if (exchange != null) {
            keepAlive = false;
            exchange.sink().stopping();
        } else if (pump.mode() == Mode.HEAD && !pump.withinHead()) {
            end.behindLastBytes();
        }
    }

    /// The connection is gone.
    void gone() {
        if (tunnelled) {
            start.tunnelClosed();
        }
        Exchange unanswered = exchange;
        exchange = null;
        if (unanswered != null) {
            unanswered.sink().clientGone();
            unanswered.over();
        }
    }

    @Override
    public EventLoop loop() {
        return context.channel().eventLoop();
    }

    @Override
    public void informational(ResponseHead head) {
        answer().informational(head);
    }

    @Override
    public void head(ResponseHead head, @Nullable String hsts) {
        keepAlive = answer().head(head, hsts, keepAlive && pump.mode() == Mode.HOLD && !stopping);
        if (pump.mode() == Mode.BODY) {
            deadline.clear();
            pace.end();
        }
        if (deaf) {
            abort();
        }
    }

    @Override
    public void data(ByteBuf data) {
        if (pump.mode() == Mode.TUNNEL) {
            deadline.in(timeouts.websocketIdle());
            context.write(data, context.voidPromise());
        } else {
            answer().data(data);
        }
    }

    @Override
    public void end(Fields trailers) {
        answer().end(trailers);
        context.flush();
        answered();
    }

    @Override
    public void answer(LocalAnswer local) {
        Exchange asked = Objects.requireNonNull(exchange);
        String target = asked.request().target();
        if (answer().started() || (LocalAnswer.endsLogins(local.status()) && !start.mayBlameClient(target))) {
            abort();
            return;
        }
        asked.answered(local.status());
        keepAlive &= !local.close() && pump.mode() == Mode.HOLD && !stopping;
        answer().local(local, keepAlive);
        context.flush();
        answered();
    }

    @Override
    public void tunnel(ResponseHead head) {
        answer().switchingProtocols(head);
        context.flush();
        pump.headDone();
        pump.mode(Mode.TUNNEL);
        tunnelled = true;
        start.tunnelOpened();
        deadline.in(timeouts.websocketIdle());
        proceed.run();
        if (stopping && exchange != null) {
            exchange.sink().stopping();
        }
        if (deaf) {
            abort();
        }
    }

    @Override
    public void endTunnel() {
        exchangeOver();
        end.behindLastBytes();
    }

    @Override
    public void abort() {
        if (answer != null && answer.untilClose()) {
            end.byReset();
        } else {
            end.atOnce();
        }
    }

    @Override
    public void flush() {
        context.flush();
    }

    @Override
    public boolean writable() {
        return context.channel().isWritable();
    }

    @Override
    public void reading(boolean on) {
        pump.wanted(on);
        // Once its answer is through, an exchange has no say in the time of the connection.
        if (!on && pump.mode() == Mode.BODY) {
            deadline.clear();
        }
        pace.reading(pump.mode() == Mode.BODY && pump.wantsBody() && !answer().started());
        pushBack();
        proceed.run();
    }

    private void answered() {
        connection.exchangeOver();
        pace.end();
        exchangeOver();
        answer = null;
        if (pump.mode() == Mode.BODY || (!keepAlive && pump.holdsBytes())) {
            end.lingering();
            proceed.run();
        } else if (keepAlive) {
            pump.headDone();
            pump.mode(Mode.HEAD);
            deadline.in(timeouts.requestIdle());
            proceed.run();
        } else {
            end.behindLastBytes();
        }
    }

    private void exchangeOver() {
        if (exchange != null) {
            exchange.over();
            exchange = null;
        }
    }

    private Http1Answer answer() {
        return Objects.requireNonNull(answer);
    }
}
