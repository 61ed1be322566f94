package dev.portcullis.systemd;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells the watchdog that the program lives, for as long as every part of it answers.
///
/// Four times in the watchdog's time each part that has answered is asked again, and if all had, the watchdog is told.
/// So what it is told is never older than half of its time, and one part that hangs leads to a restart, however well
/// the others are.
public final class Heartbeat {

    private static final Logger LOG = LoggerFactory.getLogger("portcullis");
    private static final Duration WITHOUT_WATCHDOG = Duration.ofSeconds(30);
    private static final int BEATS = 4;
    private static final int FRAMES = 20;

    private final Systemd systemd;
    private final List<Part> parts;
    private final Supplier<String> status;

    /// One that beats when told.
    ///
    /// @param parts what must answer, each by its name: runs a task soon, or is stuck
    /// @param status one line for people, asked for with each beat; may take a while
    Heartbeat(Systemd systemd, Map<String, Executor> parts, Supplier<String> status) {
        this.systemd = systemd;
        this.parts = parts.entrySet().stream()
                .map(part -> new Part(part.getKey(), part.getValue()))
                .toList();
        this.status = status;
    }

    /// Beats from now on until the process ends.
    ///
    /// @param parts what must answer, each by its name: runs a task soon, or is stuck
    /// @param status one line for people, asked for with each beat; may take a while
    public static void start(Systemd systemd, Map<String, Executor> parts, Supplier<String> status) {
        Heartbeat heartbeat = new Heartbeat(systemd, parts, status);
        ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
                Thread.ofPlatform().name("portcullis-heartbeat").daemon().factory());
        long nanos = systemd.watchdog()
                .map(time -> time.dividedBy(BEATS))
                .orElse(WITHOUT_WATCHDOG)
                .toNanos();
        var _ = clock.scheduleWithFixedDelay(heartbeat::beat, nanos, nanos, TimeUnit.NANOSECONDS);
    }

    /// One look at everybody.
    void beat() {
        List<Part> silent = parts.stream().filter(part -> !part.answered).toList();
        if (silent.isEmpty()) {
            systemd.alive();
            parts.forEach(Part::ask);
            Thread.ofVirtual().start(() -> systemd.status(status.get()));
        } else {
            silent.forEach(Part::complain);
        }
    }

    private static final class Part {

        private final String name;
        private final Executor executor;
        private volatile boolean answered = true;
        private volatile @Nullable Thread thread;
        private boolean complained;

        Part(String name, Executor executor) {
            this.name = name;
            this.executor = executor;
        }

        void ask() {
            answered = false;
            complained = false;
            try {
                executor.execute(() -> {
                    thread = Thread.currentThread();
                    answered = true;
                });
            } catch (RejectedExecutionException _) {
                // It has ended: as silent as stuck.
            }
        }

        /// Once for each silence: where it is stuck is what its author wants to know.
        void complain() {
            if (!complained) {
                complained = true;
                LOG.error(
                        "watchdog: {} does not answer; if that lasts, the service manager starts Portcullis again.{}",
                        name,
                        place(thread));
            }
        }

        private static String place(@Nullable Thread thread) {
            return thread == null
                    ? ""
                    : Arrays.stream(thread.getStackTrace())
                            .limit(FRAMES)
                            .map(frame -> "\n    at " + frame)
                            .collect(Collectors.joining("", " It is", ""));
        }
    }
}
