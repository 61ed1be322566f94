package dev.portcullis.certificates;

import dev.portcullis.acme.Pause;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks after certificates that no authority is asked for: every five seconds at files, daily at what nears its
/// end. Whatever goes wrong, it goes on.
final class Watching implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("portcullis");
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(5);
    private static final Duration DAY = Duration.ofDays(1);

    private final Runnable often;
    private final Runnable daily;
    private final InstantSource time;
    private final Pause pause;
    private @Nullable Instant lastDay;
    private @Nullable Thread thread;

    /// @param pause lets the time between two looks pass
    Watching(Runnable often, Runnable daily, InstantSource time, Pause pause) {
        this.often = often;
        this.daily = daily;
        this.time = time;
        this.pause = pause;
    }

    void start() {
        thread = Thread.ofVirtual().name("certificate-watch").start(this::run);
    }

    private void run() {
        try {
            while (true) {
                pause.take(BETWEEN_LOOKS);
                look();
            }
        } catch (InterruptedException _) {
            // Closed.
        }
    }

    /// Looks once; at the first time, and when a day has passed since or the clock was set back, at everything.
    void look() {
        surviving(often);
        Instant now = time.instant();
        Instant last = lastDay;
        if (last == null || Duration.between(last, now).abs().compareTo(DAY) >= 0) {
            lastDay = now;
            surviving(daily);
        }
    }

    private static void surviving(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException ours) {
            LOG.error("certificates: a look at them failed unexpectedly; the next one follows", ours);
        }
    }

    @Override
    public void close() {
        Thread running = thread;
        if (running != null) {
            running.interrupt();
        }
    }
}
