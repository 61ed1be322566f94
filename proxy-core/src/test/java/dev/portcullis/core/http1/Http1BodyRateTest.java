package dev.portcullis.core.http1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.core.http.ClientTimeouts;
import dev.portcullis.core.http.Fields;
import dev.portcullis.core.http.Refusal;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Request bodies that come slower than 500 bytes a second.
class Http1BodyRateTest extends ClientOnAClock {

    @Override
    ClientTimeouts times() {
        return new ClientTimeouts(TIMES.requestHead(), TIMES.requestIdle(), TIMES.idle(), TIMES.websocketIdle(), 500);
    }

    @Test
    void a_body_that_trickles_is_refused_after_thirty_seconds() {
        send(CHUNKED);
        trickle(499, 30);
        assertThat(written()).startsWith("HTTP/1.1 408 Request Timeout\r\n").contains("\r\n\r\nbody-rate: ");
        assertThat(stages.refusals).containsExactly(Refusal.BODY_RATE);
        assertThat(stages.events()).last().isEqualTo("gone");
    }

    @Test
    void a_body_may_trickle_for_less_than_thirty_seconds() {
        send(CHUNKED);
        trickle(1, 29);
        send("0\r\n\r\n");
        pass(60, TimeUnit.SECONDS);
        answer(0, 200);
        assertThat(statuses()).containsExactly("200");
        assertThat(stages.refusals).isEmpty();
    }

    @Test
    void a_slow_body_that_is_fast_enough_is_never_refused() {
        send(CHUNKED);
        trickle(500, 600);
        assertThat(written()).isEmpty();
        assertThat(stages.refusals).isEmpty();
    }

    @Test
    void what_came_quickly_pays_for_what_comes_slowly() {
        send(CHUNKED);
        send(chunk(50_000));
        trickle(1, 99);
        assertThat(stages.refusals).isEmpty();
        trickle(1, 3);
        assertThat(stages.refusals).containsExactly(Refusal.BODY_RATE);
    }

    @Test
    void framing_is_no_body() {
        send(CHUNKED);
        for (int second = 0; second < 30; second++) {
            send("1;pad=" + "x".repeat(600) + "\r\na\r\n");
            pass(1, TimeUnit.SECONDS);
        }
        assertThat(stages.refusals).containsExactly(Refusal.BODY_RATE);
    }

    @Test
    void time_in_which_the_body_is_not_read_does_not_count() {
        send(CHUNKED + chunk(1));
        pass(20, TimeUnit.SECONDS);
        stages.client(0).reading(false);
        pass(3600, TimeUnit.SECONDS);
        stages.client(0).reading(true);
        pass(9, TimeUnit.SECONDS);
        assertThat(stages.refusals).isEmpty();
        pass(1, TimeUnit.SECONDS);
        assertThat(stages.refusals).containsExactly(Refusal.BODY_RATE);
    }

    @Test
    void the_wait_for_the_first_byte_is_not_counted_against_the_body() {
        send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
        pass(50, TimeUnit.SECONDS);
        stages.client(0).informational(head(100, "X: 1"));
        send("a");
        pass(29, TimeUnit.SECONDS);
        assertThat(stages.refusals).isEmpty();
        pass(1, TimeUnit.SECONDS);
        assertThat(stages.refusals).containsExactly(Refusal.BODY_RATE);
    }

    @Test
    void each_body_is_measured_by_itself() {
        for (int request = 0; request < 3; request++) {
            send(CHUNKED);
            trickle(1, 20);
            send("0\r\n\r\n");
            answer(request, 200);
        }
        assertThat(statuses()).containsExactly("200", "200", "200");
        assertThat(stages.refusals).isEmpty();
    }

    @Test
    void an_upload_that_is_already_being_answered_has_no_pace() {
        send(CHUNKED + chunk(1));
        stages.client(0).head(head(200, "Content-Length: 5"), null);
        trickle(1, 300);
        stages.client(0).reading(false);
        stages.client(0).reading(true);
        trickle(1, 300);
        stages.client(0).data(bytes("whole"));
        stages.client(0).end(Fields.NONE);
        assertThat(stages.refusals).isEmpty();
    }

    @Test
    void a_body_that_was_answered_early_is_not_refused_while_it_is_dropped() {
        send(CHUNKED);
        trickle(1, 29);
        answer(0, 413);
        pass(1, TimeUnit.SECONDS);
        assertThat(statuses()).containsExactly("413");
        assertThat(stages.refusals).isEmpty();
        assertThat(channel.isOpen()).isTrue();
    }

    private void trickle(int bytesEachSecond, int seconds) {
        for (int second = 0; second < seconds; second++) {
            send(chunk(bytesEachSecond));
            pass(1, TimeUnit.SECONDS);
        }
    }

    private static String chunk(int bytes) {
        return Integer.toHexString(bytes) + "\r\n" + "x".repeat(bytes) + "\r\n";
    }
}
