package dev.portcullis.rules.history;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Keyed hashes of credentials that worked at some time. Whoever presents one of them now is stale, and does not
/// guess. Only success gets into it, so attackers cannot fill it. Not thread-safe.
public final class KnownCredentials {

    private static final int MOST = 50_000;
    private static final long TOLD_EVERY = Duration.ofDays(1).toMillis();

    private final LastTimes<String> seen = new LastTimes<>(MOST);

    /// @param before what worked, and when
    public KnownCredentials(Map<String, Instant> before) {
        before.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .forEach(entry -> seen.put(entry.getKey(), entry.getValue().toEpochMilli()));
    }

    /// Whether it worked before.
    ///
    /// @param hashes any of them will do
    public boolean knows(List<String> hashes) {
        return hashes.stream().anyMatch(hash -> seen.get(hash).isPresent());
    }

    /// It works.
    ///
    /// @return those hashes that are new, or were not told of for a day
    public List<String> learn(List<String> hashes, Instant now) {
        return hashes.stream()
                .filter(hash -> seen.isDue(hash, now.toEpochMilli(), TOLD_EVERY))
                .toList();
    }
}
