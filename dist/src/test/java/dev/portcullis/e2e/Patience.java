package dev.portcullis.e2e;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// How long a test waits for what must come; far longer than it takes, so that a slow machine fails nothing.
final class Patience {

    static final Duration LIMIT = Duration.ofSeconds(40);

    private static final long LOOK_AGAIN_NANOS = 20_000_000;

    private Patience() {}

    static <T> T await(CompletableFuture<T> future, String what) {
        try {
            return future.get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(what + " did not come", e);
        }
    }

    /// Asks again and again, for what tells nobody when it becomes true.
    static void until(BooleanSupplier condition, String what) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError(what + ": not after " + LIMIT);
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }
}
