package dev.portcullis.core.policy;

import dev.portcullis.core.Protection;
import dev.portcullis.core.ProxyConfig;
import dev.portcullis.core.http.Exchange;
import dev.portcullis.rules.limit.ClientAllowance;
import dev.portcullis.rules.limit.RequestKind;
import dev.portcullis.rules.net.Zone;
import dev.portcullis.rules.route.Route;
import java.time.InstantSource;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;

/// How often one client may ask. Used on any event loop.
///
/// *Reads* method and path. *Passes on* what the client's allowance pays for. *Refuses with* how many seconds
/// to wait.
public final class RateGuard {

    private final Protection protection;
    private final InstantSource time;
    private final List<ProxyConfig.Site> sites;
    private final IdentityHashMap<Route, Integer> rules = new IdentityHashMap<>();
    private final RuleNumbers numbers;

    /// @param former the guard of the configuration before: a rule that is still there keeps what clients have
    ///     used
    ///     up of it
    public RateGuard(ProxyConfig config, Protection protection, InstantSource time, Optional<RateGuard> former) {
        this.protection = protection;
        this.time = time;
        this.sites = config.sites();
        this.numbers = new RuleNumbers(former.map(it -> it.numbers));
        config.policy()
                .sites()
                .forEach(site -> site.routes()
                        .routes()
                        .forEach(route -> rules.computeIfAbsent(route, it -> numbers.of(site.name(), it.name()))));
    }

    /// Takes one request from the client's allowance.
    ///
    /// @return 0 if it is admitted, else after how many seconds to try again
    int take(Exchange exchange) {
        RequestKind kind = sites.get(exchange.site()).homeAssistant()
                ? RequestKind.of(exchange.request().method(), exchange.path().value())
                : RequestKind.OTHER;
        boolean stranger = exchange.identity().zone().equals(Zone.INTERNET);
        return allowance(exchange).request(kind, stranger, time.millis());
    }

    /// The same for the rate of the rule that exposes it.
    int take(Exchange exchange, Route route) {
        if (route.rate().isEmpty()) {
            return 0;
        }
        int rule = rules.getOrDefault(route, -1);
        return allowance(exchange).request(rule, route.rate().get(), time.millis());
    }

    /// Behind a front proxy each request is another client's.
    private ClientAllowance allowance(Exchange exchange) {
        ClientAllowance ofConnection = exchange.connection().allowance();
        return ofConnection != null
                ? ofConnection
                : protection.limits().of(exchange.identity().address());
    }
}
