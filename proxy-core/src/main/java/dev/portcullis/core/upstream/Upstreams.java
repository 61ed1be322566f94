package dev.portcullis.core.upstream;

import dev.portcullis.core.ProxyConfig;
import dev.portcullis.core.ProxyConfig.Upstream;
import dev.portcullis.core.ProxyConfig.UpstreamTls;
import dev.portcullis.core.ProxyEvents;
import dev.portcullis.core.ServerStatus;
import dev.portcullis.core.StartFailure;
import dev.portcullis.core.tls.TlsPolicy;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslContext;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// The upstreams of all sites, in the sites' order: what event loops share of them.
public final class Upstreams {

    private record Shared(UpstreamAddresses addresses, UpstreamConnector connector, UpstreamHealth health) {}

    private final List<Shared> shared = new ArrayList<>();
    private final UpstreamPlaces places;
    private final long answerNanos;

    /// Blocks until every upstream's name is resolved.
    ///
    /// @throws StartFailure for a name that does not resolve or TLS that cannot be set up
    public Upstreams(
            ProxyConfig config,
            Class<? extends SocketChannel> channelType,
            TlsPolicy tls,
            ProxyEvents events,
            InstantSource time)
            throws StartFailure {
        places = new UpstreamPlaces(
                config.limits().upstreamConnections(), config.limits().upstreamPerClient());
        answerNanos = config.timeouts().idle().toNanos();
        int connectMillis = (int) config.timeouts().upstreamConnect().toMillis();
        for (int i = 0; i < config.sites().size(); i++) {
            String where = "sites[" + i + "].upstream: ";
            Upstream upstream = config.sites().get(i).upstream();
            UpstreamAddresses addresses = resolve(where, upstream);
            UpstreamConnector connector = new UpstreamConnector(
                    addresses,
                    upstream.host(),
                    upstream.port(),
                    context(where, upstream, tls),
                    channelType,
                    connectMillis);
            shared.add(new Shared(addresses, connector, new UpstreamHealth(upstream.toString(), events, time)));
        }
    }

    private static UpstreamAddresses resolve(String where, Upstream upstream) throws StartFailure {
        try {
            return UpstreamAddresses.resolve(upstream.host(), upstream.port());
        } catch (UnknownHostException _) {
            throw new StartFailure(where + "\"" + upstream.host()
                    + "\" does not resolve (expected: a host name that this machine knows, or an address)."
                    + " Hint: try `getent hosts " + upstream.host() + "`, or write the address.");
        }
    }

    private static @Nullable SslContext context(String where, Upstream upstream, TlsPolicy tls) throws StartFailure {
        if (upstream.tls() instanceof UpstreamTls.Plain) {
            return null;
        }
        try {
            return tls.client(upstream.tls());
        } catch (SSLException e) {
            throw new StartFailure(
                    where + "TLS cannot be set up: " + e.getMessage() + " (expected: a usable ca file).");
        }
    }

    /// One pool for each site, for one event loop.
    public List<UpstreamPool> pools(EventLoop loop) {
        return shared.stream()
                .map(one -> new UpstreamPool(loop, one.connector(), one.health(), places, answerNanos))
                .toList();
    }

    /// What the exchanges with a site's upstream showed.
    public UpstreamHealth health(int site) {
        return shared.get(site).health();
    }

    /// Whether a site's upstream could not be reached within the last two minutes, or cannot be now.
    public boolean restarting(int site, Instant now) {
        return shared.get(site).health().restarting(now);
    }

    public List<ServerStatus.UpstreamHealth> snapshot() {
        return shared.stream().map(one -> one.health().snapshot()).toList();
    }

    /// Looks the names up again; blocks.
    public void refresh() {
        shared.forEach(one -> one.addresses().refresh());
    }
}
