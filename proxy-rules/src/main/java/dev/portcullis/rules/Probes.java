package dev.portcullis.rules;

import dev.portcullis.rules.ban.BanPolicy;
import dev.portcullis.rules.ban.Evidence;
import dev.portcullis.rules.history.ClientHistory;
import dev.portcullis.rules.history.Event.Kind;
import dev.portcullis.rules.history.KnownCredentials;
import dev.portcullis.rules.history.Windows;
import dev.portcullis.rules.signal.FamilyWeights;
import dev.portcullis.rules.signal.Observation;
import dev.portcullis.rules.signal.Outcome;
import dev.portcullis.rules.signal.OwnRule;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/// What an observation says of probing: the weightiest of its families counts, and each own rule that it matches.
final class Probes {

    private static final String FILTERED = "filtered";
    private static final String NOT_FOUND = "not-found";

    private final FamilyWeights weights;
    private final KnownCredentials known;

    Probes(FamilyWeights weights, KnownCredentials known) {
        this.weights = weights;
        this.known = known;
    }

    /// Judges it as a probe.
    ///
    /// @return the client's history thereafter
    ClientHistory judge(Observation seen, ClientHistory before, BanPolicy policy, Windows windows, List<Effect> out) {
        ClientHistory history = before;
        List<String> families = families(seen);
        if (!families.isEmpty()) {
            history = weightiest(seen, families, history, windows, out);
        }
        for (OwnRule rule : policy.rules()) {
            if (seen.ownRules().contains(rule.name()) && rule.weight() > 0) {
                out.add(new Effect.ProbeSeen(seen, rule.name(), rule.weight()));
                Kind kind = rule.enforced() ? Kind.RULE : Kind.TRIAL;
                history = added(seen, kind, List.of(), rule.name(), rule.weight(), history);
            }
        }
        return history;
    }

    private List<String> families(Observation seen) {
        List<String> families = new ArrayList<>(seen.families());
        Outcome outcome = Logins.outcome(seen);
        if (!seen.answer().restarting()) {
            if (outcome == Outcome.FILTERED) {
                families.add(FILTERED);
            } else if (outcome == Outcome.NOT_FOUND) {
                families.add(NOT_FOUND);
            }
        }
        if (known.knows(seen.credential().hashes())) {
            families.removeIf(Probes::isNormalForTheHousehold);
        }
        return families;
    }

    private static boolean isNormalForTheHousehold(String family) {
        return family.startsWith("unexposed") || family.startsWith("hassio") || family.equals(NOT_FOUND);
    }

    private ClientHistory weightiest(
            Observation seen, List<String> families, ClientHistory history, Windows windows, List<Effect> out) {
        String path = seen.request().path();
        List<String> keys = new ArrayList<>();
        String heaviest = "";
        double most = 0;
        for (String family : families) {
            List<String> key = path.isEmpty() ? List.of() : List.of(family + " " + path);
            keys.addAll(key);
            double weight = history.holds(Kind.PROBE, key) ? 0 : capped(family, history, windows);
            if (weight > most) {
                most = weight;
                heaviest = family;
            }
        }
        ClientHistory after = history.repeated(Kind.PROBE, keys);
        if (most <= 0) {
            return after;
        }
        out.add(new Effect.ProbeSeen(seen, heaviest, most));
        return added(seen, Kind.PROBE, keys, heaviest, most, after);
    }

    private double capped(String family, ClientHistory history, Windows windows) {
        OptionalDouble cap = weights.cap(family);
        double weight = weights.weight(family);
        return cap.isEmpty()
                ? weight
                : Math.min(weight, cap.getAsDouble() - history.weightOf(Kind.PROBE, Set.of(family), windows));
    }

    private ClientHistory added(
            Observation seen, Kind kind, List<String> keys, String what, double weight, ClientHistory history) {
        Evidence evidence = new Evidence(
                seen.at(), what, weight, seen.request(), seen.answer().status());
        boolean aside = seen.request().crossSite() || (kind == Kind.PROBE && weights.browserCanSend(what));
        return history.added(kind, keys, weight, aside, evidence);
    }
}
