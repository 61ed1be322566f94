package dev.portcullis.acme.order;

import dev.portcullis.acme.Pause;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// A clock that moves only when somebody pauses.
final class MovedTime implements InstantSource, Pause {

    final List<Duration> pauses = new ArrayList<>();
    private Instant now = Instant.parse("2026-11-23T12:00:00Z");

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public void take(Duration time) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        pauses.add(time);
        now = now.plus(time);
    }

    void forward(Duration time) {
        now = now.plus(time);
    }
}
