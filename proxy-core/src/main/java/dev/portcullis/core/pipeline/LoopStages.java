package dev.portcullis.core.pipeline;

import dev.portcullis.core.HttpChallenges;
import dev.portcullis.core.ProxyConfig;
import dev.portcullis.core.accept.BanGate;
import dev.portcullis.core.accept.ClientConnection;
import dev.portcullis.core.accept.ClientIdentity;
import dev.portcullis.core.http.HeadWriter;
import dev.portcullis.core.http.PlainHttpStage;
import dev.portcullis.core.http.Refusal;
import dev.portcullis.core.http.RefusalListener;
import dev.portcullis.core.http1.HeadReaders;
import dev.portcullis.core.http2.RequestFields;
import dev.portcullis.core.observe.ExchangeLog;
import dev.portcullis.core.pipeline.Generation.Everywhere;
import dev.portcullis.core.policy.PolicyStage;
import dev.portcullis.core.tally.LoopTally;
import dev.portcullis.core.tally.SiteTally;
import dev.portcullis.core.upstream.SiteRelay;
import dev.portcullis.core.upstream.UpstreamPool;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/// Puts the stages of one configuration together, for each event loop.
final class LoopStages {

    private final Generation shared;
    private final HttpChallenges challenges;
    private final Tally tally;
    private final BanGate bans;
    private final Refused refused;

    /// Is told of refused connections.
    interface Refused {
        void refused(ExchangeLog log, ClientConnection connection, Refusal refusal);
    }

    LoopStages(Generation shared, HttpChallenges challenges, Tally tally, BanGate bans, Refused refused) {
        this.shared = shared;
        this.challenges = challenges;
        this.tally = tally;
        this.bans = bans;
        this.refused = refused;
    }

    LoopGeneration on(EventLoop loop, Optional<Everywhere> former) {
        ExchangeLog log = shared.log();
        RefusalListener told = (exchange, refusal, status, detail) -> {
            tally.refused(exchange.identity(), refusal);
            log.refused(exchange, refusal, status, detail);
        };
        ProxyConfig config = shared.config();
        LoopTally counts = former.map(it -> it.on(loop).tally()).orElseGet(() -> new LoopTally(System::nanoTime));
        List<SiteTally> siteCounts = config.sites().stream()
                .map(site -> counts.site(site.hosts().getFirst()))
                .toList();
        List<UpstreamPool> pools = former.map(it -> shared.upstreams()
                        .pools(
                                loop,
                                siteCounts,
                                it.shared().upstreams(),
                                it.on(loop).pools()))
                .orElseGet(() -> shared.upstreams().pools(loop, siteCounts));
        PolicyStage policy = new PolicyStage(shared.rates(), shared.engine(), relays(pools, told), told);
        int httpsPort =
                config.https().isEmpty() ? 443 : config.https().getFirst().port();
        return new LoopGeneration(
                shared,
                new HeadReaders(config.limits()),
                new RequestFields(config.limits(), new SplittableRandom()),
                counts,
                pools,
                new ExchangeStages(shared.chain(), shared.hosts(), bans, policy, tally, counts, siteCounts, log),
                new PlainHttpStage(
                        shared.hosts(),
                        challenges,
                        httpsPort,
                        this::turnsAway,
                        (connection, refusal) -> refused.refused(log, connection, refusal)));
    }

    private List<SiteRelay> relays(List<UpstreamPool> pools, RefusalListener told) {
        HeadWriter writer = new HeadWriter();
        List<SiteRelay> relays = new ArrayList<>();
        for (int i = 0; i < pools.size(); i++) {
            relays.add(new SiteRelay(
                    shared.config().sites().get(i),
                    pools.get(i),
                    shared.upstreams().health(i),
                    writer,
                    told));
        }
        return relays;
    }

    /// For `listen.http`, where no front proxy says for whom it asks.
    private boolean turnsAway(ClientConnection connection) {
        ClientIdentity client = connection.identity();
        boolean banned = !shared.trusted().contains(connection) && bans.turnsAway(client);
        if (banned) {
            tally.refused(Refusal.BANNED);
        }
        return banned;
    }
}
