package dev.portcullis.core.pipeline;

import dev.portcullis.core.ProxyEvents;
import dev.portcullis.core.accept.ClientIdentity;
import dev.portcullis.core.http.Refusal;
import java.util.concurrent.atomic.LongAdder;

/// Counts requests, tunnels and refusals, and passes refusals on.
public final class Tally {

    private final ProxyEvents events;
    private final LongAdder requests = new LongAdder();
    private final LongAdder refusals = new LongAdder();
    private final LongAdder tunnels = new LongAdder();

    public Tally(ProxyEvents events) {
        this.events = events;
    }

    public void request() {
        requests.increment();
    }

    /// Counts a refusal that no client can be blamed for.
    public void refused() {
        refusals.increment();
    }

    public void refused(ClientIdentity client, Refusal refusal) {
        refusals.increment();
        events.refused(client.address(), refusal.code());
    }

    public void tunnelOpened() {
        tunnels.increment();
    }

    public void tunnelClosed() {
        tunnels.decrement();
    }

    /// Tunnels that are open now.
    public int tunnels() {
        return tunnels.intValue();
    }

    public long requests() {
        return requests.sum();
    }

    public long refusals() {
        return refusals.sum();
    }
}
