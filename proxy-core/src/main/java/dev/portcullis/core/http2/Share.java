package dev.portcullis.core.http2;

import dev.portcullis.core.http.Backlog;
import io.netty.channel.Channel;

/// What one connection makes us hold, all its streams together, as the [Backlog] counts it.
final class Share {

    /// What every busy connection holds for a moment is not counted.
    private static final long FEW = 64 * 1024;

    private final Backlog backlog;
    private final Backlog.Holder holder;
    private final Channel channel;
    private final Inflow inflow;
    private final Outflow outflow;
    private boolean counted;
    private boolean over;
    private long gone;
    private long heads;

    Share(Backlog backlog, Backlog.Holder holder, Channel channel, Inflow inflow, Outflow outflow) {
        this.backlog = backlog;
        this.holder = holder;
        this.channel = channel;
        this.inflow = inflow;
        this.outflow = outflow;
    }

    /// Room for heads was lent, or given back.
    void heads(int bytes) {
        heads += bytes;
    }

    /// Counts what is held now.
    void count() {
        if (over) {
            return;
        }
        long held = outflow.pending() + inflow.held() + heads + (channel.isWritable() ? 0 : Backlog.UNREAD);
        if (held > FEW || counted) {
            counted = held > FEW;
            long goneNow = outflow.written() + inflow.taken();
            backlog.holds(holder, counted ? held : 0, goneNow != gone);
            gone = goneNow;
        }
    }

    /// Nothing is held any more, whatever is still said of the socket.
    void end() {
        over = true;
        backlog.holds(holder, 0, true);
    }
}
