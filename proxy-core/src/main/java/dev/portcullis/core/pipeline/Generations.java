package dev.portcullis.core.pipeline;

import dev.portcullis.core.Certificates;
import dev.portcullis.core.HttpChallenges;
import dev.portcullis.core.Protection;
import dev.portcullis.core.ProxyConfig;
import dev.portcullis.core.ProxyEvents;
import dev.portcullis.core.StartFailure;
import dev.portcullis.core.TlsChallenges;
import dev.portcullis.core.accept.BanGate;
import dev.portcullis.core.accept.ClientConnection;
import dev.portcullis.core.accept.ForwardedChain;
import dev.portcullis.core.accept.PeerIdentity;
import dev.portcullis.core.accept.TrustedProxies;
import dev.portcullis.core.http.ClientTimeouts;
import dev.portcullis.core.http.Refusal;
import dev.portcullis.core.observe.ExchangeLog;
import dev.portcullis.core.pipeline.Generation.Everywhere;
import dev.portcullis.core.policy.RateGuard;
import dev.portcullis.core.tls.SniStage;
import dev.portcullis.core.tls.TlsContexts;
import dev.portcullis.core.tls.TlsPolicy;
import dev.portcullis.core.upstream.Upstreams;
import dev.portcullis.rules.PolicyEngine;
import dev.portcullis.rules.route.HostTable;
import io.netty.channel.EventLoop;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Makes of each configuration all that follows from it, before any of it is in force.
public final class Generations {

    private final World world;
    private final TlsPolicy tls;
    private final Upstreams.Tools tools;
    private final Tally tally;
    private final BanGate bans;
    private final Set<EventLoop> loops;

    /// What a server works with, whatever its configuration.
    ///
    /// @param protection asked for its signals once for each configuration
    public record World(
            SocketTransport transport,
            HttpChallenges httpChallenges,
            TlsChallenges tlsChallenges,
            Protection protection,
            ProxyEvents events,
            InstantSource time) {}

    public Generations(World world, Tally tally, BanGate bans, Set<EventLoop> loops) {
        this.world = world;
        this.tls = new TlsPolicy(world.transport().tls());
        this.tools = new Upstreams.Tools(world.transport().socket(), tls, world.events(), world.time());
        this.tally = tally;
        this.bans = bans;
        this.loops = Set.copyOf(loops);
    }

    /// Blocks until every upstream's name is resolved.
    ///
    /// @param former in force until now: whatever does not change is taken over
    /// @throws StartFailure for a name that does not resolve or TLS that cannot be set up; then nothing is left
    public Everywhere of(ProxyConfig config, Certificates certificates, Optional<Everywhere> former)
            throws StartFailure {
        Optional<Generation> before = former.map(Everywhere::shared);
        Upstreams upstreams = new Upstreams(config, tools, before.map(Generation::upstreams));
        HostTable hosts = HostTable.of(
                config.sites().stream().map(ProxyConfig.Site::hosts).toList());
        TrustedProxies trusted = new TrustedProxies(config.forwardedFrom(), config.proxyProtocolFrom());
        ExchangeLog log = new ExchangeLog(world.protection(), trusted, upstreams::restarting, world.time());
        Generation shared = new Generation(
                config,
                ClientTimeouts.of(config.timeouts(), config.limits().bodyRate()),
                hosts,
                new PolicyEngine(config.policy()),
                new PeerIdentity(config.zones(), world.protection()),
                new ForwardedChain(config.forwardedFrom(), config.zones()),
                trusted,
                log,
                new SniStage.Shared(
                        hosts,
                        certificates,
                        world.tlsChallenges(),
                        contexts(config, before),
                        config.selfSignedZones(),
                        config.timeouts().handshake().toMillis(),
                        (connection, refusal) -> refused(log, connection, refusal)),
                new RateGuard(config, world.protection(), world.time(), before.map(Generation::rates)),
                upstreams);
        return everywhere(shared, former);
    }

    private Everywhere everywhere(Generation shared, Optional<Everywhere> former) {
        LoopStages stages = new LoopStages(shared, world.httpChallenges(), tally, bans, this::refused);
        Map<EventLoop, LoopGeneration> byLoop = new HashMap<>();
        for (EventLoop loop : loops) {
            byLoop.put(loop, stages.on(loop, former));
        }
        return new Everywhere(shared, byLoop);
    }

    /// A site is the one that has the same names.
    private TlsContexts contexts(ProxyConfig config, Optional<Generation> before) {
        if (before.isEmpty()) {
            return new TlsContexts(tls, config.sites().size(), new SecureRandom());
        }
        List<List<String>> known = before.get().config().sites().stream()
                .map(ProxyConfig.Site::hosts)
                .toList();
        List<Integer> former = new ArrayList<>();
        for (ProxyConfig.Site site : config.sites()) {
            former.add(known.indexOf(site.hosts()));
        }
        return before.get().tls().contexts().with(former);
    }

    private void refused(ExchangeLog log, ClientConnection connection, Refusal refusal) {
        tally.refused(connection.identity(), refusal);
        log.refused(connection, refusal);
    }
}
