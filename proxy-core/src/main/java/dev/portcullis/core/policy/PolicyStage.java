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
import dev.portcullis.rules.route.Route;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Carries out what policy decides.
///
/// *Reads* site, identity, method and path. *Passes on* what a rule exposes to the site's [SiteRelay]. *Refuses
/// with* 429 what a client's allowance does not pay for; with the site's `otherwise`: no answer, 403 or 404;
/// and with 400 where a path was only tolerable for a rule that is not there.
public final class PolicyStage {

    private final RateGuard rates;
    private final PolicyEngine engine;
    private final List<SiteRelay> relays;
    private final RefusalListener refused;

    /// @param relays one for each site, of this event loop
    public PolicyStage(RateGuard rates, PolicyEngine engine, List<SiteRelay> relays, RefusalListener refused) {
        this.rates = rates;
        this.engine = engine;
        this.relays = List.copyOf(relays);
        this.refused = refused;
    }

    public void decide(Exchange exchange) {
        int wait = rates.take(exchange);
        if (wait > 0) {
            tooMany(exchange, wait);
            return;
        }
        Facts facts = FactsOf.exchange(exchange);
        switch (engine.decide(facts)) {
            case Decision.Forward forward -> forward(exchange, forward.route(), engine.wantsIdentity(facts));
            case Decision.Refuse refusal -> refuse(exchange, refusal.how());
        }
    }

    private void forward(Exchange exchange, Route route, boolean identity) {
        int wait = rates.take(exchange, route);
        if (wait > 0) {
            tooMany(exchange, wait);
        } else {
            exchange.allowedBy(route.kind());
            relays.get(exchange.site()).relay(exchange, route.maxBody(), identity);
        }
    }

    private void tooMany(Exchange exchange, int seconds) {
        refused.refused(exchange, Refusal.RATE_LIMIT);
        String text = Refusal.RATE_LIMIT.code() + ": " + Refusal.RATE_LIMIT.reason();
        Map<String, String> later = Map.of("Retry-After", Integer.toString(seconds));
        exchange.client().answer(LocalAnswer.text(429, text, later, false));
    }

    private void refuse(Exchange exchange, Otherwise how) {
        Optional<PathViolation> tolerated = exchange.path().tolerated();
        if (tolerated.isPresent()) {
            refused.refused(
                    exchange,
                    Refusal.PATH,
                    Refusal.PATH.status(),
                    tolerated.get().code());
            exchange.refuse(Refusal.PATH, tolerated.get().code());
            return;
        }
        switch (how) {
            case DROP -> {
                refused.refused(exchange, Refusal.NOT_EXPOSED);
                exchange.client().abort();
            }
            case NOT_FOUND -> answer(exchange, LocalAnswer.text(404, "Not Found", Map.of(), false));
            case FORBIDDEN -> answer(exchange, LocalAnswer.text(403, "Forbidden", Map.of(), false));
        }
    }

    private void answer(Exchange exchange, LocalAnswer answer) {
        refused.refused(exchange, Refusal.NOT_EXPOSED, answer.status(), "");
        exchange.client().answer(answer);
    }
}
