package dev.portcullis.store;

import dev.portcullis.rules.Effect;
import dev.portcullis.rules.history.Remembered;
import dev.portcullis.rules.net.Cidr;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/// Measures what a store with a million bans costs that are active for a month; run by hand, not by the tests.
///
/// What it leaves behind in the folder can be started from.
public final class MillionBans {

    private static final int BANS = 1_000_000;

    private MillionBans() {}

    /// Measures and prints.
    ///
    /// @param arguments an empty folder
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        Instant now = InstantSource.system().instant().truncatedTo(ChronoUnit.MILLIS);
        write(folder, now);
        System.out.printf("%-28s %6d MiB%n", "file", Files.size(folder.resolve("portcullis.db")) >> 20);
        try (Store store = measured("open", () -> open(folder))) {
            long before = used();
            Remembered all = measured("remembered", () -> store.remembered(Samples.MONTH, Samples.MONTH));
            System.out.printf(
                    "%-28s %6d MiB for %d bans%n",
                    "  heap", (used() - before) >> 20, all.bans().size());
            BanFilter active = new BanFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(now));
            measured("list 50 active", () -> store.bans(active, 50));
            measured("count active", () -> store.count(active));
            BanFilter one = new BanFilter(
                    Optional.of(Cidr.parse(ChildStore.network(500_000))),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty());
            measured("bans of one address", () -> store.bans(one, 50));
            measured(
                    "one more ban, on disk",
                    () -> store.append(List.of(banned(now, BANS + 1, "192.0.2.1")))
                            .get());
        }
    }

    private static void write(Path folder, Instant now) throws Exception {
        List<Effect> effects = new ArrayList<>();
        for (int i = 1; i <= BANS; i++) {
            effects.add(banned(now, i, ChildStore.network(i)));
        }
        try (Store store = open(folder)) {
            measured("write, in one go", () -> store.append(effects).get());
        }
    }

    private static Store open(Path folder) throws StoreTrouble {
        return Store.open(folder, Samples.RETENTION, InstantSource.system());
    }

    private static Effect.Banned banned(Instant now, long id, String network) {
        return new Effect.Banned(
                Samples.ban(id, network, now, now.plus(Samples.MONTH).plusSeconds(id)), List.of());
    }

    private static <T> T measured(String what, Callable<T> work) throws Exception {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long start = System.nanoTime();
        long startCpu = threads.getCurrentThreadCpuTime();
        T result = work.call();
        long cpu = threads.getCurrentThreadCpuTime() - startCpu;
        System.out.printf(
                "%-28s %6d ms, of which %6d ms of this thread's own%n",
                what, (System.nanoTime() - start) / 1_000_000, cpu / 1_000_000);
        return result;
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
