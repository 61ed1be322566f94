package dev.portcullis.rules.signal;

import dev.portcullis.rules.path.NormalPath;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// An owner's rule, ready to be held against requests.
///
/// @param header name of a field, lower case; empty if none is asked for
/// @param text what that field has to hold; empty if it only has to be there
record OwnRuleMatch(OwnRule rule, String header, String text) {

    static OwnRuleMatch of(OwnRule rule) {
        String header = rule.match().header().orElse("");
        int colon = header.indexOf(':');
        return colon < 0
                ? new OwnRuleMatch(rule, header.strip().toLowerCase(Locale.ROOT), "")
                : new OwnRuleMatch(
                        rule,
                        header.substring(0, colon).strip().toLowerCase(Locale.ROOT),
                        header.substring(colon + 1).strip());
    }

    /// The names of those that match. Allocates nothing when none does.
    static List<String> names(List<OwnRuleMatch> rules, RequestView request, int status) {
        List<String> names = List.of();
        for (int i = 0; i < rules.size(); i++) {
            OwnRuleMatch rule = rules.get(i);
            if (rule.matches(request, status)) {
                names = names.isEmpty() ? new ArrayList<>() : names;
                names.add(rule.rule.name());
            }
        }
        return names;
    }

    /// A rule without any part would mean everything that anybody does, so it means nothing.
    private boolean matches(RequestView request, int status) {
        OwnRule.Match match = rule.match();
        if (match.status().isPresent() && match.status().getAsInt() != status) {
            return false;
        }
        if (match.method().isPresent() && !match.method().get().equalsIgnoreCase(request.method())) {
            return false;
        }
        NormalPath path = request.path();
        if (match.path().isPresent() && (path == null || !match.path().get().matches(path))) {
            return false;
        }
        if (!header.isEmpty() && !holds(request.field(header))) {
            return false;
        }
        return !header.isEmpty()
                || match.status().isPresent()
                || match.method().isPresent()
                || match.path().isPresent();
    }

    private boolean holds(@Nullable String value) {
        if (value == null) {
            return false;
        }
        for (int from = 0; from + text.length() <= value.length(); from++) {
            if (value.regionMatches(true, from, text, 0, text.length())) {
                return true;
            }
        }
        return false;
    }
}
