package dev.portcullis.core;

import dev.portcullis.core.accept.AllowanceGate;
import dev.portcullis.core.accept.BanGate;
import dev.portcullis.core.accept.ClientConnection;
import dev.portcullis.core.accept.ClientIdentity;
import dev.portcullis.core.accept.ConnectionCap;
import dev.portcullis.core.accept.ForwardedChain;
import dev.portcullis.core.accept.LiveConnections;
import dev.portcullis.core.accept.PeerIdentity;
import dev.portcullis.core.accept.TrustedProxies;
import dev.portcullis.core.accept.ValidationReserve;
import dev.portcullis.core.http.Backlog;
import dev.portcullis.core.http.HeadWriter;
import dev.portcullis.core.http.PlainHttpStage;
import dev.portcullis.core.http.Refusal;
import dev.portcullis.core.http.RefusalListener;
import dev.portcullis.core.http1.HeadReaders;
import dev.portcullis.core.http2.HeadSpaces;
import dev.portcullis.core.http2.RequestFields;
import dev.portcullis.core.observe.ExchangeLog;
import dev.portcullis.core.pipeline.ClientPipeline;
import dev.portcullis.core.pipeline.Drain;
import dev.portcullis.core.pipeline.ExchangeStages;
import dev.portcullis.core.pipeline.Listeners;
import dev.portcullis.core.pipeline.LoopState;
import dev.portcullis.core.pipeline.SocketTransport;
import dev.portcullis.core.pipeline.Tally;
import dev.portcullis.core.policy.PolicyStage;
import dev.portcullis.core.policy.RateGuard;
import dev.portcullis.core.tls.SniStage;
import dev.portcullis.core.tls.TlsContexts;
import dev.portcullis.core.tls.TlsPolicy;
import dev.portcullis.core.upstream.SiteRelay;
import dev.portcullis.core.upstream.UpstreamPool;
import dev.portcullis.core.upstream.Upstreams;
import dev.portcullis.rules.PolicyEngine;
import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.route.HostTable;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.internal.PlatformDependent;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// The running data plane.
public final class ProxyServer implements AutoCloseable {

    private static final Duration RESOLVE_AGAIN = Duration.ofSeconds(30);
    private static final Duration FORGET_VALIDATIONS = Duration.ofSeconds(30);
    private static final Duration ROTATE_TICKET_KEYS = Duration.ofHours(8);

    private final ProxyConfig config;
    private final SocketTransport transport;
    private final EventLoopGroup group;
    private final ConnectionCap httpsCap;
    private final ConnectionCap httpCap;
    private final Tally tally;
    private final ExchangeLog log;
    private final TrustedProxies trusted;
    private final BanGate bans;
    private final ForwardedChain chain;
    private final Upstreams upstreams;
    private final Map<EventLoop, LoopState> loops = new HashMap<>();
    private final List<Channel> httpsChannels;
    private final List<Channel> httpChannels;
    private final AtomicBoolean closing = new AtomicBoolean();

