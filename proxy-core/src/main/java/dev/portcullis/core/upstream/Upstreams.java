package dev.portcullis.core.upstream;

import dev.portcullis.core.ProxyConfig;
import dev.portcullis.core.ProxyConfig.Site;
import dev.portcullis.core.ProxyConfig.Upstream;
import dev.portcullis.core.ProxyConfig.UpstreamTls;
import dev.portcullis.core.ProxyEvents;
import dev.portcullis.core.ServerStatus;
import dev.portcullis.core.StartFailure;
import dev.portcullis.core.tally.SiteTally;
import dev.portcullis.core.tls.TlsPolicy;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslContext;
import java.net.UnknownHostException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// The upstreams of all sites, in the sites' order: what event loops share of them.
public final class Upstreams {

    /// What every configuration's upstreams are made with.
    public record Tools(
            Class<? extends SocketChannel> channelType, TlsPolicy tls, ProxyEvents events, InstantSource time) {}

    /// One site's upstream.
    ///
    /// @param connector the same object for as long as nothing of the upstream changes
    private record Shared(
            List<String> hosts,
            Upstream upstream,
            Waits waits,
            UpstreamAddresses addresses,
            @Nullable SslContext tls,
            UpstreamConnector connector,
            UpstreamHealth health) {}

    private record Waits(int connectMillis, long answerNanos) {
        static Waits of(ProxyConfig config) {
            return new Waits(
                    (int) config.timeouts().upstreamConnect().toMillis(),
                    config.timeouts().idle().toNanos());
        }
    }

    private final Tools tools;
    private final List<Shared> shared = new ArrayList<>();
    private final UpstreamPlaces places;
    private final ProxyConfig.Limits limits;

    /// Blocks until every upstream's name is resolved.
    ///
    /// @param former those of the configuration before: upstreams that did not change go on, with what is known
    ///     of
    ///     them
    /// @throws StartFailure for a name that does not resolve or TLS that cannot be set up
    public Upstreams(ProxyConfig config, Tools tools, Optional<Upstreams> former) throws StartFailure {
        this.tools = tools;
        this.limits = config.limits();
        this.places = former.map(it -> it.places)
                .orElseGet(() -> new UpstreamPlaces(limits.upstreamConnections(), limits.upstreamPerClient()));
        Waits waits = Waits.of(config);
        Map<Integer, Shared> known = known(config, former.map(it -> it.shared).orElse(List.of()));
        for (int i = 0; i < config.sites().size(); i++) {
            Site site = config.sites().get(i);
            Shared before = known.get(i);
            shared.add(before == null ? made("sites[" + i + "].upstream: ", site, waits) : same(before, site, waits));
        }
    }

    /// What each site had before: the one of its names, else one that no other site has any more.
    private static Map<Integer, Shared> known(ProxyConfig config, List<Shared> former) {
        Map<Integer, Shared> known = new HashMap<>();
        List<Shared> left = new ArrayList<>(former);
        for (boolean sameHosts : new boolean[] {true, false}) {
            for (int i = 0; i < config.sites().size(); i++) {
                Site site = config.sites().get(i);
                for (int k = 0; k < left.size() && !known.containsKey(i); k++) {
                    Shared candidate = left.get(k);
                    if (candidate.upstream().equals(site.upstream())
                            && (!sameHosts || candidate.hosts().equals(site.hosts()))) {
                        known.put(i, left.remove(k));
                    }
                }
            }
        }
        return known;
    }

    private Shared made(String where, Site site, Waits waits) throws StartFailure {
        Upstream upstream = site.upstream();
        UpstreamAddresses addresses = resolve(where, upstream);
        SslContext context = context(where, upstream, tools.tls());
        UpstreamHealth health = new UpstreamHealth(upstream.toString(), tools.events(), tools.time());
        return of(site.hosts(), upstream, waits, addresses, context, health);
    }

    /// The same upstream; with other time-outs its connections are made anew.
    private Shared same(Shared before, Site site, Waits waits) {
        if (!before.waits().equals(waits)) {
            return of(site.hosts(), before.upstream(), waits, before.addresses(), before.tls(), before.health());
        }
        return new Shared(
                site.hosts(),
                before.upstream(),
                waits,
                before.addresses(),
                before.tls(),
                before.connector(),
                before.health());
    }

    private Shared of(
            List<String> hosts,
            Upstream upstream,
            Waits waits,
            UpstreamAddresses addresses,
            @Nullable SslContext context,
            UpstreamHealth health) {
        UpstreamConnector connector = new UpstreamConnector(
                addresses, upstream.host(), upstream.port(), context, tools.channelType(), waits.connectMillis());
        return new Shared(hosts, upstream, waits, addresses, context, connector, health);
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

    /// From now on this configuration's limits hold, for pools of the former one too.
    public void enforceLimits() {
        places.limit(limits.upstreamConnections(), limits.upstreamPerClient());
    }

    /// One pool for each site, for one event loop.
    ///
    /// @param tallies that loop's counts of the sites
    public List<UpstreamPool> pools(EventLoop loop, List<SiteTally> tallies) {
        List<UpstreamPool> pools = new ArrayList<>();
        for (int i = 0; i < shared.size(); i++) {
            pools.add(pool(loop, shared.get(i), tallies.get(i)));
        }
        return List.copyOf(pools);
    }

    /// The same, where those of upstreams that did not change are taken over.
    ///
    /// @param former the upstreams of the configuration before
    /// @param theirs their pools on this event loop
    public List<UpstreamPool> pools(
            EventLoop loop, List<SiteTally> tallies, Upstreams former, List<UpstreamPool> theirs) {
        List<UpstreamPool> pools = new ArrayList<>();
        for (int i = 0; i < shared.size(); i++) {
            Shared one = shared.get(i);
            int kept = former.indexOf(one.connector());
            boolean same = kept >= 0 && theirs.get(kept).countsFor(tallies.get(i));
            pools.add(same ? theirs.get(kept) : pool(loop, one, tallies.get(i)));
        }
        return List.copyOf(pools);
    }

    @SuppressWarnings("ReferenceEquality") // What is asked is whether it is the very same.
    private int indexOf(UpstreamConnector wanted) {
        for (int i = 0; i < shared.size(); i++) {
            if (shared.get(i).connector() == wanted) {
                return i;
            }
        }
        return -1;
    }

    private UpstreamPool pool(EventLoop loop, Shared one, SiteTally tally) {
        return new UpstreamPool(
                loop, one.connector(), one.health(), places, one.waits().answerNanos(), tally);
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
