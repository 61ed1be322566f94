package dev.portcullis.core.http2;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// How many frames of one kind a connection may still send: a bucket that starts full, and fills again as time
/// passes and as it earns.
///
/// For one thread, the connection's event loop.
final class FrameBudget {

    private static final long ONE = TimeUnit.SECONDS.toNanos(1);
    /// Bursts that can be earned ahead: answers to what we sent may all come late and at once.
    private static final int EARNED_BURSTS = 10;

    private final LongSupplier nanos;
    private final long full;
    private final int perSecond;
    private final long fillTime;
    /// In thousand-millionths of a frame, so that a nanosecond's refill is a whole number.
    private long level;

    private long then;

    /// @param burst most frames at once
    /// @param perSecond frames that come back in a second, at least 1
    FrameBudget(LongSupplier nanos, int burst, int perSecond) {
        this.nanos = nanos;
        this.full = burst * ONE;
        this.perSecond = perSecond;
        this.fillTime = full / perSecond;
        this.level = full;
        this.then = nanos.getAsLong();
    }

    /// Takes one frame; false if there was none left.
    boolean take() {
        refill();
        if (level < ONE) {
            return false;
        }
        level -= ONE;
        return true;
    }

    /// Grants more frames, also above the burst, which time alone never does.
    void earn(int frames) {
        level = Math.min(EARNED_BURSTS * full, level + frames * ONE);
    }

    private void refill() {
        var now = nanos.getAsLong();
        var passed = Math.clamp(now - then, 0, fillTime);
        then = now;
        level = Math.max(level, Math.min(full, level + passed * perSecond));
    }
}
