package dev.portcullis.admin;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Durations as the configuration spells them: one whole number and one unit, `10s 5m 4h 30d`.
public final class Span {

    /// The word for no end.
    public static final String FOREVER = "forever";

    /// What to say to whoever writes another one.
    public static final String EXPECTED = "such as 10s, 5m, 4h, 30d or forever";

    private static final Map<Character, Duration> UNITS = Map.of(
            's', Duration.ofSeconds(1),
            'm', Duration.ofMinutes(1),
            'h', Duration.ofHours(1),
            'd', Duration.ofDays(1));

    /// A hundred years in seconds have ten digits.
    private static final int MOST_DIGITS = 10;

    private static final Duration LONGEST = Duration.ofDays(36_500);

    private Span() {}

    /// More than nothing and at most a hundred years; empty for anything else.
    public static Optional<Duration> parse(String text) {
        int digits = text.length() - 1;
        if (digits < 1 || digits > MOST_DIGITS || text.charAt(0) == '0') {
            return Optional.empty();
        }
        Duration unit = UNITS.get(text.charAt(digits));
        if (unit == null || text.chars().limit(digits).anyMatch(c -> c < '0' || c > '9')) {
            return Optional.empty();
        }
        Duration span = unit.multipliedBy(Long.parseLong(text, 0, digits, 10));
        return span.compareTo(LONGEST) > 0 ? Optional.empty() : Optional.of(span);
    }
}