    private ProxyServer(
            ProxyConfig config,
            Certificates certificates,
            HttpChallenges httpChallenges,
            TlsChallenges tlsChallenges,
            Protection protection,
            ProxyEvents events,
            InstantSource time)
            throws StartFailure {
        this.config = config;
        transport = SocketTransport.of(config.transport());
        TlsPolicy policy = new TlsPolicy(transport.tls());
        upstreams = new Upstreams(config, transport.socket(), policy, events, time);
        httpsCap = cap(config.limits());
        // A cap of its own: full house on https must not stand in the way of an ACME validation.
        httpCap = cap(config.limits());
        tally = new Tally(events);
        trusted = new TrustedProxies(config.forwardedFrom(), config.proxyProtocolFrom());
        log = new ExchangeLog(protection, trusted, upstreams::restarting, time);
        bans = new BanGate(protection, time);
        chain = new ForwardedChain(config.forwardedFrom(), config.zones());
        HostTable hosts = HostTable.of(
                config.sites().stream().map(ProxyConfig.Site::hosts).toList());
        TlsContexts contexts = new TlsContexts(policy, config.sites().size(), new SecureRandom());
        SniStage.Shared tls = new SniStage.Shared(
                hosts,
                certificates,
                tlsChallenges,
                contexts,
                config.selfSignedZones(),
                config.timeouts().handshake().toMillis(),
                this::refused);
        group = transport.start(config.eventLoops());
        try {
            fillLoops(hosts, httpChallenges, new RateGuard(config, protection, time));
            ClientPipeline.Gates gates = new ClientPipeline.Gates(
                    new PeerIdentity(config.zones(), protection),
                    chain,
                    trusted,
                    bans,
                    new AllowanceGate(protection, time),
                    log);
            ClientPipeline https =
                    new ClientPipeline(config, loops, door(httpsCap, tlsChallenges::awaited, tls), tally, gates);
            ClientPipeline http =
                    new ClientPipeline(config, loops, door(httpCap, httpChallenges::awaited, null), tally, gates);
            httpsChannels = new Listeners(group, transport, https).bind("listen.https", config.https());
            httpChannels = bindOrClose(new Listeners(group, transport, http));
        } catch (StartFailure e) {
            group.shutdownGracefully(0, 0, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
            throw e;
        }
        every(RESOLVE_AGAIN, upstreams::refresh);
        every(FORGET_VALIDATIONS, () -> contexts.forgetValidations(tlsChallenges));
        every(ROTATE_TICKET_KEYS, contexts::rotateTicketKeys);
    }

    /// Binds every listener and serves from then on.
    ///
    /// @throws StartFailure if a listener cannot be bound or an upstream's name does not resolve; nothing is left
    ///     open
    public static ProxyServer start(
            ProxyConfig config,
            Certificates certificates,
            HttpChallenges httpChallenges,
            TlsChallenges tlsChallenges,
            Protection protection,
            ProxyEvents events,
            InstantSource time)
            throws StartFailure {
        return new ProxyServer(config, certificates, httpChallenges, tlsChallenges, protection, events, time);
    }

    private static ConnectionCap cap(ProxyConfig.Limits limits) {
        return new ConnectionCap(limits.connections(), limits.reserved());
    }

    private static ClientPipeline.Door door(ConnectionCap cap, BooleanSupplier awaited, SniStage.@Nullable Shared tls) {
        ValidationReserve reserve =
                new ValidationReserve(awaited, ValidationReserve.PLACES, ValidationReserve.VALIDATIONS);
        return new ClientPipeline.Door(cap, reserve, tls);
    }

    private List<Channel> bindOrClose(Listeners http) throws StartFailure {
        try {
            return http.bind("listen.http", config.http());
        } catch (StartFailure e) {
            httpsChannels.forEach(channel -> channel.close().awaitUninterruptibly());
            throw e;
        }
    }

    private void fillLoops(HostTable hosts, HttpChallenges challenges, RateGuard rates) {
        PolicyEngine engine = new PolicyEngine(config.policy());
        int httpsPort =
                config.https().isEmpty() ? 443 : config.https().getFirst().port();
        PlainHttpStage plain = new PlainHttpStage(hosts, challenges, httpsPort, this::turnsAway, this::refused);
        RefusalListener refused = (exchange, refusal, status, detail) -> {
            tally.refused(exchange.identity(), refusal);
            log.refused(exchange, refusal, status, detail);
        };
        // Half of the memory for buffers is for those that do not move; the rest must do for everybody else.
        int loopCount = 0;
        for (EventExecutor _ : group) {
            loopCount++;
        }
        long backlog = PlatformDependent.maxDirectMemory() / 2 / loopCount;
        for (EventExecutor executor : group) {
            EventLoop loop = (EventLoop) executor;
            HeadWriter writer = new HeadWriter();
            List<UpstreamPool> pools = upstreams.pools(loop);
            PolicyStage policy = new PolicyStage(rates, engine, relays(pools, writer, refused), refused);
            ExchangeStages stages = new ExchangeStages(chain, hosts, bans, policy, tally, log);
            loops.put(
                    loop,
                    new LoopState(
                            writer,
                            new HeadReaders(config.limits()),
                            new HeadSpaces(),
                            new RequestFields(config.limits(), new SplittableRandom()),
                            new Backlog(backlog),
                            new LiveConnections(),
                            pools,
                            stages,
                            plain));
        }
    }

    private void refused(ClientConnection connection, Refusal refusal) {
        tally.refused(connection.identity(), refusal);
        log.refused(connection, refusal);
    }

    /// For `listen.http`, where no front proxy says for whom it asks.
    private boolean turnsAway(ClientConnection connection) {
        ClientIdentity client = connection.identity();
        boolean banned = !trusted.contains(connection) && bans.turnsAway(client);
        if (banned) {
            tally.refused();
        }
        return banned;
    }

    private List<SiteRelay> relays(List<UpstreamPool> pools, HeadWriter writer, RefusalListener refused) {
        List<SiteRelay> relays = new ArrayList<>();
        for (int i = 0; i < pools.size(); i++) {
            relays.add(new SiteRelay(config.sites().get(i), pools.get(i), upstreams.health(i), writer, refused));
        }
        return relays;
    }

    /// Never on an event loop: what is repeated here may block.
    private void every(Duration period, Runnable task) {
        group.next()
                .scheduleAtFixedRate(
                        () -> Thread.ofVirtual().start(task),
                        period.toMillis(),
                        period.toMillis(),
                        TimeUnit.MILLISECONDS);
    }

    /// Closes what these clients have open, within a moment: connections, requests under way, websockets. A front
    /// proxy's connection only if what it carries just now is theirs. Any thread; returns at once.
    public void evict(Predicate<Address> banned) {
        if (!closing.get()) {
            loops.forEach((loop, state) -> loop.execute(() -> state.live().evict(banned)));
        }
    }

    /// What is going on right now.
    public ServerStatus status() {
        return new ServerStatus(
                transport.name(),
                TlsPolicy.name(transport.tls()),
                bound(httpsChannels),
                bound(httpChannels),
                httpsCap.open() + httpCap.open(),
                tally.tunnels(),
                tally.requests(),
                tally.refusals(),
                upstreams.snapshot());
    }

    private static List<ListenAddress> bound(List<Channel> channels) {
        return channels.stream()
                .map(channel -> (InetSocketAddress) channel.localAddress())
                .map(address -> address.getAddress().isAnyLocalAddress()
                        ? new ListenAddress(null, address.getPort())
                        : new ListenAddress(Address.of(address.getAddress()).toString(), address.getPort()))
                .toList();
    }

    /// Stops accepting, lets requests in flight finish within `timeouts.drain`, says goodbye to websockets, then
    /// closes everything. Blocks; never called on an event loop. A second call does nothing.
    @Override
    public void close() {
        if (!closing.compareAndSet(false, true)) {
            return;
        }
        List<Channel> listeners = new ArrayList<>(httpsChannels);
        listeners.addAll(httpChannels);
        new Drain(listeners, loops).run(config.timeouts().drain());
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).awaitUninterruptibly(5, TimeUnit.SECONDS);
    }
}
