package dev.portcullis.rules.replay;

import dev.portcullis.rules.path.NormalPath;
import dev.portcullis.rules.signal.Observation;
import dev.portcullis.rules.signal.OwnRule;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which of the owner's rules a logged request is of.
///
/// Our own log names them; rules that the log does not know are matched by what it holds, so a rule on a header other
/// than User-Agent cannot match.
final class RuleMatches {

    private final List<OwnRule> rules;

    RuleMatches(List<OwnRule> rules) {
        this.rules = rules;
    }

    Observation in(Observation seen) {
        if (rules.isEmpty() && seen.ownRules().isEmpty()) {
            return seen;
        }
        List<String> names = new ArrayList<>();
        NormalPath path = path(seen.request().path());
        for (OwnRule rule : rules) {
            if (seen.ownRules().contains(rule.name()) || holds(rule.match(), seen, path)) {
                names.add(rule.name());
            }
        }
        return new Observation(
                seen.at(),
                seen.client(),
                seen.zone(),
                seen.site(),
                seen.request(),
                seen.answer(),
                seen.outcome(),
                seen.credential(),
                seen.user(),
                seen.families(),
                names);
    }

    /// A rule without any part means nothing, rather than everything.
    private static boolean holds(OwnRule.Match match, Observation seen, @Nullable NormalPath path) {
        boolean any = match.path().isPresent()
                || match.method().isPresent()
                || match.header().isPresent()
                || match.status().isPresent();
        return any
                && match.path()
                        .map(pattern -> path != null && pattern.matches(path))
                        .orElse(true)
                && match.method().map(seen.request().method()::equalsIgnoreCase).orElse(true)
                && match.header().map(header -> agentHolds(header, seen)).orElse(true)
                && (match.status().isEmpty()
                        || match.status().getAsInt() == seen.answer().status());
    }

    private static boolean agentHolds(String header, Observation seen) {
        String agent = seen.request().agent();
        int colon = header.indexOf(':');
        String name = colon < 0 ? header : header.substring(0, colon);
        String text = colon < 0 ? "" : header.substring(colon + 1).strip().toLowerCase(Locale.ROOT);
        return name.strip().equalsIgnoreCase("user-agent")
                && !agent.isEmpty()
                && agent.toLowerCase(Locale.ROOT).contains(text);
    }

    private static @Nullable NormalPath path(String text) {
        return Optional.of(text)
                .filter(candidate -> candidate.startsWith("/"))
                .flatMap(RuleMatches::parsed)
                .orElse(null);
    }

    private static Optional<NormalPath> parsed(String text) {
        try {
            return Optional.of(NormalPath.of(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
