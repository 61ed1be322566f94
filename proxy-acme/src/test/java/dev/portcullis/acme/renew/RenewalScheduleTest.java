package dev.portcullis.acme.renew;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.acme.keep.Notes;
import dev.portcullis.acme.order.RenewalInfo;
import dev.portcullis.acme.renew.RenewalSchedule.Due;
import dev.portcullis.acme.renew.RenewalSchedule.Life;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RenewalScheduleTest {

    private static final Instant NOW = WorldClock.BEGIN;

    private final Random random = new Random(1);

    @ParameterizedTest
    @CsvSource({"90, 720", "64, 512", "45, 360", "10, 80", "6, 72", "1, 12"})
    void without_advice_a_third_of_the_life_is_left_and_half_of_a_short_one(int days, int hoursLeft) {
        Life life = life(days);

        assertThat(RenewalSchedule.due(life, Optional.empty(), 0).at())
                .isEqualTo(life.until().minus(Duration.ofHours(hoursLeft)));
    }

    @Test
    void never_later_than_that_and_earlier_by_a_twentieth_of_the_life_at_most() {
        Instant latest = RenewalSchedule.due(life(90), Optional.empty(), 0).at();
        Instant earliest =
                RenewalSchedule.due(life(90), Optional.empty(), 0.999).at();

        assertThat(earliest).isBetween(latest.minus(Duration.ofHours(108)), latest.minus(Duration.ofHours(100)));
    }

    @Test
    void advice_is_followed_early_and_late() {
        Instant soon = NOW.plus(Duration.ofDays(2));
        Instant late = NOW.plus(Duration.ofDays(70));

        assertThat(RenewalSchedule.due(life(90), window(soon), 0.5))
                .isEqualTo(new Due(soon, "suggested by the authority"));
        assertThat(RenewalSchedule.due(life(90), window(late), 0.5).at()).isEqualTo(late);
    }

    @Test
    void advice_to_come_when_it_is_too_late_is_not_followed() {
        Instant after = NOW.plus(Duration.ofDays(400));

        assertThat(RenewalSchedule.due(life(90), window(after), 0).at()).isEqualTo(NOW.plus(Duration.ofDays(75)));
    }

    @Test
    void a_moment_is_drawn_once_for_each_window() {
        Instant start = NOW.plus(Duration.ofDays(60));
        Notes.Advice first = advice(start, NOW, Optional.empty());
        Notes.Window drawn = first.window().orElseThrow();

        assertThat(drawn.chosen()).isBetween(start, start.plus(Duration.ofDays(2)));
        assertThat(advice(start, NOW, first.window()).window()).contains(drawn);
        assertThat(advice(start.plusSeconds(1), NOW, first.window())
                        .window()
                        .orElseThrow()
                        .chosen())
                .isNotEqualTo(drawn.chosen());
    }

    @Test
    void a_window_that_ends_before_it_begins_is_none() {
        var said = new RenewalInfo(NOW, NOW.minusSeconds(1), "", NOW);

        assertThat(RenewalSchedule.advice(Optional.of(said), Optional.empty(), life(90), NOW, random)
                        .window())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"-5, 60", "0, 60", "360, 360", "99999999, 720"})
    void renewal_info_is_asked_for_when_it_says_but_twice_a_day_at_least_and_not_each_minute(
            long saidMinutes, long minutes) {
        Instant said = NOW.plus(Duration.ofMinutes(saidMinutes));

        assertThat(advice(NOW, said, Optional.empty()).askAgain()).isEqualTo(NOW.plus(Duration.ofMinutes(minutes)));
    }

    @Test
    void where_there_was_no_answer_what_is_known_stays_and_it_is_asked_within_the_hour_or_when_it_may() {
        Optional<Notes.Window> known = window(NOW);
        Instant later = NOW.plus(Duration.ofHours(5));

        Notes.Advice advice = RenewalSchedule.noAdvice(known, Optional.empty(), life(90), NOW, random);
        assertThat(advice.window()).isEqualTo(known);
        assertThat(advice.askAgain()).isBetween(NOW.plus(Duration.ofMinutes(48)), NOW.plus(Duration.ofMinutes(72)));
        assertThat(RenewalSchedule.noAdvice(known, Optional.of(later), life(90), NOW, random)
                        .askAgain())
                .isEqualTo(later);
        assertThat(RenewalSchedule.noAdvice(known, Optional.of(Instant.MAX), life(90), NOW, random)
                        .askAgain())
                .isEqualTo(NOW.plus(Duration.ofHours(12)));
    }

    @ParameterizedTest
    @CsvSource({
        // failures, days of life, hours left, at least minutes, at most minutes
        "1, 90, 720, 1, 1",
        "2, 90, 720, 10, 10",
        "3, 90, 720, 100, 100",
        "4, 90, 720, 1152, 1728",
        "1000000, 90, 720, 1152, 1728",
        "9, 90, 72, 172, 260",
        "9, 90, 1, 48, 72",
        "9, 90, -5, 288, 432",
        "1, 6, 70, 1, 1",
        "3, 6, 70, 48, 72",
        "2147483647, 6, 2, 48, 72"
    })
    void failures_are_repeated_soon_then_more_slowly_and_for_ever(
            int failures, int days, int hoursLeft, int atLeast, int atMost) {
        Instant until = NOW.plus(Duration.ofHours(hoursLeft));
        Life life = new Life(until.minus(Duration.ofDays(days)), until);

        for (int i = 0; i < 100; i++) {
            assertThat(RenewalSchedule.retryAfter(failures, Optional.of(life), NOW, random))
                    .isBetween(Duration.ofMinutes(atLeast), Duration.ofMinutes(atMost));
        }
    }

    @Test
    void with_nothing_to_serve_it_is_tried_every_six_hours() {
        assertThat(RenewalSchedule.retryAfter(50, Optional.empty(), NOW, random))
                .isBetween(Duration.ofMinutes(288), Duration.ofMinutes(432));
    }

    @Test
    void nobody_makes_us_wait_for_more_than_a_week() {
        assertThat(RenewalSchedule.obeyed(Instant.MAX, NOW)).isEqualTo(NOW.plus(Duration.ofDays(7)));
        assertThat(RenewalSchedule.obeyed(NOW.plusSeconds(9), NOW)).isEqualTo(NOW.plusSeconds(9));
    }

    private Notes.Advice advice(Instant start, Instant askAgain, Optional<Notes.Window> known) {
        var said = new RenewalInfo(start, start.plus(Duration.ofDays(2)), "", askAgain);
        return RenewalSchedule.advice(Optional.of(said), known, life(90), NOW, random);
    }

    private static Optional<Notes.Window> window(Instant chosen) {
        return Optional.of(new Notes.Window(chosen.minusSeconds(60), chosen.plusSeconds(60), chosen, ""));
    }

    private static Life life(int days) {
        return new Life(NOW, NOW.plus(Duration.ofDays(days)));
    }
}
