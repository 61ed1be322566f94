package dev.portcullis.systemd;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the service manager that started us wants to be told: sd_notify(3), sd_watchdog_enabled(3).
///
/// Where none listens, telling does nothing. Nothing here fails: a service manager that does not listen to us notices
/// by itself.
public final class Systemd {

    private static final Logger LOG = LoggerFactory.getLogger("portcullis");
    private static final long NANOS_OF_A_MICROSECOND = 1000;

    private final Optional<Receiver> receiver;
    private final Optional<Duration> watchdog;
    private volatile boolean ending;
    private volatile boolean complained;

    /// Where it is told.
    @FunctionalInterface
    interface Receiver {
        void send(String text) throws IOException;
    }

    Systemd(Optional<Receiver> receiver, Optional<Duration> watchdog) {
        this.receiver = receiver;
        this.watchdog = watchdog;
    }

    /// Reads `NOTIFY_SOCKET`, `WATCHDOG_USEC` and `WATCHDOG_PID`.
    ///
    /// @param environment looks up environment variables; null when one is not set
    /// @param pid our own: a watchdog for another process is none of our business
    public static Systemd of(Function<String, @Nullable String> environment, long pid) {
        String place = environment.apply("NOTIFY_SOCKET");
        if (place == null || place.isEmpty()) {
            return none();
        }
        try {
            return new Systemd(Optional.of(new NotifySocket(place)), watchdog(environment, pid));
        } catch (IOException e) {
            LOG.warn("NOTIFY_SOCKET: {}. The service manager is told nothing.", e.getMessage());
            return none();
        }
    }

    /// Where nobody is to be told.
    public static Systemd none() {
        return new Systemd(Optional.empty(), Optional.empty());
    }

    private static Optional<Duration> watchdog(Function<String, @Nullable String> environment, long pid) {
        String whom = environment.apply("WATCHDOG_PID");
        if (whom != null && !whom.equals(Long.toString(pid))) {
            return Optional.empty();
        }
        String micros = environment.apply("WATCHDOG_USEC");
        if (micros == null) {
            return Optional.empty();
        }
        try {
            long nanos = Math.multiplyExact(Long.parseLong(micros), NANOS_OF_A_MICROSECOND);
            return nanos > 0 ? Optional.of(Duration.ofNanos(nanos)) : Optional.empty();
        } catch (NumberFormatException | ArithmeticException _) {
            LOG.warn("WATCHDOG_USEC: \"{}\" (expected: microseconds). There is no watchdog.", micros);
            return Optional.empty();
        }
    }

    /// Whether anybody is told.
    public boolean listens() {
        return receiver.isPresent();
    }

    /// How long we may be silent before we are taken for stuck, and started again.
    Optional<Duration> watchdog() {
        return watchdog;
    }

    /// Start or reload is done.
    ///
    /// @param status one line for people
    public void ready(String status) {
        tell("READY=1\n" + line(status));
    }

    /// A reload has begun; [#ready] ends it, whether it changed anything or not.
    public void reloading() {
        // On Linux this clock is CLOCK_MONOTONIC, which is what the other side compares with.
        tell("RELOADING=1\nMONOTONIC_USEC=" + System.nanoTime() / NANOS_OF_A_MICROSECOND);
    }

    /// Tells what goes on, in one line; at the end that is the end.
    void status(String status) {
        if (!ending) {
            tell(line(status));
        }
    }

    /// The end has begun.
    ///
    /// @param longest how long it may take; without this a stop by `TimeoutStopSec=` would cut it short
    public void stopping(Duration longest, String status) {
        ending = true;
        tell("STOPPING=1\n" + line(status) + "\nEXTEND_TIMEOUT_USEC=" + longest.toNanos() / NANOS_OF_A_MICROSECOND);
    }

    /// Not stuck.
    void alive() {
        tell("WATCHDOG=1");
    }

    /// A line feed would begin another assignment.
    private static String line(String status) {
        return "STATUS=" + status.replace('\n', ' ').replace('\r', ' ');
    }

    private void tell(String text) {
        if (receiver.isEmpty()) {
            return;
        }
        try {
            receiver.get().send(text);
        } catch (IOException e) {
            if (!complained) {
                complained = true;
                LOG.warn("NOTIFY_SOCKET: the service manager cannot be told: {} (said once).", e.getMessage());
            }
        }
    }
}
