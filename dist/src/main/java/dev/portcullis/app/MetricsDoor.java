package dev.portcullis.app;

import dev.portcullis.admin.AdminAnswer;
import dev.portcullis.admin.AdminLimits;
import dev.portcullis.admin.AdminRequest;
import dev.portcullis.admin.MetricsServer;
import dev.portcullis.core.ListenAddress;
import dev.portcullis.core.StartFailure;
import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Zone;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/// Opens `listen.metrics`: for clients of every zone but `internet`, should a router forward the port by mistake.
final class MetricsDoor implements AutoCloseable {

    /// One or two scrapers, each asking now and then.
    private static final AdminLimits LIMITS = new AdminLimits(16 * 1024, 0, 4, Duration.ofSeconds(10));

    private final Function<Address, Zone> zones;
    private final Function<AdminRequest, AdminAnswer> page;
    private final Map<ListenAddress, MetricsServer> open = new LinkedHashMap<>();

    /// @param page answers a scrape
    MetricsDoor(Function<Address, Zone> zones, Function<AdminRequest, AdminAnswer> page) {
        this.zones = zones;
        this.page = page;
    }

    /// Listens on all of these too, or on none that it did not before.
    synchronized void alsoAt(List<ListenAddress> addresses) throws StartFailure {
        Map<ListenAddress, MetricsServer> added = new LinkedHashMap<>();
        try {
            for (ListenAddress address : addresses) {
                if (!open.containsKey(address) && !added.containsKey(address)) {
                    added.put(address, listen(address));
                }
            }
        } catch (MetricsServer.BindFailure e) {
            added.values().forEach(MetricsServer::close);
            throw new StartFailure(String.valueOf(e.getMessage()));
        }
        open.putAll(added);
    }

    /// Closes all others.
    synchronized void onlyAt(List<ListenAddress> addresses) {
        open.entrySet().removeIf(one -> {
            boolean gone = !addresses.contains(one.getKey());
            if (gone) {
                one.getValue().close();
            }
            return gone;
        });
    }

    private MetricsServer listen(ListenAddress address) throws MetricsServer.BindFailure {
        return MetricsServer.start(
                List.of(new InetSocketAddress(address.host(), address.port())),
                LIMITS,
                peer -> peer.isLoopbackAddress()
                        || !zones.apply(Address.of(peer)).equals(Zone.INTERNET),
                page);
    }

    /// Where it listens, ports resolved.
    synchronized List<ListenAddress> addresses() {
        return open.values().stream()
                .flatMap(server -> server.addresses().stream())
                .map(address ->
                        new ListenAddress(Address.of(address.getAddress()).toString(), address.getPort()))
                .toList();
    }

    @Override
    public void close() {
        onlyAt(List.of());
    }
}
