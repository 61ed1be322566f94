package dev.portcullis.app;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// The different scanners that came from one address within the last seven days.
///
/// They are told apart by their user agents without digits, so that versions are no difference, and one counts a
/// quarter of an hour after the one before at the earliest: a single scanner that changes its agents is one.
final class Strangers {

    private static final Duration REMEMBERED = Duration.ofDays(7);
    private static final Duration APART = Duration.ofMinutes(15);
    private static final int MANY = 5;
    private static final int LONGEST_NAME = 100;

    private final Map<String, Instant> firstSeen = new HashMap<>();
    private Instant latest = Instant.MIN;

    /// A scanner's request.
    ///
    /// @return whether there were so many, over an hour at least, that they can hardly be one
    boolean sawToo(String agent, Instant now) {
        if (now.isBefore(latest)) {
            // The clock was put back.
            latest = now;
        }
        firstSeen.values().removeIf(at -> at.isBefore(now.minus(REMEMBERED)) || at.isAfter(now));
        String name = name(agent);
        boolean apart = latest.equals(Instant.MIN) || !now.isBefore(latest.plus(APART));
        if (!name.isEmpty() && apart && !firstSeen.containsKey(name)) {
            firstSeen.put(name, now);
            latest = now;
        }
        return firstSeen.size() >= MANY;
    }

    private static String name(String agent) {
        StringBuilder letters = new StringBuilder();
        agent.toLowerCase(Locale.ROOT)
                .chars()
                .filter(c -> c >= 'a' && c <= 'z')
                .limit(LONGEST_NAME)
                .forEach(c -> letters.append((char) c));
        return letters.toString();
    }
}
