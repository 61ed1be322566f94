package dev.portcullis.core.policy;

import dev.portcullis.core.http.Exchange;
import dev.portcullis.core.http.LocalAnswer;
import dev.portcullis.core.http.Refusal;
import dev.portcullis.core.http.RefusalListener;
import dev.portcullis.core.upstream.SiteRelay;
import dev.portcullis.rules.Decision;
import dev.portcullis.rules.Facts;
import dev.portcullis.rules.Otherwise;
import dev.portcullis.rules.PolicyEngine;
import dev.portcullis.rules.path.PathViolation;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Carries out what policy decides.
///
/// *Reads* site, identity, method and path. *Passes on* what a rule exposes to the site's [SiteRelay]. *Refuses
/// with* the site's `otherwise`: no answer, 403 or 404; and with 400 where a path was only tolerable for a rule
/// that is not there.
public final class PolicyStage {

    private final PolicyEngine engine;
    private final List<SiteRelay> relays;
    private final RefusalListener refused;

    /// @param relays one for each site, of this event loop
    public PolicyStage(PolicyEngine engine, List<SiteRelay> relays, RefusalListener refused) {
        this.engine = engine;
        this.relays = List.copyOf(relays);
        this.refused = refused;
    }

    public void decide(Exchange exchange) {
        Facts facts = FactsOf.exchange(exchange);
        switch (engine.decide(facts)) {
            case Decision.Forward forward ->
                relays.get(exchange.site()).relay(exchange, forward.route().maxBody(), engine.wantsIdentity(facts));
            case Decision.Refuse refusal -> refuse(exchange, refusal.how());
        }
    }

    private void refuse(Exchange exchange, Otherwise how) {
        Optional<PathViolation> tolerated = exchange.path().tolerated();
        if (tolerated.isPresent()) {
            refused.refused(exchange, Refusal.PATH);
            exchange.refuse(Refusal.PATH, tolerated.get().code());
            return;
        }
        refused.refused(exchange, Refusal.NOT_EXPOSED);
        switch (how) {
            case DROP -> exchange.client().abort();
            case NOT_FOUND -> exchange.client().answer(LocalAnswer.text(404, "Not Found", Map.of(), false));
            case FORBIDDEN -> exchange.client().answer(LocalAnswer.text(403, "Forbidden", Map.of(), false));
        }
    }
}
