package dev.portcullis.store;

import java.time.Duration;
import java.util.function.LongSupplier;

/// Sizes and patience of a store.
///
/// @param queue how many effects may wait; of bans and lifts ten times as many
/// @param bytes how much memory those that wait may take, by estimation; bans and lifts without evidence twice as much
/// @param commit about how many effects go into one transaction
/// @param firstPause before the first retry; doubled each time
/// @param longestPause between retries
/// @param promise how long whoever waits for a commit waits at most; longer for what is large
/// @param busy how long SQLite itself waits for a lock
/// @param lock how long another process' work in the folder is waited for
/// @param tidy how often counts are written
/// @param prune how often old rows are removed
/// @param step most rows that are removed at a time
/// @param rows most logins, and most probes, that are kept
/// @param pages how many pages the database may grow to; 0 for no limit
record Tuning(
        int queue,
        long bytes,
        int commit,
        Duration firstPause,
        Duration longestPause,
        Duration promise,
        Duration busy,
        Duration lock,
        Duration tidy,
        Duration prune,
        int step,
        long rows,
        LongSupplier pages) {

    static final Tuning DEFAULT = new Tuning(
            50_000,
            24 << 20,
            10_000,
            Duration.ofMillis(100),
            Duration.ofSeconds(5),
            Duration.ofSeconds(10),
            Duration.ofSeconds(2),
            Duration.ofSeconds(10),
            Duration.ofSeconds(5),
            Duration.ofMinutes(10),
            1_000,
            1_000_000,
            () -> 0);
}
