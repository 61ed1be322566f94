package dev.portcullis.core.http1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.core.http.ClientStream;
import dev.portcullis.core.http.Fields;
import dev.portcullis.core.http.Refusal;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// The codec between a channel on a hand-moved clock and stages that do what the test says.
class Http1ClientEndsTest extends ClientOnAClock {

    // Time.

    @Test
    void a_head_must_be_complete_in_time_however_it_trickles() {
        send("GET ");
        for (int i = 0; i < 14; i++) {
            pass(1, TimeUnit.SECONDS);
            send("x");
        }
        assertThat(written()).isEmpty();
        pass(1, TimeUnit.SECONDS);
        assertThat(statuses()).containsExactly("408");
        assertThat(stages.refusals).containsExactly(Refusal.REQUEST_HEAD_TIME);
    }

    @Test
    void an_idle_connection_is_closed_without_a_word() {
        pass(59, TimeUnit.SECONDS);
        assertThat(channel.isOpen()).isTrue();
        pass(1, TimeUnit.SECONDS);
        assertThat(channel.isOpen()).isFalse();
        assertThat(written()).isEmpty();
        assertThat(stages.refusals).isEmpty();
    }

    @Test
    void what_waits_for_a_client_that_is_given_up_is_let_go_at_once() {
        channel.pipeline().addFirst(closingLater());
        send(GET);
        handler.giveUp();
        channel.runPendingTasks();

        assertThat(stages.refusals).containsExactly(Refusal.CLIENT_STALLED);
        assertThat(channel.isOpen()).isFalse();
    }

