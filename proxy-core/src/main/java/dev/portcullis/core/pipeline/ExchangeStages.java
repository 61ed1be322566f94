package dev.portcullis.core.pipeline;

import dev.portcullis.core.accept.ClientConnection;
import dev.portcullis.core.accept.ForwardedChain;
import dev.portcullis.core.http.BadMessage;
import dev.portcullis.core.http.Exchange;
import dev.portcullis.core.http.ExchangeStart;
import dev.portcullis.core.http.HeaderGuard;
import dev.portcullis.core.http.Normaliser;
import dev.portcullis.core.http.Refusal;
import dev.portcullis.core.policy.PolicyStage;
import dev.portcullis.rules.OwnerCredentials;
import dev.portcullis.rules.path.PathViolation;
import dev.portcullis.rules.route.HostTable;

/// The stages from "message" on, in order, on one event loop; HTTP/1 and later protocols all begin here.
public final class ExchangeStages implements ExchangeStart {

    private final HeaderGuard headerGuard;
    private final Normaliser normaliser;
    private final PolicyStage policy;
    private final ForwardedChain chain;
    private final Tally tally;

    public ExchangeStages(ForwardedChain chain, HostTable hosts, PolicyStage policy, Tally tally) {
        this.chain = chain;
        this.headerGuard = new HeaderGuard(hosts, chain);
        this.normaliser = new Normaliser();
        this.policy = policy;
        this.tally = tally;
    }

    @Override
    public void begin(Exchange exchange) {
        tally.request();
        try {
            headerGuard.check(exchange);
        } catch (BadMessage bad) {
            tally.refused(exchange.identity(), bad.refusal());
            exchange.refuse(bad.refusal(), bad.refusal().reason());
            return;
        }
        PathViolation violation = normaliser.normalise(exchange);
        if (violation != null) {
            tally.refused(exchange.identity(), Refusal.PATH);
            exchange.refuse(Refusal.PATH, violation.code());
            return;
        }
        policy.decide(exchange);
    }

    @Override
    public boolean mayBlameClient(String target) {
        return !OwnerCredentials.atStake(target);
    }

    @Override
    public void refused(ClientConnection connection, Refusal refusal) {
        if (chain.isFrontProxy(connection.identity())) {
            tally.refused();
        } else {
            tally.refused(connection.identity(), refusal);
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
