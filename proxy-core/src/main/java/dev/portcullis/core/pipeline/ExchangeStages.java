package dev.portcullis.core.pipeline;

import dev.portcullis.core.accept.BanGate;
import dev.portcullis.core.accept.ClientConnection;
import dev.portcullis.core.accept.ClientIdentity;
import dev.portcullis.core.accept.ForwardedChain;
import dev.portcullis.core.http.BadMessage;
import dev.portcullis.core.http.Exchange;
import dev.portcullis.core.http.ExchangeStart;
import dev.portcullis.core.http.HeaderGuard;
import dev.portcullis.core.http.Normaliser;
import dev.portcullis.core.http.Refusal;
import dev.portcullis.core.observe.ExchangeLog;
import dev.portcullis.core.policy.PolicyStage;
import dev.portcullis.core.tally.LoopTally;
import dev.portcullis.core.tally.SiteTally;
import dev.portcullis.rules.OwnerCredentials;
import dev.portcullis.rules.path.PathViolation;
import dev.portcullis.rules.route.HostTable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The stages from "message" on, in order, on one event loop; HTTP/1 and later protocols all begin here.
final class ExchangeStages implements ExchangeStart {

    private final HeaderGuard headerGuard;
    private final BanGate bans;
    private final Normaliser normaliser;
    private final PolicyStage policy;
    private final Tally tally;
    private final LoopTally loopTally;
    private final List<SiteTally> siteTallies;
    private final ExchangeLog log;

    /// @param siteTallies of the sites, in their order
    ExchangeStages(
            ForwardedChain chain,
            HostTable hosts,
            BanGate bans,
            PolicyStage policy,
            Tally tally,
            LoopTally loopTally,
            List<SiteTally> siteTallies,
            ExchangeLog log) {
        this.headerGuard = new HeaderGuard(hosts, chain);
        this.bans = bans;
        this.normaliser = new Normaliser();
        this.policy = policy;
        this.tally = tally;
        this.loopTally = loopTally;
        this.siteTallies = List.copyOf(siteTallies);
        this.log = log;
    }

    @Override
    public void begin(Exchange exchange) {
        tally.request();
        exchange.connection().asked();
        exchange.begun(loopTally, exchange.connection().multiplexed());
        Refusal bad = headerGuard(exchange);
        if (exchange.site() >= 0) {
            exchange.countedFor(siteTallies.get(exchange.site()));
        }
        if (exchange.connection().frontProxy() && turnsAway(exchange)) {
            return;
        }
        if (bad != null) {
            refuse(exchange, bad, bad.reason(), "");
            return;
        }
        PathViolation violation = normaliser.normalise(exchange);
        if (violation != null) {
            refuse(exchange, Refusal.PATH, violation.code(), violation.code());
            return;
        }
        log.begin(exchange);
        policy.decide(exchange);
    }

    private @Nullable Refusal headerGuard(Exchange exchange) {
        try {
            headerGuard.check(exchange);
            return null;
        } catch (BadMessage bad) {
            return bad.refusal();
        }
    }

    private void refuse(Exchange exchange, Refusal refusal, String told, String detail) {
        tally.refused(exchange.identity(), refusal);
        log.refused(exchange, refusal, refusal.status(), detail);
        exchange.refuse(refusal, told);
    }

    /// Behind a front proxy it is only now known who asks. Whom it named is a client even where proxies are.
    private boolean turnsAway(Exchange exchange) {
        ClientIdentity client = exchange.identity();
        if (client.equals(exchange.connection().identity())) {
            return false;
        }
        exchange.connection().owner(client);
        if (!bans.turnsAway(client)) {
            return false;
        }
        tally.refused(Refusal.BANNED);
        log.refused(exchange, Refusal.BANNED, 0, "");
        exchange.client().abort();
        return true;
    }

    @Override
    public boolean mayBlameClient(String target) {
        return !OwnerCredentials.atStake(target);
    }

    @Override
    public void refused(ClientConnection connection, @Nullable Exchange exchange, Refusal refusal, int status) {
        if (connection.frontProxy()) {
            // What a front proxy does to the framing is nobody's fault.
            tally.refused(refusal);
            if (exchange != null) {
                exchange.observer().dropped();
            }
        } else if (exchange == null) {
            tally.refused(connection.identity(), refusal);
            log.refused(connection, refusal);
        } else {
            tally.refused(exchange.identity(), refusal);
            log.refused(exchange, refusal, status, "");
        }
    }

    @Override
    public void tunnelOpened() {
        tally.tunnelOpened();
    }

    @Override
    public void tunnelClosed() {
        tally.tunnelClosed();
    }
}
