package dev.portcullis.bench;

import dev.portcullis.rules.ban.Ban;
import dev.portcullis.rules.ban.BanLedger;
import dev.portcullis.rules.ban.BanSnapshot;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Time and heap of a million bans: of the ledger with its snapshot, from a list as a start has it; and what one more
/// ban costs.
public final class Footprint {

    private static final int MORE = 20_000;

    private Footprint() {}

    /// Prints the figures.
    public static void main(String[] args) {
        for (int turn = 1; turn <= 3; turn++) {
            measure(turn);
        }
    }

    private static void measure(int turn) {
        long before = heap();
        List<Ban> bans = IntStream.range(0, Million.SIZE).mapToObj(Million::ban).toList();
        long start = System.nanoTime();
        BanLedger ledger = new BanLedger(bans, 1);
        long built = System.nanoTime() - start;
        bans = List.of();
        long after = heap();
        long[] times = new long[MORE];
        for (int i = 0; i < MORE; i++) {
            Ban ban = Million.ban(Million.SIZE + i);
            long from = System.nanoTime();
            ledger.add(ban);
            times[i] = System.nanoTime() - from;
        }
        Arrays.sort(times);
        BanSnapshot snapshot = ledger.snapshot();
        System.out.printf(
                "turn %d: %,d bans in %d ms, %.1f MiB; one more: p50 %.1f us, p99 %.1f us, most %.1f us (now %,d, %d)%n",
                turn,
                Million.SIZE,
                built / 1_000_000,
                (after - before) / 1024.0 / 1024.0,
                times[MORE / 2] / 1e3,
                times[MORE / 100 * 99] / 1e3,
                times[MORE - 1] / 1e3,
                snapshot.size(),
                bans.size());
    }

    private static long heap() {
        Runtime runtime = Runtime.getRuntime();
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
