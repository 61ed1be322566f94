package dev.portcullis.acme.order;

import java.net.http.HttpHeaders;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/// The moments in an authority's answers, told by our clock and never further away than it may mean seriously.
final class RetryAfter {

    /// Longer than the longest window of any published limit.
    private static final Duration LONGEST = Duration.ofDays(8);

    private static final DateTimeFormatter IN_DETAIL = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);
    private static final int DETAIL_LENGTH = "2026-11-23 12:00:00".length();

    private RetryAfter() {}

    /// Of the header (RFC 9110 §10.2.3); empty where it is missing or makes no sense.
    static Optional<Instant> of(HttpHeaders headers, Instant now) {
        return headers.firstValue("Retry-After")
                .map(String::strip)
                .flatMap(value -> seconds(value, now).or(() -> moment(value, headers, now)))
                .map(moment -> bounded(moment, now));
    }

    /// When the answer was sent by the authority's clock; empty where it does not say.
    static Optional<Instant> date(HttpHeaders headers) {
        return headers.firstValue("Date").flatMap(RetryAfter::httpDate);
    }

    /// Of a text like Let's Encrypt's: `…, retry after 2026-11-24 03:00:00 UTC: see …`.
    static Optional<Instant> ofDetail(String detail, Instant now) {
        String phrase = "retry after ";
        int at = detail.toLowerCase(Locale.ROOT).indexOf(phrase);
        int from = at + phrase.length();
        if (at < 0 || detail.length() < from + DETAIL_LENGTH) {
            return Optional.empty();
        }
        String text = detail.substring(from, from + DETAIL_LENGTH).replace('T', ' ');
        try {
            return Optional.of(bounded(LocalDateTime.parse(text, IN_DETAIL).toInstant(ZoneOffset.UTC), now));
        } catch (DateTimeException ignored) {
            return Optional.empty();
        }
    }

    private static Optional<Instant> seconds(String value, Instant now) {
        if (value.isEmpty() || value.length() > 12 || !value.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.empty();
        }
        return Optional.of(now.plusSeconds(Long.parseLong(value)));
    }

    /// The authority's clock may differ from ours: what counts is how long it wants us to wait.
    private static Optional<Instant> moment(String value, HttpHeaders headers, Instant now) {
        return httpDate(value)
                .map(moment -> date(headers)
                        .map(sent -> now.plus(Duration.between(sent, moment)))
                        .orElse(moment));
    }

    private static Optional<Instant> httpDate(String value) {
        try {
            return Optional.of(ZonedDateTime.parse(value, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant());
        } catch (DateTimeException ignored) {
            return Optional.empty();
        }
    }

    private static Instant bounded(Instant moment, Instant now) {
        Instant latest = now.plus(LONGEST);
        if (moment.isBefore(now)) {
            return now;
        }
        return moment.isAfter(latest) ? latest : moment;
    }
}
