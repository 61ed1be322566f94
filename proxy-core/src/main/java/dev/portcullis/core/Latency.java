package dev.portcullis.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// How long something took, as counts by duration.
///
/// @param counts one for each of [#BOUNDS]: how often it took no longer than that, but longer than the bound before;
///     and a last one for what took longer than all of them
/// @param seconds all durations together
public record Latency(List<Long> counts, double seconds) {

    /// Upper bounds in seconds, ascending.
    public static final List<Double> BOUNDS =
            List.of(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0);

    /// Nothing was measured.
    public static final Latency NONE = of(new long[BOUNDS.size() + 1], 0);

    public Latency {
        counts = List.copyOf(counts);
        if (counts.size() != BOUNDS.size() + 1) {
            throw new IllegalArgumentException("counts: " + counts.size() + " (expected: " + (BOUNDS.size() + 1)
                    + ", one for each bound and one more)");
        }
    }

    /// With one count for each bound, and one more.
    public static Latency of(long[] counts, double seconds) {
        return new Latency(Arrays.stream(counts).boxed().toList(), seconds);
    }

    /// How often it was measured.
    public long count() {
        return counts.stream().mapToLong(Long::longValue).sum();
    }

    /// Both together.
    public Latency plus(Latency other) {
        List<Long> sums = new ArrayList<>();
        for (int i = 0; i < counts.size(); i++) {
            sums.add(counts.get(i) + other.counts.get(i));
        }
        return new Latency(sums, seconds + other.seconds);
    }
}
