package dev.portcullis.certificates;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// A clock that a test moves; it begins at the real time, as certificates of other tests are made then.
final class SettableTime implements InstantSource {

    private volatile Instant now = Instant.now();

    void pass(Duration time) {
        now = now.plus(time);
    }

    @Override
    public Instant instant() {
        return now;
    }
}
