package dev.portcullis.house;

import java.net.SocketTimeoutException;
import java.time.Duration;

/// Time for sockets, which know no other clock than the machine's.
record Countdown(long end) {

    Countdown(Duration within) {
        this(System.nanoTime() + within.toNanos());
    }

    /// At least 1.
    ///
    /// @throws SocketTimeoutException if nothing is left
    int millisLeft() throws SocketTimeoutException {
        long left = (end - System.nanoTime()) / 1_000_000;
        if (left <= 0) {
            throw new SocketTimeoutException("no answer in time");
        }
        return (int) Math.min(left, Integer.MAX_VALUE);
    }
}
