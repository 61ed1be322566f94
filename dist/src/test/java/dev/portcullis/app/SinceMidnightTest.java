package dev.portcullis.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class SinceMidnightTest {

    private final SinceMidnight count = new SinceMidnight();

    private long shown(long total, String at) {
        return count.of(total, Instant.parse(at));
    }

    @Test
    void what_came_before_midnight_is_not_todays() {
        assertThat(shown(0, "2026-11-23T10:00:00Z")).isZero();
        assertThat(shown(5, "2026-11-23T23:59:59Z")).isEqualTo(5);
        assertThat(shown(5, "2026-11-24T00:00:01Z")).isZero();
        assertThat(shown(8, "2026-11-24T00:00:02Z")).isEqualTo(3);
        assertThat(shown(9, "2026-11-26T12:00:00Z")).isOne();
    }

    @Test
    void on_the_day_of_the_start_all_is_todays() {
        assertThat(shown(4, "2026-11-23T10:00:00Z")).isEqualTo(4);
    }
}
