package dev.portcullis.core.tally;

import dev.portcullis.core.Latency;
import java.util.concurrent.TimeUnit;

/// How long something took, counted by fixed bounds on one event loop.
final class Latencies {

    private static final long[] BOUNDS = Latency.BOUNDS.stream()
            .mapToLong(seconds -> Math.round(seconds * TimeUnit.SECONDS.toNanos(1)))
            .toArray();

    private static final int SUM = BOUNDS.length + 1;

    private final Cells cells = new Cells(SUM + 1);

    void took(long nanos) {
        int bucket = 0;
        while (bucket < BOUNDS.length && nanos > BOUNDS[bucket]) {
            bucket++;
        }
        cells.add(bucket, 1);
        cells.add(SUM, Math.max(0, nanos));
    }

    Latency snapshot() {
        long[] counts = new long[SUM];
        for (int i = 0; i < SUM; i++) {
            counts[i] = cells.get(i);
        }
        return Latency.of(counts, cells.get(SUM) / (double) TimeUnit.SECONDS.toNanos(1));
    }
}
