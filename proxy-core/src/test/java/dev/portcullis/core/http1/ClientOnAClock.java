package dev.portcullis.core.http1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.core.ProxyConfig.Limits;
import dev.portcullis.core.accept.ClientConnection;
import dev.portcullis.core.accept.ClientIdentity;
import dev.portcullis.core.http.Backlog;
import dev.portcullis.core.http.BadMessage;
import dev.portcullis.core.http.ClientTimeouts;
import dev.portcullis.core.http.HeadWriter;
import dev.portcullis.core.http.LocalAnswer;
import dev.portcullis.core.http.ResponseHead;
import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Zone;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;

/// The codec between a channel on a hand-moved clock and stages that do what the test says.
/// An HTTP/1 client connection whose clock stands still until the test moves it.
abstract class ClientOnAClock {

    static final ClientTimeouts TIMES = new ClientTimeouts(
            TimeUnit.SECONDS.toNanos(15),
            TimeUnit.SECONDS.toNanos(60),
            TimeUnit.SECONDS.toNanos(600),
            TimeUnit.SECONDS.toNanos(700),
            0);
    static final String GET = "GET / HTTP/1.1\r\nHost: home.test\r\n\r\n";
    static final String CHUNKED = "POST / HTTP/1.1\r\nHost: home.test\r\nTransfer-Encoding: chunked\r\n\r\n";

    final Stages stages = new Stages();
    final Http1ClientHandler handler = new Http1ClientHandler(
            new ClientConnection(new ClientIdentity(Address.parse("192.0.2.1").orElseThrow(), new Zone("internet"))),
            stages,
            times(),
            new HeadWriter(),
            new HeadReaders(Limits.DEFAULT),
            new Backlog(Long.MAX_VALUE));
    final EmbeddedChannel channel = channel();
    final Unread unread = new Unread();

    ClientTimeouts times() {
        return TIMES;
    }

    EmbeddedChannel channel() {
        EmbeddedChannel embedded = new EmbeddedChannel();
        embedded.freezeTime();
        embedded.pipeline().addLast(handler);
        return embedded;
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
        unread.release();
    }

    void send(String bytes) {
        channel.writeInbound(bytes(bytes));
        channel.runPendingTasks();
    }

    static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
    }

    void inputEnds() {
        channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        channel.runPendingTasks();
    }

    void pass(long amount, TimeUnit unit) {
        channel.advanceTimeBy(amount, unit);
        channel.runScheduledPendingTasks();
        channel.runPendingTasks();
    }

    void answer(int exchange, int status) {
        stages.client(exchange).answer(local(status, false));
        channel.runPendingTasks();
    }

    static LocalAnswer local(int status, boolean close) {
        return new LocalAnswer(status, "Said", "text/plain", "abc", Map.of(), close);
    }

    static ResponseHead head(int status, String field) {
        try {
            HeadReader reader = new HeadReader(new byte[256], 256, 256, 10);
            ByteBuf bytes = bytes("HTTP/1.1 " + status + " OK\r\n" + field + "\r\n\r\n");
            assertThat(reader.read(bytes)).isTrue();
            return ResponseParser.parse(reader, false);
        } catch (BadMessage bad) {
            throw new AssertionError(bad);
        }
    }

    /// What the client has been sent since the last call.
    String written() {
        StringBuilder text = new StringBuilder();
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            text.append(out.toString(StandardCharsets.ISO_8859_1));
            out.release();
        }
        return text.toString();
    }

    List<String> statuses() {
        List<String> statuses = new ArrayList<>();
        String text = written();
        for (int at = text.indexOf("HTTP/1.1 "); at >= 0; at = text.indexOf("HTTP/1.1 ", at + 1)) {
            statuses.add(text.substring(at + 9, at + 12));
        }
        return statuses;
    }
}
