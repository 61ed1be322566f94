package dev.portcullis.core.pipeline;

import dev.portcullis.core.ProxyEvents;
import dev.portcullis.core.accept.ClientIdentity;
import dev.portcullis.core.http.Refusal;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/// Counts requests, tunnels and refusals, and passes refusals on.
public final class Tally {

    private final ProxyEvents events;
    private final LongAdder requests = new LongAdder();
    private final Map<Refusal, LongAdder> refusals = new EnumMap<>(Refusal.class);
    private final LongAdder tunnels = new LongAdder();

    public Tally(ProxyEvents events) {
        this.events = events;
        for (Refusal refusal : Refusal.values()) {
            refusals.put(refusal, new LongAdder());
        }
    }

    public void request() {
        requests.increment();
    }

    /// Counts a refusal that no client can be blamed for.
    public void refused(Refusal refusal) {
        Objects.requireNonNull(refusals.get(refusal)).increment();
    }

    public void refused(ClientIdentity client, Refusal refusal) {
        refused(refusal);
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
        return refusals.values().stream().mapToLong(LongAdder::sum).sum();
    }

    /// By their names; all of them.
    public Map<String, Long> refusalsByName() {
        Map<String, Long> byName = new LinkedHashMap<>();
        refusals.forEach((refusal, count) -> byName.put(refusal.code(), count.sum()));
        return byName;
    }
}
