package dev.portcullis.config;

import dev.portcullis.config.Config.Exposed;
import dev.portcullis.config.Config.Rule;
import dev.portcullis.config.Config.Webhook;
import dev.portcullis.rules.limit.LimitPolicy.Bucket;
import dev.portcullis.rules.net.Cidr;
import dev.portcullis.rules.net.CidrSet;
import dev.portcullis.rules.path.PathPattern;
import dev.portcullis.rules.route.Origins;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Makes a [Rule] of one checked section below `expose`.
final class RuleAssembly {

    /// What Home Assistant accepts at `/api/webhook/<id>`.
    private static final Set<String> WEBHOOK_METHODS = Set.of("POST", "PUT", "GET", "HEAD");

    private RuleAssembly() {}

    static Rule rule(Section rule) {
        OptionalLong maxBody = rule.find(RuleKeys.MAX_BODY)
                .map(it -> OptionalLong.of(it.orElse(Long.MAX_VALUE)))
                .orElse(OptionalLong.empty());
        return new Rule(what(rule), maxBody, rule.find(RuleKeys.RATE).map(RuleAssembly::bucket));
    }

    /// What is allowed in one period may come at once.
    private static Bucket bucket(Amounts.Rate rate) {
        return new Bucket(rate.count(), rate.per(), rate.count());
    }

    private static Exposed what(Section rule) {
        Origins from = origins(rule.get(RuleKeys.FROM));
        Optional<Set<String>> methods = rule.find(RuleKeys.METHODS).map(RuleAssembly::set);
        if (rule.has(RuleKeys.PRESET)) {
            return new Exposed.ByPreset(rule.get(RuleKeys.PRESET), from);
        }
        if (rule.has(RuleKeys.PATHS)) {
            List<PathPattern> patterns = Assembly.values(rule.get(RuleKeys.PATHS));
            return new Exposed.Paths(patterns, methods.orElse(Set.of()), from);
        }
        List<Webhook> webhooks = new ArrayList<>();
        for (Section webhook : Assembly.values(rule.get(RuleKeys.WEBHOOKS))) {
            webhooks.add(new Webhook(
                    webhook.get(RuleKeys.ID),
                    webhook.find(RuleKeys.ID_METHODS)
                            .map(RuleAssembly::set)
                            .or(() -> methods)
                            .orElse(WEBHOOK_METHODS),
                    webhook.find(RuleKeys.ID_FROM).map(RuleAssembly::origins).orElse(from)));
        }
        return new Exposed.Webhooks(webhooks);
    }

    private static Set<String> set(List<Found<String>> found) {
        return new LinkedHashSet<>(Assembly.values(found));
    }

    private static Origins origins(List<Found<Origin>> found) {
        Set<String> zones = new LinkedHashSet<>();
        List<Cidr> networks = new ArrayList<>();
        for (Origin origin : Assembly.values(found)) {
            switch (origin) {
                case Origin.InZone zone -> zones.add(zone.name());
                case Origin.InNetwork network -> networks.add(network.cidr());
            }
        }
        return new Origins(zones, CidrSet.of(networks));
    }
}