    /// As TLS does while its closure alert waits behind bytes that are not taken.
    private static ChannelOutboundHandlerAdapter closingLater() {
        return new ChannelOutboundHandlerAdapter() {
            @Override
            public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
                // It does not come to that.
            }
        };
    }

    @Test
    void a_body_that_stops_is_refused() {
        send(CHUNKED);
        pass(59, TimeUnit.SECONDS);
        send("1\r\na\r\n");
        pass(59, TimeUnit.SECONDS);
        assertThat(written()).isEmpty();
        pass(1, TimeUnit.SECONDS);
        assertThat(statuses()).containsExactly("408");
        assertThat(stages.refusals).containsExactly(Refusal.REQUEST_BODY_TIME);
        assertThat(stages.events()).containsExactly("flush", "data a", "flush", "gone");
    }

    @Test
    void an_upload_that_is_already_being_answered_is_not_late() {
        send("POST / HTTP/1.1\r\nHost: home.test\r\nContent-Length: 10\r\n\r\nabc");
        stages.client(0).head(head(200, "Content-Length: 5"), null);
        pass(61, TimeUnit.SECONDS);
        send("def");
        pass(61, TimeUnit.SECONDS);
        stages.client(0).data(bytes("whole"));
        stages.client(0).end(Fields.NONE);
        channel.runPendingTasks();
        assertThat(written()).startsWith("HTTP/1.1 200 ").endsWith("whole").containsOnlyOnce("HTTP/1.1");
        assertThat(stages.refusals).isEmpty();
    }

    @Test
    void a_body_that_is_not_wanted_is_neither_read_nor_late() {
        send(CHUNKED);
        stages.client(0).reading(false);
        assertThat(channel.config().isAutoRead()).isFalse();
        send("1\r\na\r\n");
        pass(3600, TimeUnit.SECONDS);
        assertThat(stages.events()).containsExactly("flush", "flush");
        stages.client(0).reading(true);
        assertThat(stages.events()).containsExactly("flush", "flush", "data a");
        assertThat(channel.config().isAutoRead()).isTrue();
        pass(60, TimeUnit.SECONDS);
        assertThat(statuses()).containsExactly("408");
    }

    @Test
    void a_client_that_does_not_read_is_closed_in_time() {
        send(GET);
        channel.unsafe().outboundBuffer().setUserDefinedWritability(1, false);
        channel.runPendingTasks();
        pass(599, TimeUnit.SECONDS);
        assertThat(channel.isOpen()).isTrue();
        pass(1, TimeUnit.SECONDS);
        assertThat(channel.isOpen()).isFalse();
        assertThat(stages.refusals).containsExactly(Refusal.CLIENT_STALLED);
    }

    @Test
    void a_client_that_never_takes_its_last_answer_is_closed_in_time() {
        channel.pipeline().addFirst(unread);
        send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        answer(0, 200);
        pass(59, TimeUnit.SECONDS);
        assertThat(channel.isOpen()).isTrue();
        pass(1, TimeUnit.SECONDS);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void an_exchange_that_is_over_cannot_stop_the_clock_of_its_connection() {
        send(GET);
        ClientStream over = stages.client(0);
        answer(0, 200);
        over.reading(false);
        pass(60, TimeUnit.SECONDS);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void an_exchange_that_was_answered_early_cannot_keep_its_connection_lingering() {
        send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\n");
        ClientStream over = stages.client(0);
        answer(0, 413);
        over.reading(false);
        pass(2, TimeUnit.SECONDS);
        assertThat(channel.isOpen()).isFalse();
    }

    // Half-closed clients.

    @Test
    void a_client_that_closed_its_side_still_gets_its_answer() {
        send(GET);
        inputEnds();
        assertThat(channel.isOpen()).isTrue();
        answer(0, 200);
        assertThat(statuses()).containsExactly("200");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void a_client_that_closes_its_side_while_the_end_of_its_answer_is_on_the_way_gets_all_of_it() {
        channel.pipeline().addFirst(unread);
        send(GET);
        answer(0, 200);
        inputEnds();
        assertThat(channel.isOpen()).isTrue();
        unread.takeAll();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void a_client_that_stops_within_its_request_has_sent_half_a_request() {
        send(CHUNKED + "5\r\nab");
        inputEnds();
        assertThat(channel.isOpen()).isFalse();
        assertThat(stages.refusals).containsExactly(Refusal.TRUNCATED);
        assertThat(stages.events()).last().isEqualTo("gone");
    }

    @Test
    void a_client_that_stops_after_a_request_that_fills_the_upstream_has_sent_all_of_it() {
        send("POST / HTTP/1.1\r\nHost: home.test\r\nContent-Length: 4\r\n\r\n");
        stages.client(0).reading(false);
        send("abcd");
        inputEnds();
        stages.full = true;
        stages.client(0).reading(true);
        channel.runPendingTasks();
        assertThat(stages.events()).contains("data abcd", "end").doesNotContain("gone");
        assertThat(stages.refusals).isEmpty();
        answer(0, 200);
        assertThat(statuses()).containsExactly("200");
    }

    @Test
    void a_client_that_stops_within_a_head_has_sent_half_a_request() {
        send("GET / HT");
        inputEnds();
        assertThat(channel.isOpen()).isFalse();
        assertThat(stages.refusals).containsExactly(Refusal.TRUNCATED);
    }

    @Test
    void a_client_that_leaves_is_gone_for_the_exchange() {
        send(CHUNKED);
        channel.close();
        channel.runPendingTasks();
        assertThat(stages.events()).containsExactly("flush", "gone");
    }

    // Tunnels.

    @Test
    void bytes_behind_a_handshake_are_kept_for_the_tunnel() {
        send(GET + "frame");
        stages.client(0).tunnel(head(101, "X: 1"));
        assertThat(written())
                .startsWith("HTTP/1.1 101 OK\r\nX: 1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
        assertThat(stages.events()).containsExactly("flush", "data frame");
        assertThat(stages.tunnels).isEqualTo(1);
        stages.client(0).data(bytes("echo"));
        stages.client(0).flush();
        assertThat(written()).isEqualTo("echo");
        inputEnds();
        assertThat(stages.events()).containsExactly("flush", "data frame", "ended");
        stages.client(0).endTunnel();
        assertThat(channel.isOpen()).isFalse();
        assertThat(stages.tunnels).isZero();
    }

    @Test
    void a_silent_tunnel_ends() {
        send(GET);
        stages.client(0).tunnel(head(101, "X: 1"));
        pass(699, TimeUnit.SECONDS);
        stages.client(0).data(bytes("x"));
        stages.client(0).flush();
        pass(699, TimeUnit.SECONDS);
        send("y");
        pass(699, TimeUnit.SECONDS);
        assertThat(channel.isOpen()).isTrue();
        pass(1, TimeUnit.SECONDS);
        assertThat(channel.isOpen()).isFalse();
        assertThat(stages.events()).last().isEqualTo("gone");
    }

    // Stopping.

    @Test
    void stopping_closes_an_idle_connection() {
        handler.stop();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void stopping_lets_a_request_finish_and_closes_then() {
        send(GET);
        handler.stop();
        assertThat(channel.isOpen()).isTrue();
        answer(0, 200);
        assertThat(written()).contains("Connection: close\r\n");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void stopping_lets_a_begun_head_finish() {
        send("GET / HTTP/1.1\r\n");
        handler.stop();
        send("Host: a\r\n\r\n");
        answer(0, 200);
        assertThat(written()).contains("Connection: close\r\n");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void stopping_does_not_cut_off_what_is_on_its_way_to_the_client() {
        channel.pipeline().addFirst(unread);
        send(GET);
        answer(0, 200);
        handler.stop();
        assertThat(channel.isOpen()).isTrue();
        unread.takeAll();
        assertThat(channel.isOpen()).isFalse();
    }
}
