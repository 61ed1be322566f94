package dev.portcullis.acme;

import java.time.Duration;

/// Lets time pass: the clock's other half, so that tests need not wait.
@FunctionalInterface
public interface Pause {

    /// By sleeping.
    Pause SLEEPING = Thread::sleep;

    /// Returns when that much time has passed.
    ///
    /// @throws InterruptedException if the thread is to end
    void take(Duration time) throws InterruptedException;
}
