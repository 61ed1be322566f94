package dev.portcullis.core.tally;

import dev.portcullis.core.Traffic;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// What one event loop counts. Written on that loop only; read by anybody.
public final class LoopTally {

    private static final int ACCEPTED_HTTPS = 0;
    private static final int ACCEPTED_HTTP = 1;
    private static final int SECURED_HTTP_1 = 2;
    private static final int SECURED_HTTP_2 = 3;
    private static final int REQUESTS_HTTP_1 = 4;
    private static final int REQUESTS_HTTP_2 = 5;
    private static final int OPEN_HTTP_1 = 6;
    private static final int OPEN_HTTP_2 = 7;
    private static final int FIGURES = 8;

    private final Cells figures = new Cells(FIGURES);
    private final Map<String, SiteTally> sites = new ConcurrentHashMap<>();
    private final LongSupplier nanos;
    private final SiteTally nobody;

    /// @param nanos a clock that only goes forward, such as [System#nanoTime]
    public LoopTally(LongSupplier nanos) {
        this.nanos = nanos;
        this.nobody = site(Traffic.NO_SITE);
    }

    /// The counts of a site; the same object for the same name. Not for every request: it looks the name up.
    public SiteTally site(String name) {
        return sites.computeIfAbsent(name, _ -> new SiteTally(nanos));
    }

    /// The counts of requests for which no site is known.
    SiteTally nobody() {
        return nobody;
    }

    /// A connection was accepted.
    ///
    /// @param tls whether by `listen.https`
    public void accepted(boolean tls) {
        figures.add(tls ? ACCEPTED_HTTPS : ACCEPTED_HTTP, 1);
    }

    /// A handshake is complete.
    public void secured(boolean http2) {
        figures.add(http2 ? SECURED_HTTP_2 : SECURED_HTTP_1, 1);
    }

    void requestBegun(boolean http2) {
        figures.add(http2 ? REQUESTS_HTTP_2 : REQUESTS_HTTP_1, 1);
        figures.add(http2 ? OPEN_HTTP_2 : OPEN_HTTP_1, 1);
    }

    void requestOver(boolean http2) {
        figures.add(http2 ? OPEN_HTTP_2 : OPEN_HTTP_1, -1);
    }

    long acceptedHttps() {
        return figures.get(ACCEPTED_HTTPS);
    }

    long acceptedHttp() {
        return figures.get(ACCEPTED_HTTP);
    }

    Traffic.Protocol http1() {
        return new Traffic.Protocol(
                "http/1.1", figures.get(SECURED_HTTP_1), figures.get(REQUESTS_HTTP_1), figures.get(OPEN_HTTP_1));
    }

    Traffic.Protocol http2() {
        return new Traffic.Protocol(
                "h2", figures.get(SECURED_HTTP_2), figures.get(REQUESTS_HTTP_2), figures.get(OPEN_HTTP_2));
    }

    Map<String, SiteTally> sites() {
        return sites;
    }
}
