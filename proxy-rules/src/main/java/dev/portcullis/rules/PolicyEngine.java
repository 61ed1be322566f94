package dev.portcullis.rules;

import dev.portcullis.rules.route.Route;
import java.util.IdentityHashMap;
import java.util.List;

/// Decides requests. Immutable and pure: the same facts always get the same decision, from any thread.
public final class PolicyEngine {

    private static final Decision.Refuse DROP = new Decision.Refuse(Otherwise.DROP);

    private final List<Site> sites;

    /// An engine for this policy.
    public PolicyEngine(Policy policy) {
        sites = policy.sites().stream().map(Site::of).toList();
    }

    /// What becomes of a request; allocates nothing.
    public Decision decide(Facts facts) {
        return sites.get(facts.site()).decide(facts);
    }

    /// Whether the answer should come without content coding, so that a tap can read it: Home Assistant compresses
    /// its login answers for browsers, and they are below 1 kB.
    public boolean wantsIdentity(Facts facts) {
        return sites.get(facts.site()).policy().homeAssistant()
                && facts.path().value().startsWith("/auth/");
    }

    /// Decisions are made once, here, and handed out again and again.
    private record Site(SitePolicy policy, IdentityHashMap<Route, Decision> forwards, Decision refusal) {

        static Site of(SitePolicy policy) {
            IdentityHashMap<Route, Decision> forwards = new IdentityHashMap<>();
            policy.routes().routes().forEach(route -> forwards.put(route, new Decision.Forward(route)));
            return new Site(policy, forwards, new Decision.Refuse(policy.otherwise()));
        }

        Decision decide(Facts facts) {
            Route route = policy.routes().match(facts.method(), facts.path(), facts.zone(), facts.client());
            if (route != null) {
                return forwards.getOrDefault(route, DROP);
            }
            return policy.homeAssistant()
                            && OwnerCredentials.atStake(facts.path().value())
                    ? DROP
                    : refusal;
        }
    }
}
