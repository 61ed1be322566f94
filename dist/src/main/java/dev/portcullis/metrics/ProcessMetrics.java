package dev.portcullis.metrics;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// What the process takes of the machine, as metrics. What this machine does not tell is left out.
public final class ProcessMetrics {

    private static final long KIB = 1024;

    /// The folder of the running process, as proc(5) describes it.
    private final Path self;

    public ProcessMetrics() {
        this(Path.of("/proc/self"));
    }

    ProcessMetrics(Path self) {
        this.self = self;
    }

    public void write(MetricsPage page) {
        Runtime runtime = Runtime.getRuntime();
        page.add(Metric.HEAP_BYTES, runtime.totalMemory() - runtime.freeMemory());
        page.add(Metric.HEAP_LIMIT, runtime.maxMemory());
        ProcessHandle.Info process = ProcessHandle.current().info();
        process.totalCpuDuration().ifPresent(used -> page.add(Metric.PROCESS_CPU, used.toMillis() / 1000.0));
        process.startInstant()
                .map(Instant::toEpochMilli)
                .ifPresent(start -> page.add(Metric.PROCESS_START, start / 1000.0));
        field(self.resolve("status"), "VmRSS:", 1).ifPresent(kib -> page.add(Metric.PROCESS_RSS, kib * KIB));
        openFiles().ifPresent(open -> page.add(Metric.PROCESS_FDS, open));
        field(self.resolve("limits"), "Max open files", 3).ifPresent(most -> page.add(Metric.PROCESS_MAX_FDS, most));
    }

    private OptionalLong openFiles() {
        try (Stream<Path> open = Files.list(self.resolve("fd"))) {
            return OptionalLong.of(open.count());
        } catch (IOException _) {
            return OptionalLong.empty();
        }
    }

    /// A number in a line.
    ///
    /// @param line how it begins
    /// @param word which word it is, counted from 0
    private static OptionalLong field(Path file, String line, int word) {
        try {
            for (String each : Files.readAllLines(file)) {
                if (each.startsWith(line)) {
                    String[] words = each.replace('\t', ' ').trim().split(" +", -1);
                    return OptionalLong.of(Long.parseLong(words[word]));
                }
            }
        } catch (IOException | NumberFormatException | ArrayIndexOutOfBoundsException _) {
            return OptionalLong.empty();
        }
        return OptionalLong.empty();
    }
}
