package dev.portcullis.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Refuses rules that do not say one clear thing.
final class RuleChecks {

    private static final List<Key<?>> SUBJECTS = List.of(RuleKeys.PRESET, RuleKeys.WEBHOOKS, RuleKeys.PATHS);
    private static final String ONE_SUBJECT = "exactly one of preset, webhooks and paths";

    private final List<String> zones;
    private final Findings findings;
    private final Map<String, Where> webhooks = new HashMap<>();

    private RuleChecks(List<String> zones, Findings findings) {
        this.zones = zones;
        this.findings = findings;
    }

    static void run(Section site, List<String> zones, Findings findings) {
        RuleChecks checks = new RuleChecks(zones, findings);
        site.get(SiteKeys.EXPOSE).forEach(it -> checks.rule(it.value()));
    }

    static Fault unknownZone(String name, List<String> zones) {
        return new Fault("unknown zone " + Quoted.of(name), Fault.oneOf(zones)).suggesting(name, zones);
    }

    private void rule(Section rule) {
        List<String> given = SUBJECTS.stream().filter(rule::has).map(Key::name).toList();
        if (given.isEmpty()) {
            findings.problem(rule.where(), new Fault("a rule without a subject", ONE_SUBJECT));
        } else if (given.size() > 1) {
            findings.problem(
                    rule.where(), new Fault(String.join(" and ", given), ONE_SUBJECT, "Write a rule for each."));
        }
        if (rule.has(RuleKeys.PRESET) && rule.has(RuleKeys.METHODS)) {
            findings.problem(
                    rule.at(RuleKeys.METHODS),
                    new Fault("methods with a preset", "methods with webhooks or paths", "A preset knows its own."));
        }
        knownZones(rule.find(RuleKeys.FROM).stream().flatMap(List::stream));
        for (Found<Section> webhook : rule.find(RuleKeys.WEBHOOKS).orElse(List.of())) {
            knownZones(webhook.value().find(RuleKeys.ID_FROM).stream().flatMap(List::stream));
            webhook.value().find(RuleKeys.ID).ifPresent(id -> once(id, webhook.where()));
        }
    }

    private void knownZones(Stream<Found<Origin>> origins) {
        origins.forEach(origin -> {
            if (origin.value() instanceof Origin.InZone(String name) && !zones.contains(name)) {
                findings.problem(origin.where(), unknownZone(name, zones));
            }
        });
    }

    /// The id itself is a secret and not shown.
    private void once(String id, Where where) {
        Where earlier = webhooks.putIfAbsent(id, where);
        if (earlier != null) {
            findings.problem(
                    where,
                    new Fault(
                            "the webhook id of " + earlier.path() + " (line "
                                    + earlier.mark().line() + ") again",
                            "each webhook once in a site"));
        }
    }
}
