package dev.portcullis.core.tally;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.core.Latency;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LatenciesTest {

    private final Latencies latencies = new Latencies();

    @Test
    void each_duration_counts_for_the_smallest_bound_that_holds_it() {
        latencies.took(Duration.ofMillis(1).toNanos());
        latencies.took(Duration.ofMillis(1).toNanos() + 1);
        latencies.took(Duration.ofSeconds(60).toNanos());
        latencies.took(Duration.ofSeconds(61).toNanos());

        Latency seen = latencies.snapshot();

        assertThat(seen.counts().getFirst()).isOne();
        assertThat(seen.counts().get(1)).isOne();
        assertThat(seen.counts().get(Latency.BOUNDS.indexOf(60.0))).isOne();
        assertThat(seen.counts().getLast()).isOne();
        assertThat(seen.count()).isEqualTo(4);
        assertThat(seen.seconds()).isBetween(121.0, 121.003);
    }

    @Test
    void a_clock_that_steps_back_takes_nothing_off_the_sum() {
        latencies.took(-5);

        assertThat(latencies.snapshot().seconds()).isZero();
        assertThat(latencies.snapshot().count()).isOne();
    }

    @Test
    void bounds_ascend_and_sums_add_up() {
        assertThat(Latency.BOUNDS).isSorted().doesNotHaveDuplicates();
        latencies.took(1);

        Latency twice = latencies.snapshot().plus(latencies.snapshot()).plus(Latency.NONE);

        assertThat(twice.count()).isEqualTo(2);
        assertThat(twice.counts().getFirst()).isEqualTo(2);
    }
}
