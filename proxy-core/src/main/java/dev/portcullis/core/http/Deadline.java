package dev.portcullis.core.http;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One point in time that keeps moving: cheap to push back, since the timer behind it is only re-armed when it
/// fires.
///
/// Used on its event loop only.
public final class Deadline {

    private static final long NEVER = Long.MAX_VALUE;

    private final EventLoop loop;
    private final Runnable expired;
    private long at = NEVER;
    private long armedFor = NEVER;
    private @Nullable ScheduledFuture<?> timer;

    public Deadline(EventLoop loop, Runnable expired) {
        this.loop = loop;
        this.expired = expired;
    }

    /// Sets the deadline anew, counted from now.
    public void in(long nanos) {
        long now = loop.ticker().nanoTime();
        at = now + nanos;
        if (timer == null || at < armedFor) {
            arm(now);
        }
    }

    public boolean isSet() {
        return at != NEVER;
    }

    /// No deadline for now.
    public void clear() {
        at = NEVER;
    }

    /// No deadline ever again; lets go of the timer.
    public void cancel() {
        at = NEVER;
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void arm(long now) {
        if (timer != null) {
            timer.cancel(false);
        }
        armedFor = at;
        timer = loop.schedule(this::fire, at - now, TimeUnit.NANOSECONDS);
    }

    private void fire() {
        timer = null;
        if (at == NEVER) {
            return;
        }
        long now = loop.ticker().nanoTime();
        if (at > now) {
            arm(now);
        } else {
            at = NEVER;
            expired.run();
        }
    }
}
