package dev.portcullis.core;

import java.util.function.Supplier;

/// For counts that follow an event on another thread.
final class Eventually {

    private static final long NANOS = 30_000_000_000L;

    private Eventually() {}

    static <T> void equal(T expected, Supplier<T> actual) {
        long start = System.nanoTime();
        while (!actual.get().equals(expected)) {
            if (System.nanoTime() - start > NANOS) {
                throw new AssertionError("found " + actual.get() + " (expected: " + expected + ")");
            }
            Thread.onSpinWait();
        }
    }
}
