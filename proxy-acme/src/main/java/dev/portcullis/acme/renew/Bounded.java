package dev.portcullis.acme.renew;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.AcmeTrouble;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Work that must end within a time, on a virtual thread of its own. One at a time; called on one thread only.
final class Bounded {

    private static final Logger LOG = LoggerFactory.getLogger(Bounded.class);
    private static final Duration TO_STOP = Duration.ofSeconds(4);

    private final String where;
    private final Duration longest;
    /// Work that was given up, and may still go on.
    private @Nullable Thread stray;

    /// @param where for the trouble, such as `the certificate of home.example.org`
    Bounded(String where, Duration longest) {
        this.where = where;
        this.longest = longest;
    }

    /// Does the work; when the time is over or this thread is interrupted, the work is interrupted.
    ///
    /// @throws AcmeFailure the work's own; `UNREACHABLE` where it took too long, or an earlier one still does;
    ///     `AUTHORITY_BROKEN` where it threw something unexpected, and be it an error of this Java
    <T> T run(Callable<T> work) throws AcmeFailure, InterruptedException {
        if (stray != null && stray.isAlive()) {
            throw new AcmeFailure(tooLong("an earlier attempt still has not ended"));
        }
        FutureTask<T> task = new FutureTask<>(work);
        Thread thread = Thread.ofVirtual().name(where).start(task);
        try {
            return task.get(longest.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            stop(task, thread);
            throw new AcmeFailure(tooLong("no end after " + longest.toMinutes() + " minutes"));
        } catch (InterruptedException interrupted) {
            stop(task, thread);
            throw interrupted;
        } catch (ExecutionException failed) {
            throw thrown(failed.getCause());
        }
    }

    private void stop(FutureTask<?> task, Thread thread) throws InterruptedException {
        stray = thread;
        task.cancel(true);
        if (!thread.join(TO_STOP)) {
            LOG.warn(
                    "{}: does not end when interrupted (expected: at once). Nothing else is begun until it does.",
                    thread.getName());
        }
    }

    private AcmeFailure thrown(@Nullable Throwable cause) throws InterruptedException {
        return switch (cause) {
            case AcmeFailure failure -> failure;
            case InterruptedException interrupted -> throw interrupted;
            case null -> unexpected(new IllegalStateException("no cause"));
            default -> unexpected(cause);
        };
    }

    private AcmeFailure unexpected(Throwable cause) {
        LOG.warn("{}: unexpected failure", where, cause);
        return new AcmeFailure(
                AcmeTrouble.of(
                        AcmeTrouble.Cause.AUTHORITY_BROKEN,
                        where,
                        "an unexpected failure: " + cause,
                        "It is tried again; please report it with the log if it stays."),
                cause);
    }

    private AcmeTrouble tooLong(String found) {
        return AcmeTrouble.of(
                AcmeTrouble.Cause.UNREACHABLE,
                where,
                found,
                "It is tried again; check this machine's way to the internet if it stays.");
    }
}
