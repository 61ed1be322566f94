package dev.portcullis.admin;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A small plain HTTP server that knows one page, `/metrics`, and only shows it to whom it may.
public final class MetricsServer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MetricsServer.class);
    private static final String PAGE = "/metrics";

    private final AdminLimits limits;
    private final Predicate<InetAddress> welcome;
    private final Function<AdminRequest, AdminAnswer> page;
    private final List<ServerSocketChannel> listeners = new ArrayList<>();
    private final Exchanges exchanges;

    private MetricsServer(
            AdminLimits limits, Predicate<InetAddress> welcome, Function<AdminRequest, AdminAnswer> page) {
        this.limits = limits;
        this.welcome = welcome;
        this.page = page;
        this.exchanges = new Exchanges("listen.metrics", "metrics", limits, this::answer);
    }

    /// Listens on all of the addresses, or on none.
    ///
    /// @param limits on what a scraper may cost
    /// @param welcome who may see the page
    /// @throws BindFailure says which address cannot be listened on
    public static MetricsServer start(
            List<InetSocketAddress> addresses,
            AdminLimits limits,
            Predicate<InetAddress> welcome,
            Function<AdminRequest, AdminAnswer> page)
            throws BindFailure {
        MetricsServer server = new MetricsServer(limits, welcome, page);
        for (InetSocketAddress address : addresses) {
            try {
                server.listeners.add(ServerSocketChannel.open().bind(address));
            } catch (IOException failed) {
                server.close();
                throw new BindFailure(address, failed);
            }
        }
        for (ServerSocketChannel listener : server.listeners) {
            Thread.ofPlatform().daemon().name("metrics-accept").start(() -> server.exchanges.accept(listener));
        }
        return server;
    }

    /// Where it listens, ports resolved.
    public List<InetSocketAddress> addresses() {
        return listeners.stream()
                .map(listener -> listener.socket().getLocalSocketAddress())
                .map(InetSocketAddress.class::cast)
                .toList();
    }

    private AdminAnswer answer(SocketChannel peer) throws IOException, HttpRefusal {
        if (!(peer.getRemoteAddress() instanceof InetSocketAddress client) || !welcome.test(client.getAddress())) {
            return AdminAnswer.error(403, "metrics: not for the zone internet (expected: a client of another zone)");
        }
        HttpRequest request = HttpRequest.read(peer, limits);
        if (!request.path().equals(PAGE)) {
            throw new HttpRefusal(404, "no such path (expected: /metrics)");
        }
        if (!request.method().equals("GET")) {
            throw new HttpRefusal(405, "another method (expected: GET)");
        }
        return page.apply(request.content());
    }

    @Override
    public void close() {
        for (ServerSocketChannel listener : listeners) {
            try {
                listener.close();
            } catch (IOException failed) {
                LOG.debug("listen.metrics: close: {}", failed.toString());
            }
        }
        exchanges.close();
    }

    /// An address cannot be listened on.
    public static final class BindFailure extends Exception {

        private static final long serialVersionUID = 1L;

        BindFailure(InetSocketAddress address, IOException cause) {
            super(
                    "listen.metrics: \"%s:%d\": cannot listen: %s (expected: a free port on an address of this machine)."
                            .formatted(address.getHostString(), address.getPort(), cause.getMessage()),
                    cause);
        }
    }
}
