package dev.portcullis.acme.renew;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.acme.renew.RenewalSchedule.Life;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UrgencyScaleTest {

    private static final Instant NOW = WorldClock.BEGIN;

    @ParameterizedTest
    @CsvSource({
        // failures, days of life, hours left
        "1, 90, 700, FIRST_FAILURE",
        "2, 90, 700, FIRST_FAILURE",
        "3, 90, 700, THIRD_FAILURE",
        "9, 90, 337, THIRD_FAILURE",
        "1, 90, 335, DAYS_14",
        "9, 90, 167, DAYS_7",
        "9, 90, 71, DAYS_3",
        "9, 90, 23, DAY_1",
        "9, 90, 0, ENDED",
        "9, 90, -9, ENDED",
        "1, 6, 71, FIRST_FAILURE",
        "3, 6, 40, THIRD_FAILURE",
        "3, 6, 23, DAY_1",
        "1, 30, 230, FIRST_FAILURE",
        "1, 30, 160, DAYS_7"
    })
    void it_grows_with_failures_and_with_what_is_left(int failures, int days, int hoursLeft, Urgency expected) {
        Instant until = NOW.plus(Duration.ofHours(hoursLeft));
        Life life = new Life(until.minus(Duration.ofDays(days)), until);

        assertThat(UrgencyScale.reached(failures, Optional.of(life), NOW)).contains(expected);
        assertThat(UrgencyScale.reached(0, Optional.of(life), NOW))
                .as("nothing failed")
                .isEmpty();
    }

    @Test
    void without_any_certificate_it_is_as_bad_as_it_gets() {
        assertThat(UrgencyScale.reached(1, Optional.empty(), NOW)).contains(Urgency.ENDED);
    }

    @Test
    void each_degree_is_told_once_and_never_a_lesser_one() {
        assertThat(UrgencyScale.toTell(Optional.of(Urgency.DAYS_7), Optional.empty()))
                .contains(Urgency.DAYS_7);
        assertThat(UrgencyScale.toTell(Optional.of(Urgency.DAYS_7), Optional.of(Urgency.DAYS_7)))
                .isEmpty();
        assertThat(UrgencyScale.toTell(Optional.of(Urgency.THIRD_FAILURE), Optional.of(Urgency.DAYS_7)))
                .isEmpty();
        assertThat(UrgencyScale.toTell(Optional.of(Urgency.DAYS_3), Optional.of(Urgency.DAYS_7)))
                .contains(Urgency.DAYS_3);
    }

    @Test
    void every_degree_is_known_by_its_key() {
        for (Urgency urgency : Urgency.values()) {
            assertThat(UrgencyScale.of(urgency.key())).contains(urgency);
        }
        assertThat(UrgencyScale.of("")).isEmpty();
    }
}
