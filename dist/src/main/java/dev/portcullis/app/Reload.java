package dev.portcullis.app;

import dev.portcullis.acme.CertificateTrouble;
import dev.portcullis.admin.AdminAnswer;
import dev.portcullis.cli.Escaped;
import dev.portcullis.config.Config;
import dev.portcullis.config.Loaded;
import dev.portcullis.config.Problem;
import dev.portcullis.core.StartFailure;
import dev.portcullis.store.LedgerTrouble;
import dev.portcullis.store.StoreTrouble;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Puts the configuration file in force again: on request, on a signal, and when the file changes if it says
/// `watch: true`. All or nothing: a file with a problem changes nothing.
final class Reload implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("portcullis");
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);
    private static final byte[] UNREADABLE = {};

    private final ConfigSource source;
    private final Change change;
    private final Supplier<Runnable> announced;
    private final InstantSource time;
    /// One at a time; a second one waits.
    private final ReentrantLock running = new ReentrantLock(true);
    private volatile Config config;
    private volatile Instant since;
    /// The file as it was taken up, or refused, last.
    private volatile byte[] inForce;
    private volatile byte[] tried;
    private volatile String trouble = "";
    private volatile @Nullable Thread watching;
    private volatile boolean closed;

    /// Carries it out.
    interface Change {

        /// Puts it in force, as a whole or not at all.
        ///
        /// @return how much of what was open was ended
        int to(Config next) throws StartFailure, CertificateTrouble, StoreTrouble;
    }

    /// What came of one attempt.
    private sealed interface Outcome {
        /// @param changes in words; empty if nothing differed
        /// @param ended connections, exchanges and websockets that are not allowed any more
        record Done(List<String> changes, int ended) implements Outcome {}

        /// @param status an HTTP status
        record Refused(int status, String why) implements Outcome {}
    }

    /// @param announced is asked before each attempt, and what it returns is run after it
    Reload(ConfigSource source, Config first, Change change, Supplier<Runnable> announced, InstantSource time) {
        this.source = source;
        this.config = first;
        this.change = change;
        this.announced = announced;
        this.time = time;
        this.since = time.instant();
        this.inForce = content();
        this.tried = inForce;
    }

    /// For the admin socket.
    AdminAnswer answer() {
        return switch (run()) {
            case Outcome.Done(List<String> changes, int ended) ->
                AdminAnswer.object(200, json -> {
                    json.writeArrayPropertyStart("changes");
                    changes.forEach(json::writeString);
                    json.writeEndArray();
                    json.writeNumberProperty("ended", ended);
                });
            case Outcome.Refused(int status, String why) -> AdminAnswer.error(status, why);
        };
    }

    /// For whoever cannot wait.
    void inBackground() {
        Thread.ofVirtual().name("reload").start(this::run);
    }

    private Outcome run() {
        running.lock();
        try {
            return closed
                    ? new Outcome.Refused(409, "the server is stopping (expected: one that runs)")
                    : announcedRun();
        } finally {
            running.unlock();
        }
    }

    private Outcome announcedRun() {
        Runnable over = announced.get();
        try {
            byte[] before = content();
            Outcome outcome = attempt();
            tried = before;
            if (outcome instanceof Outcome.Done) {
                inForce = before;
                trouble = "";
                since = time.instant();
            } else if (outcome instanceof Outcome.Refused refused) {
                trouble = refused.why();
            }
            tell(outcome);
            return outcome;
        } finally {
            over.run();
        }
    }

    private static void tell(Outcome outcome) {
        switch (outcome) {
            case Outcome.Done(List<String> changes, int ended) ->
                LOG.info(
                        "configuration reloaded: {}{}",
                        changes.isEmpty() ? "nothing has changed" : Escaped.text(String.join("; ", changes), 4000),
                        ended == 0 ? "" : "; closed, as not allowed any more: " + ended);
            case Outcome.Refused refused ->
                LOG.error(
                        "configuration not reloaded, the one before stays in force: {}",
                        Escaped.text(refused.why(), 4000));
        }
    }

    private Outcome attempt() {
        return switch (source.load()) {
            case Loaded.Broken broken ->
                new Outcome.Refused(
                        400, broken.problems().stream().map(Problem::toString).collect(Collectors.joining("\n")));
            case Loaded.Ok ok -> to(ok.config());
        };
    }

    private Outcome to(Config next) {
        List<String> restart = ConfigChanges.needingRestart(config, next);
        if (!restart.isEmpty()) {
            return new Outcome.Refused(
                    409,
                    source.file() + ": " + String.join("; ", restart)
                            + " (expected: as at the start). A running server cannot change that, so nothing of the"
                            + " file is in force. Restart.");
        }
        try {
            int ended = change.to(next);
            Outcome done = new Outcome.Done(ConfigChanges.between(config, next), ended);
            config = next;
            return done;
        } catch (StartFailure | CertificateTrouble e) {
            return new Outcome.Refused(400, source.file() + ": " + e.getMessage());
        } catch (StoreTrouble | LedgerTrouble e) {
            return new Outcome.Refused(500, String.valueOf(e.getMessage()));
        }
    }

    /// For `status`: whether the file is another than what is in force.
    List<String> warnings() {
        byte[] now = content();
        if (Arrays.equals(now, inForce)) {
            return List.of();
        }
        boolean refused = !trouble.isEmpty() && Arrays.equals(now, tried);
        return List.of(source.file() + ": differs from the configuration in force, which is that of " + since
                + (refused
                        ? ". It was refused: " + trouble.replace("\n", "; ")
                        : ". Put it in force with: portcullis reload"));
    }

    /// Begins to look at the file, every two seconds while the configuration says so. A content is tried once, and
    /// only when two looks in a row have found it, so that nothing half-written is.
    void watch() {
        watching = Thread.ofVirtual().name("config-watch").start(() -> {
            try {
                byte[] last = inForce;
                while (true) {
                    Thread.sleep(BETWEEN_LOOKS);
                    byte[] now = content();
                    boolean settled = Arrays.equals(now, last) && now.length > 0;
                    last = now;
                    if (config.watch() && settled && !Arrays.equals(now, tried)) {
                        run();
                    }
                }
            } catch (InterruptedException _) {
                // Closed.
            }
        });
    }

    private byte[] content() {
        try {
            return Files.readAllBytes(source.file());
        } catch (IOException _) {
            return UNREADABLE;
        }
    }

    /// No reload begins after this; waits for the one that is under way.
    @Override
    public void close() {
        running.lock();
        try {
            closed = true;
        } finally {
            running.unlock();
        }
        Thread looking = watching;
        if (looking != null) {
            looking.interrupt();
        }
    }
}
