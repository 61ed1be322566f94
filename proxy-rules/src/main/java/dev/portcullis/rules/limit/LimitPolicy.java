package dev.portcullis.rules.limit;

import java.time.Duration;

/// The section `protection.rate_limits` of the configuration, for each client.
///
/// @param enforce false only counts what would have been refused
/// @param connection new connections
/// @param open connections at the same time
/// @param clients how many clients are remembered; the least useful make room
public record LimitPolicy(
        boolean enforce, Bucket auth, Bucket webhook, Bucket request, Bucket connection, int open, int clients) {

    /// As documented.
    public static final LimitPolicy DEFAULT = new LimitPolicy(
            true,
            new Bucket(10, Duration.ofMinutes(1), 20),
            new Bucket(60, Duration.ofMinutes(1), 60),
            new Bucket(50, Duration.ofSeconds(1), 400),
            new Bucket(20, Duration.ofSeconds(1), 100),
            200,
            200_000);

    /// The same, but only counting.
    public LimitPolicy observing() {
        return new LimitPolicy(false, auth, webhook, request, connection, open, clients);
    }

    /// A token bucket: `amount` tokens come in each `per`, and it holds at most `burst`.
    public record Bucket(long amount, Duration per, long burst) {}
}
