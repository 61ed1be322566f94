package dev.portcullis.acme.dns;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/// How long a web service wants us to wait (RFC 9110 §10.2.3): seconds or a date.
final class RetryAfter {

    private static final Duration LONGEST = Duration.ofDays(1);

    private RetryAfter() {}

    /// Never negative, at most a day; empty if the header cannot be read.
    static Optional<Duration> parse(String header, Instant now) {
        String text = header.strip();
        try {
            Duration wait = !text.isEmpty() && text.chars().allMatch(c -> c >= '0' && c <= '9')
                    ? Duration.ofSeconds(text.length() > 9 ? Integer.MAX_VALUE : Integer.parseInt(text))
                    : Duration.between(
                            now,
                            ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                                    .toInstant());
            return Optional.of(bounded(wait));
        } catch (DateTimeException | ArithmeticException _) {
            return Optional.empty();
        }
    }

    private static Duration bounded(Duration wait) {
        if (wait.isNegative()) {
            return Duration.ZERO;
        }
        return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
    }
}
