package dev.portcullis.core.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.core.ProxyEvents;
import dev.portcullis.core.accept.ClientIdentity;
import dev.portcullis.core.http.Fields;
import dev.portcullis.core.http.ResponseHead;
import dev.portcullis.core.tally.SiteTally;
import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Zone;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Connections on channels of memory, on a hand-moved clock, and the pool they go back to.
class UpstreamConnectionTest {

    private static final long IDLE = TimeUnit.SECONDS.toNanos(50);
    private static final long ANSWER = TimeUnit.SECONDS.toNanos(600);
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final List<EmbeddedChannel> channels = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final EmbeddedChannel home = channel();
    private final UpstreamPlaces places = new UpstreamPlaces(1, 1);
    private final UpstreamPool pool = new UpstreamPool(
            home.eventLoop(),
            new UpstreamConnector(
                    UpstreamAddresses.of("home", List.of(new InetSocketAddress("127.0.0.1", 9))),
                    "home",
                    9,
                    null,
                    NioSocketChannel.class,
                    1),
            new UpstreamHealth("home", ProxyEvents.NONE, InstantSource.system()),
            places,
            ANSWER,
            new SiteTally(System::nanoTime));

    private EmbeddedChannel channel() {
        EmbeddedChannel channel = new EmbeddedChannel();
        channel.freezeTime();
        channels.add(channel);
        return channel;
    }

    private UpstreamConnection on(EmbeddedChannel channel) {
        UpstreamConnection connection = new UpstreamConnection(pool, IDLE, ANSWER);
        channel.pipeline().addLast(connection);
        return connection;
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
    }

    private static void pass(EmbeddedChannel channel, long seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
        channel.runPendingTasks();
    }

    @AfterEach
    void close() {
        channels.forEach(EmbeddedChannel::finishAndReleaseAll);
    }

    // An answer is due from the request's last byte on.

    @Test
    void an_upload_that_was_told_to_continue_may_take_its_time() {
        EmbeddedChannel channel = channel();
        UpstreamConnection connection = on(channel);
        connection.begin(bytes("head"), false, false, new Recorder());
        channel.writeInbound(bytes("HTTP/1.1 100 Continue\r\n\r\n"));
        for (int piece = 0; piece < 5; piece++) {
            pass(channel, 599);
            connection.write(bytes("piece"));
            connection.dueFromNow();
        }
        pass(channel, 599);
        connection.endRequest();
        pass(channel, 599);
        assertThat(told).containsExactly("informational 100");
        channel.writeInbound(bytes(OK));

        assertThat(told).containsExactly("informational 100", "head 200", "data ok", "end");
    }

    @Test
    void an_upload_without_a_word_of_the_upstream_may_take_its_time() {
        EmbeddedChannel channel = channel();
        UpstreamConnection connection = on(channel);
        connection.begin(bytes("head"), false, false, new Recorder());
        for (int piece = 0; piece < 5; piece++) {
            pass(channel, 599);
            connection.dueFromNow();
        }
        assertThat(told).isEmpty();
        pass(channel, 600);

        assertThat(told).containsExactly("failed LATE");
    }

    @Test
    void an_answer_that_was_only_promised_is_late_all_the_same() {
        EmbeddedChannel channel = channel();
        UpstreamConnection connection = on(channel);
        connection.begin(bytes("head"), false, false, new Recorder());
        connection.endRequest();
        pass(channel, 599);
        channel.writeInbound(bytes("HTTP/1.1 103 Early Hints\r\n\r\n"));
        pass(channel, 599);
        assertThat(told).containsExactly("informational 103");
        pass(channel, 1);

        assertThat(told).containsExactly("informational 103", "failed LATE");
    }

    // The pool.

    private EmbeddedChannel idle() {
        EmbeddedChannel channel = channel();
        UpstreamConnection connection = on(channel);
        connection.begin(bytes("head"), false, false, new Recorder());
        connection.endRequest();
        channel.writeInbound(bytes(OK));
        return channel;
    }

    private boolean pooled() {
        boolean[] got = new boolean[1];
        pool.take(
                new UpstreamPool.Taker() {
                    @Override
                    public void connected(UpstreamConnection connection) {
                        got[0] = true;
                        connection.close();
                    }

                    @Override
                    public void unreachable() {}

                    @Override
                    public void full() {}
                },
                new ClientIdentity(Address.parse("192.0.2.1").orElseThrow(), Zone.INTERNET),
                false);
        return got[0];
    }

    @Test
    void connections_that_die_while_idle_take_no_place_from_later_ones() {
        for (int i = 0; i < 300; i++) {
            EmbeddedChannel dying = idle();
            assertThat(dying.isOpen()).isTrue();
            dying.close();
        }
        EmbeddedChannel later = idle();

        assertThat(later.isOpen()).isTrue();
        assertThat(pooled()).isTrue();
        assertThat(places.taken()).isZero();
    }

    @Test
    void connections_that_stay_idle_too_long_take_no_place_from_later_ones() {
        for (int i = 0; i < 300; i++) {
            EmbeddedChannel ageing = idle();
            pass(ageing, 50);
            assertThat(ageing.isOpen()).isFalse();
        }
        assertThat(idle().isOpen()).isTrue();
        assertThat(pooled()).isTrue();
    }

    @Test
    void no_more_than_256_wait() {
        for (int i = 0; i < 256; i++) {
            assertThat(idle().isOpen()).isTrue();
        }
        assertThat(idle().isOpen()).isFalse();
    }

    private final class Recorder implements UpstreamListener {

        @Override
        public void informational(ResponseHead head) {
            told.add("informational " + head.status());
        }

        @Override
        public void head(ResponseHead head) {
            told.add("head " + head.status());
        }

        @Override
        public boolean switched(ResponseHead head) {
            return false;
        }

        @Override
        public void tunnelEnded() {}

        @Override
        public void failed(UpstreamFailure failure, boolean again) {
            told.add("failed " + failure);
        }

        @Override
        public void data(ByteBuf data) {
            told.add("data " + data.toString(StandardCharsets.ISO_8859_1));
            data.release();
        }

        @Override
        public void end(Fields trailers) {
            told.add("end");
        }

        @Override
        public void readComplete() {}

        @Override
        public void upstreamWritable() {}
    }
}
