package dev.portcullis.metrics;

import dev.portcullis.core.ServerStatus;
import dev.portcullis.core.Traffic;
import java.util.List;

/// What the data plane counts, as metrics.
public final class TrafficMetrics {

    /// No host name looks like this.
    private static final String NO_SITE = "(unknown)";

    private static final List<String> ENDS_OF_HANDSHAKES = List.of("handshake", "unknown-name", "validation");

    private TrafficMetrics() {}

    /// Adds them to a page.
    ///
    /// @param sites names of the sites, in the order of the upstreams
    public static void write(MetricsPage page, Traffic traffic, ServerStatus status, List<String> sites) {
        for (Traffic.Listener listener : traffic.listeners()) {
            page.add(Metric.CONNECTIONS_OPEN, listener.open(), listener.name());
            page.add(Metric.CONNECTIONS_ACCEPTED, listener.accepted(), listener.name());
        }
        page.add(Metric.CONNECTIONS_LIMIT, traffic.mostConnections());
        for (Traffic.Protocol protocol : traffic.protocols()) {
            page.add(Metric.HANDSHAKES, protocol.handshakes(), "ok", protocol.name());
            page.add(Metric.REQUESTS_OPEN, protocol.open(), protocol.name());
            page.add(Metric.PROTOCOL_REQUESTS, protocol.requests(), protocol.name());
        }
        long failed = ENDS_OF_HANDSHAKES.stream()
                .mapToLong(name -> traffic.refusals().getOrDefault(name, 0L))
                .sum();
        page.add(Metric.HANDSHAKES, failed, "failed", "none");
        traffic.refusals().forEach((name, count) -> page.add(Metric.REFUSALS, count, name));
        traffic.sites().forEach(site -> site(page, site));
        for (int i = 0; i < sites.size() && i < status.upstreams().size(); i++) {
            String site = sites.get(i);
            status.upstreams().get(i).up().ifPresent(up -> page.add(Metric.UPSTREAM_UP, up ? 1 : 0, site));
        }
        page.add(Metric.BUFFER_BYTES, traffic.bufferBytes());
        page.add(Metric.BUFFER_LIMIT, traffic.mostBufferBytes());
    }

    private static void site(MetricsPage page, Traffic.Site site) {
        boolean known = !site.name().equals(Traffic.NO_SITE);
        String name = known ? site.name() : NO_SITE;
        for (Traffic.Requests requests : site.requests()) {
            page.add(Metric.REQUESTS, requests.count(), name, requests.route(), requests.status());
        }
        if (!known) {
            return;
        }
        page.add(Metric.REQUEST_DURATION, site.durations(), name);
        page.add(Metric.FIRST_BYTE, site.firstBytes(), name);
        page.add(Metric.BYTES, site.bytesIn(), name, "in");
        page.add(Metric.BYTES, site.bytesOut(), name, "out");
        page.add(Metric.WEBSOCKETS_OPEN, site.tunnels(), name);
        page.add(Metric.WEBSOCKETS, site.tunnelsOpened(), name);
        Traffic.Connecting upstream = site.upstream();
        page.add(Metric.UPSTREAM_CONNECTIONS, upstream.open() - upstream.idle(), name, "busy");
        page.add(Metric.UPSTREAM_CONNECTIONS, upstream.idle(), name, "idle");
        page.add(Metric.UPSTREAM_CONNECT, upstream.connects(), name);
        page.add(Metric.UPSTREAM_CONNECT_FAILURES, upstream.failed(), name);
    }
}
