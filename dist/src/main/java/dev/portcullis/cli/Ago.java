package dev.portcullis.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/// Times as people speak of them.
final class Ago {

    private static final int MANY = 2;
    private static final long LONG_AGO = 60;
    private static final DateTimeFormatter DAY = utc("uuuu-MM-dd");
    private static final DateTimeFormatter CLOCK = utc("HH:mm:ss");
    private static final DateTimeFormatter MOMENT = utc("uuuu-MM-dd HH:mm:ss 'UTC'");

    private Ago() {}

    private static DateTimeFormatter utc(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ROOT).withZone(ZoneOffset.UTC);
    }

    /// `just now`, `3 min ago`; a date when it is long ago.
    static String past(Instant then, Instant now) {
        Duration ago = Duration.between(then, now);
        if (ago.toSeconds() < MANY) {
            return "just now";
        }
        return ago.toDays() > LONG_AGO ? DAY.format(then) : span(ago) + " ago";
    }

    /// `in 58 min`, `for ever`.
    static String future(Optional<Instant> then, Instant now) {
        return then.map(end -> "in " + span(Duration.between(now, end))).orElse("for ever");
    }

    /// Two of a unit before the next larger one: `119 min`, `2 h`, `47 h`, `2 d`.
    static String span(Duration span) {
        if (span.toDays() >= MANY) {
            return span.toDays() + " d";
        }
        if (span.toHours() >= MANY) {
            return span.toHours() + " h";
        }
        return span.toMinutes() >= MANY ? span.toMinutes() + " min" : Math.max(0, span.toSeconds()) + " s";
    }

    /// `2026-11-23 12:00:04 UTC`.
    static String moment(Instant then) {
        return MOMENT.format(then);
    }

    /// `2026-11-23`, UTC.
    static String day(Instant then) {
        return DAY.format(then);
    }

    /// `12:00:04`, UTC.
    static String clock(Instant then) {
        return CLOCK.format(then);
    }
}
