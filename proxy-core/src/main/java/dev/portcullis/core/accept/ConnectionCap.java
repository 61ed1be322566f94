package dev.portcullis.core.accept;

import java.util.concurrent.atomic.AtomicInteger;

/// The number of open client connections, and its limit.
///
/// *Reads* nothing of a connection. *Passes on* it as it is. *Refuses with* a close at accept once
/// `limits.connections` are open, save for the few that [ValidationReserve] spares.
public final class ConnectionCap {

    private final int limit;
    private final AtomicInteger open = new AtomicInteger();

    public ConnectionCap(int limit) {
        this.limit = limit;
    }

    /// Counts one more, if there is room; then [#leave] is owed.
    public boolean enter() {
        if (open.incrementAndGet() <= limit) {
            return true;
        }
        open.decrementAndGet();
        return false;
    }

    /// Counts one more although there is no room; then [#leave] is owed.
    public void enterBeyond() {
        open.incrementAndGet();
    }

    public void leave() {
        open.decrementAndGet();
    }

    public int open() {
        return open.get();
    }
}
