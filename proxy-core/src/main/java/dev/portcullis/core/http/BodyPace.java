package dev.portcullis.core.http;

import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;

/// Whether a request's body comes fast enough: a client that sends a byte now and then holds an upstream connection
/// for as long as it likes.
///
/// Counts from the first byte of the body, and only time in which we are ready to read; once that is 30 seconds, the
/// average must not be below the rate. Used on its event loop only; one object serves one body after the other.
public final class BodyPace {

    private static final long GRACE = TimeUnit.SECONDS.toNanos(30);
    private static final long SHORTEST_WAIT = TimeUnit.SECONDS.toNanos(1);
    private static final long LONGEST_WAIT = TimeUnit.HOURS.toNanos(1);
    private static final double NANOS_PER_SECOND = 1e9;

    private final EventLoop loop;
    private final long bytesPerSecond;
    private final Runnable tooSlow;
    private final Deadline check;
    private boolean reading;
    private boolean begun;
    private long bytes;
    private long waited;
    private long since;

    /// @param bytesPerSecond 0 for no least rate
    /// @param tooSlow run at most once for a body
    public BodyPace(EventLoop loop, long bytesPerSecond, Runnable tooSlow) {
        this.loop = loop;
        this.bytesPerSecond = bytesPerSecond;
        this.tooSlow = tooSlow;
        this.check = new Deadline(loop, this::check);
    }

    /// Whether we are ready for bytes of the body from now on; at first we are not.
    public void reading(boolean on) {
        if (on == reading) {
            return;
        }
        reading = on;
        if (!begun) {
            return;
        }
        if (on) {
            goOn();
        } else {
            waited += loop.ticker().nanoTime() - since;
            check.clear();
        }
    }

    /// Bytes of the body have come, its framing not counted.
    public void received(int count) {
        bytes += count;
        if (!begun && bytesPerSecond > 0) {
            begun = true;
            if (reading) {
                goOn();
            }
        }
    }

    /// The body is over, or nobody minds its pace any more; another may follow.
    public void end() {
        reading = false;
        begun = false;
        bytes = 0;
        waited = 0;
        check.clear();
    }

    /// Like [#end], for the last time: lets go of the timer.
    public void cancel() {
        end();
        check.cancel();
    }

    private void goOn() {
        since = loop.ticker().nanoTime();
        check.in(Math.clamp(Math.max(GRACE, paidFor()) - waited, SHORTEST_WAIT, LONGEST_WAIT));
    }

    private void check() {
        waited += loop.ticker().nanoTime() - since;
        if (waited >= GRACE && waited > paidFor()) {
            end();
            tooSlow.run();
        } else {
            goOn();
        }
    }

    /// The nanoseconds that the bytes may have taken; beyond the range of a long it stops at its end.
    private long paidFor() {
        return (long) (bytes * NANOS_PER_SECOND / bytesPerSecond);
    }
}
