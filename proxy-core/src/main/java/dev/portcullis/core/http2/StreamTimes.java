package dev.portcullis.core.http2;

import dev.portcullis.core.http.BodyPace;
import dev.portcullis.core.http.ClientTimeouts;
import dev.portcullis.core.http.Deadline;
import dev.portcullis.core.http.Refusal;
import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// How long the client of one stream may take: for its body, for reading, for its tunnel. Makes no timer for the
/// many streams that need none.
final class StreamTimes {

    /// For a client to end its side of a tunnel that has ended.
    private static final long LINGER = TimeUnit.SECONDS.toNanos(2);

    /// Hears whose time is up.
    interface Receiver {

        /// The body came too slowly, or not at all.
        void late(Refusal refusal);

        /// Nothing passed through the tunnel, or its end was not answered.
        void idle();

        /// Nothing was read of what waits for the client.
        void stalled();
    }

    private final EventLoop loop;
    private final ClientTimeouts timeouts;
    private final Receiver receiver;
    private @Nullable Deadline due;
    private @Nullable Deadline stalled;
    private @Nullable BodyPace pace;
    private boolean tunnel;

    StreamTimes(EventLoop loop, ClientTimeouts timeouts, Receiver receiver) {
        this.loop = loop;
        this.timeouts = timeouts;
        this.receiver = receiver;
    }

    /// A body follows, and is waited for.
    void bodyBegun() {
        pace = new BodyPace(loop, timeouts.bodyRate(), () -> receiver.late(Refusal.BODY_RATE));
        reading(true);
    }

    /// Whether we wait for more of the body; not while the upstream is what is slow.
    void reading(boolean on) {
        if (pace == null) {
            return;
        }
        pace.reading(on);
        if (on) {
            due().in(timeouts.requestIdle());
        } else {
            due().clear();
        }
    }

    /// Bytes of the body or of the tunnel have come.
    void received(int bytes) {
        if (pace != null) {
            pace.received(bytes);
        }
        if (due != null && due.isSet()) {
            due.in(tunnel ? timeouts.websocketIdle() : timeouts.requestIdle());
        }
    }

    /// The body is complete, or nobody waits for it any more.
    void bodyOver() {
        if (pace != null) {
            pace.cancel();
            pace = null;
            due().clear();
        }
    }

    /// The tunnel was opened, or something is sent through it.
    void tunnelMoves() {
        tunnel = true;
        due().in(timeouts.websocketIdle());
    }

    /// We have ended the tunnel; the client is to do the same.
    void tunnelEnded() {
        due().in(LINGER);
    }

    /// Bytes wait for the client to read.
    void waits() {
        if (stalled == null) {
            stalled = new Deadline(loop, receiver::stalled);
        }
        if (!stalled.isSet()) {
            stalled.in(timeouts.idle());
        }
    }

    /// The client reads.
    void progresses() {
        if (stalled != null) {
            stalled.clear();
        }
    }

    void cancel() {
        bodyOver();
        if (due != null) {
            due.cancel();
        }
        if (stalled != null) {
            stalled.cancel();
        }
    }

    private Deadline due() {
        if (due == null) {
            due = new Deadline(loop, this::expired);
        }
        return due;
    }

    private void expired() {
        if (tunnel) {
            receiver.idle();
        } else {
            receiver.late(Refusal.REQUEST_BODY_TIME);
        }
    }
}
