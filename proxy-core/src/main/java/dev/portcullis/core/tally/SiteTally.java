package dev.portcullis.core.tally;

import dev.portcullis.core.Traffic;
import dev.portcullis.rules.route.RouteKind;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What one event loop counts of one site. Written on that loop only; read by anybody.
public final class SiteTally {

    private static final String NO_ROUTE = "none";

    private static final int BYTES_IN = 0;
    private static final int BYTES_OUT = 1;
    private static final int TUNNELS = 2;
    private static final int TUNNELS_OPENED = 3;
    private static final int UPSTREAM_OPEN = 4;
    private static final int UPSTREAM_IDLE = 5;
    private static final int UPSTREAM_FAILED = 6;
    private static final int FIGURES = 7;

    private static final int SWITCHING_PROTOCOLS = 101;

    private final LongSupplier nanos;
    private final Map<RouteKind, Answers> byRoute = new EnumMap<>(RouteKind.class);
    private final Answers withoutRoute = new Answers();
    private final Cells figures = new Cells(FIGURES);
    private final Latencies durations = new Latencies();
    private final Latencies firstBytes = new Latencies();
    private final Latencies connects = new Latencies();

    /// @param nanos a clock that only goes forward, such as [System#nanoTime]
    public SiteTally(LongSupplier nanos) {
        this.nanos = nanos;
        for (RouteKind kind : RouteKind.values()) {
            byRoute.put(kind, new Answers());
        }
    }

    /// The time by which durations are measured.
    public long now() {
        return nanos.getAsLong();
    }

    // Requests.

    /// A request is over.
    ///
    /// @param kind of the rule that let it through; null if none did
    /// @param status what the client got; 0 for nothing
    void over(@Nullable RouteKind kind, int status, long tookNanos) {
        answers(kind).count(status);
        durations.took(tookNanos);
    }

    /// The upstream's answer begins.
    void firstByte(long afterNanos) {
        firstBytes.took(afterNanos);
    }

    void tunnelOpened(@Nullable RouteKind kind) {
        answers(kind).count(SWITCHING_PROTOCOLS);
        figures.add(TUNNELS, 1);
        figures.add(TUNNELS_OPENED, 1);
    }

    private Answers answers(@Nullable RouteKind kind) {
        return kind == null ? withoutRoute : byRoute.getOrDefault(kind, withoutRoute);
    }

    void tunnelClosed() {
        figures.add(TUNNELS, -1);
    }

    /// Bytes of a body or a tunnel came from a client.
    public void in(int bytes) {
        figures.add(BYTES_IN, bytes);
    }

    /// Bytes of a body or a tunnel go to a client.
    public void out(int bytes) {
        figures.add(BYTES_OUT, bytes);
    }

    // The upstream.

    /// A connection to the upstream stands.
    ///
    /// @param begun by [#now], when it was asked for
    public void upstreamOpened(long begun) {
        connects.took(now() - begun);
        figures.add(UPSTREAM_OPEN, 1);
    }

    public void upstreamClosed() {
        figures.add(UPSTREAM_OPEN, -1);
    }

    /// A connection to the upstream could not be had.
    public void upstreamFailed() {
        figures.add(UPSTREAM_FAILED, 1);
    }

    /// So many connections wait for the next request.
    public void upstreamIdle(int connections) {
        figures.set(UPSTREAM_IDLE, connections);
    }

    /// @param name of the site
    Traffic.Site snapshot(String name) {
        List<Traffic.Requests> counts = Stream.concat(
                        byRoute.entrySet().stream()
                                .flatMap(route ->
                                        route.getValue().snapshot(route.getKey().key())),
                        withoutRoute.snapshot(NO_ROUTE))
                .toList();
        return new Traffic.Site(
                name,
                counts,
                figures.get(BYTES_IN),
                figures.get(BYTES_OUT),
                figures.get(TUNNELS),
                figures.get(TUNNELS_OPENED),
                durations.snapshot(),
                firstBytes.snapshot(),
                new Traffic.Connecting(
                        figures.get(UPSTREAM_OPEN),
                        figures.get(UPSTREAM_IDLE),
                        figures.get(UPSTREAM_FAILED),
                        connects.snapshot()));
    }
}
