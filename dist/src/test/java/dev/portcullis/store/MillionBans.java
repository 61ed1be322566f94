package dev.portcullis.store;

import dev.portcullis.rules.Effect;
import dev.portcullis.rules.history.Remembered;
import dev.portcullis.rules.net.Cidr;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/// Measures what a store with a million active bans costs; run by `bench/million-bans`, not by the tests.
public final class MillionBans {

    private static final int BANS = 1_000_000;

    private MillionBans() {}

    /// Measures and prints.
    ///
    /// @param arguments an empty folder
    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        write(folder);
        System.out.printf("%-28s %6d MiB%n", "file", Files.size(folder.resolve("portcullis.db")) >> 20);
        try (Store store = measured("open", () -> Samples.open(folder))) {
            long before = used();
            Remembered all = measured("remembered", () -> store.remembered(Samples.MONTH, Samples.MONTH));
            System.out.printf(
                    "%-28s %6d MiB for %d bans%n",
                    "  heap", (used() - before) >> 20, all.bans().size());
            BanFilter active =
                    new BanFilter(Optional.empty(), Optional.empty(), Optional.empty(), Optional.of(Samples.NOW));
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
                    () -> store.append(List.of(Samples.banned(BANS + 1, "192.0.2.1")))
                            .get());
        }
    }

    private static void write(Path folder) throws Exception {
        List<Effect> effects = new ArrayList<>();
        for (int i = 1; i <= BANS; i++) {
            effects.add(Samples.banned(i, ChildStore.network(i)));
        }
        try (Store store = Samples.open(folder)) {
            measured("write, in one go", () -> store.append(effects).get());
        }
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
