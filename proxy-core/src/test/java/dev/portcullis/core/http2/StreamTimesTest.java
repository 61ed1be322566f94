package dev.portcullis.core.http2;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.core.http.ClientTimeouts;
import dev.portcullis.core.http.Refusal;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a stream is waited for, and how long, on a clock that stands still until it is moved.
class StreamTimesTest {

    private static final int RATE = 500;
    private static final ClientTimeouts TIMES =
            new ClientTimeouts(seconds(15), seconds(60), seconds(600), seconds(700), RATE);

    private final List<String> told = new ArrayList<>();
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private StreamTimes times;

    private final class Told implements StreamTimes.Receiver {

        @Override
        public void late(Refusal refusal) {
            told.add(refusal.code());
        }

        @Override
        public void idle() {
            told.add("idle");
        }

        @Override
        public void stalled() {
            told.add("stalled");
        }
    }

    private static long seconds(int amount) {
        return TimeUnit.SECONDS.toNanos(amount);
    }

    @BeforeEach
    void freeze() {
        channel.freezeTime();
        times = new StreamTimes(channel.eventLoop(), TIMES, new Told());
    }

    @AfterEach
    void close() {
        times.cancel();
        channel.finishAndReleaseAll();
    }

    private void pass(int amount) {
        channel.advanceTimeBy(amount, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
    }

    private void trickle(int bytes, int amount) {
        for (int second = 0; second < amount; second++) {
            times.received(bytes);
            pass(1);
        }
    }

    @Test
    void a_body_that_trickles_is_refused_after_thirty_seconds() {
        times.bodyBegun();
        trickle(RATE - 1, 29);
        assertThat(told).isEmpty();
        trickle(RATE - 1, 1);

        assertThat(told).containsExactly("body-rate");
    }

    @Test
    void a_slow_body_that_is_fast_enough_is_never_refused() {
        times.bodyBegun();
        trickle(RATE, 600);

        assertThat(told).isEmpty();
    }

    @Test
    void a_body_that_stops_is_refused_after_the_idle_time_from_its_last_byte() {
        times.bodyBegun();
        pass(59);
        times.received(1_000_000);
        pass(59);
        assertThat(told).isEmpty();
        pass(1);

        assertThat(told).containsExactly("request-body-time");
    }

    @Test
    void time_in_which_the_upstream_is_what_is_slow_does_not_count() {
        times.bodyBegun();
        times.received(1);
        pass(20);
        times.reading(false);
        pass(3600);
        times.reading(true);
        pass(9);
        assertThat(told).isEmpty();
        pass(1);

        assertThat(told).containsExactly("body-rate");
    }

    @Test
    void a_complete_body_is_waited_for_no_more() {
        times.bodyBegun();
        times.received(1);
        times.bodyOver();
        pass(3600);

        assertThat(told).isEmpty();
    }

    @Test
    void a_tunnel_is_idle_when_neither_side_has_sent_for_its_time() {
        times.tunnelMoves();
        pass(699);
        times.received(1);
        pass(699);
        times.tunnelMoves();
        pass(699);
        assertThat(told).isEmpty();
        pass(1);

        assertThat(told).containsExactly("idle");
    }

    @Test
    void a_tunnel_that_we_ended_is_to_be_ended_soon() {
        times.tunnelMoves();
        times.tunnelEnded();
        pass(2);

        assertThat(told).containsExactly("idle");
    }

    @Test
    void a_client_that_reads_nothing_is_given_up_and_one_that_reads_a_little_is_not() {
        times.waits();
        pass(599);
        times.progresses();
        times.waits();
        pass(599);
        times.waits();
        assertThat(told).isEmpty();
        pass(1);

        assertThat(told).containsExactly("stalled");
    }
}
