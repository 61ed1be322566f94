package dev.portcullis.acme.renew;

import dev.portcullis.acme.Pause;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

/// A clock that moves when somebody pauses, and when the test says so.
final class WorldClock implements InstantSource, Pause {

    static final Instant BEGIN = Instant.parse("2026-11-23T12:00:00Z");

    private volatile Instant now = BEGIN;
    private volatile Consumer<Instant> watcher = _ -> {};

    /// Hears of each moment before it is over.
    void watch(Consumer<Instant> who) {
        watcher = who;
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public void take(Duration time) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        set(now.plus(time));
    }

    void set(Instant moment) {
        watcher.accept(moment);
        now = moment;
    }
}
