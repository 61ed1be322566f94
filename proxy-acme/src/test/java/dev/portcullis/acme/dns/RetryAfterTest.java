package dev.portcullis.acme.dns;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryAfterTest {

    private static final Instant NOW = Instant.parse("2027-01-01T00:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "0, PT0S",
        "' 7 ', PT7S",
        "86400, PT24H",
        "86401, PT24H",
        "99999999999999999999, PT24H",
        "'Fri, 01 Jan 2027 00:01:00 GMT', PT1M",
        "'Thu, 31 Dec 2026 23:59:00 GMT', PT0S",
        "'Fri, 01 Jan 2038 00:01:00 GMT', PT24H"
    })
    void seconds_and_dates_are_waits_of_up_to_a_day(String header, Duration wait) {
        assertThat(RetryAfter.parse(header, NOW)).contains(wait);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "-1", "1.5", "soon", "٣", "2027-01-01T00:01:00Z", "Fri, 99 Jan 2027 00:01:00 GMT"})
    void anything_else_is_no_wait(String header) {
        assertThat(RetryAfter.parse(header, NOW)).isEmpty();
    }

    @Test
    void a_date_at_the_end_of_time_is_a_day() {
        assertThat(RetryAfter.parse("Fri, 31 Dec 9999 23:59:59 GMT", NOW)).contains(Duration.ofDays(1));
    }
}
