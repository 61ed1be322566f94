package dev.portcullis.core.http2;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class FrameBudgetTest {

    private static final int BURST = 4;
    private static final int PER_SECOND = 2;

    private long now = Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(1);
    private final FrameBudget budget = new FrameBudget(() -> now, BURST, PER_SECOND);

    private int takeAll() {
        int taken = 0;
        while (budget.take()) {
            taken++;
        }
        return taken;
    }

    private void pass(long milliseconds) {
        now += TimeUnit.MILLISECONDS.toNanos(milliseconds);
    }

    @Test
    void it_starts_with_its_burst() {
        assertThat(takeAll()).isEqualTo(BURST);
    }

    @Test
    void it_refills_as_time_passes_also_where_the_clock_wraps_round() {
        takeAll();

        pass(499);
        assertThat(takeAll()).isZero();
        pass(1);
        assertThat(takeAll()).isEqualTo(1);
        pass(1500);
        assertThat(takeAll()).isEqualTo(3);
    }

    @Test
    void it_never_holds_more_than_its_burst_however_long_it_rests() {
        pass(TimeUnit.DAYS.toMillis(365 * 50));
        assertThat(takeAll()).isEqualTo(BURST);
    }

    @Test
    void what_it_earns_stands_above_its_burst_and_outlasts_a_rest() {
        budget.earn(3);
        pass(5000);

        assertThat(takeAll()).isEqualTo(BURST + 3);
        pass(5000);
        assertThat(takeAll()).isEqualTo(BURST);
    }

    @Test
    void it_earns_ten_bursts_ahead_and_no_more() {
        budget.earn(Integer.MAX_VALUE);

        assertThat(takeAll()).isEqualTo(10 * BURST);
    }

    @Test
    void a_clock_that_steps_back_takes_nothing_away() {
        takeAll();
        pass(-5000);
        assertThat(takeAll()).isZero();

        pass(500);
        assertThat(takeAll()).isEqualTo(1);
    }
}
