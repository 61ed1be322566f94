package dev.portcullis.core.http;

import java.util.LinkedHashMap;
import java.util.Map;

/// What the clients of one event loop make us hold by not reading, or by sending what nobody takes, bounded for all of
/// them together.
///
/// When it is too much, whoever has not moved for longest is given up. Without a bound, a thousand clients that never
/// read take all memory for buffers, and the event loops wait for more of it. Used on its event loop only.
public final class Backlog {

    /// Somebody who holds a part of it.
    public interface Holder {

        /// Its memory is needed: it ends now. What it held is not counted any more.
        void giveUp();
    }

    /// What an HTTP/1 connection holds at most while its client does not read: what may wait for the socket, and
    /// one more read from the upstream.
    public static final long UNREAD = 128 * 1024;

    private final long most;
    private final Map<Holder, Long> held = new LinkedHashMap<>();
    private long total;

    /// @param most bytes
    public Backlog(long most) {
        this.most = most;
    }

    /// Counts what somebody holds now.
    ///
    /// @param bytes 0 for nothing (any more)
    /// @param moved whether some of what it held has gone on since it was counted last
    public void holds(Holder holder, long bytes, boolean moved) {
        Long before = moved || bytes == 0 ? held.remove(holder) : held.get(holder);
        total -= before == null ? 0 : before;
        if (bytes > 0) {
            held.put(holder, bytes);
            total += bytes;
        }
        while (total > most && held.size() > 1) {
            giveUpFirst();
        }
    }

    private void giveUpFirst() {
        Map.Entry<Holder, Long> first = held.entrySet().iterator().next();
        Holder holder = first.getKey();
        total -= first.getValue();
        held.remove(holder);
        holder.giveUp();
    }

    /// Bytes that are held in all.
    public long total() {
        return total;
    }
}
