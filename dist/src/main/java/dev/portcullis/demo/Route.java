package dev.portcullis.demo;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// One entry of the route table.
///
/// @param pattern segments; `{name}` stands for one segment, and `{name...}` at the end for all that is left
/// @param guarded whether the view wants a known caller (401 otherwise)
/// @param anyOrigin whether a preflight of any origin is granted (403 otherwise)
record Route(Set<String> methods, List<String> pattern, boolean guarded, boolean anyOrigin, View view) {

    static Route open(String methods, String pattern, View view) {
        return new Route(Set.of(methods.split(" ", -1)), segments(pattern), false, false, view);
    }

    static Route guarded(String methods, String pattern, View view) {
        return new Route(Set.of(methods.split(" ", -1)), segments(pattern), true, false, view);
    }

    static Route prompt(String methods, String pattern, View.Prompt view) {
        return open(methods, pattern, view);
    }

    static Route buffered(String methods, String pattern, View.Buffered view) {
        return open(methods, pattern, view);
    }

    static Route guardedPrompt(String methods, String pattern, View.Prompt view) {
        return guarded(methods, pattern, view);
    }

    static Route guardedBuffered(String methods, String pattern, View.Buffered view) {
        return guarded(methods, pattern, view);
    }

    Route forAnyOrigin() {
        return new Route(methods, pattern, guarded, true, view);
    }

    /// The variables of the path, if this route is meant.
    Optional<Map<String, String>> match(String path) {
        List<String> segments = segments(path);
        Map<String, String> variables = new HashMap<>();
        for (int i = 0; i < pattern.size(); i++) {
            String wanted = pattern.get(i);
            if (wanted.endsWith("...}")) {
                if (i >= segments.size()) {
                    return Optional.empty();
                }
                variables.put(
                        wanted.substring(1, wanted.length() - 4),
                        String.join("/", segments.subList(i, segments.size())));
                return Optional.of(variables);
            }
            if (i >= segments.size() || !fits(wanted, segments.get(i), variables)) {
                return Optional.empty();
            }
        }
        return pattern.size() == segments.size() ? Optional.of(variables) : Optional.empty();
    }

    private static boolean fits(String wanted, String segment, Map<String, String> variables) {
        if (!wanted.startsWith("{")) {
            return wanted.equals(segment);
        }
        variables.put(wanted.substring(1, wanted.length() - 1), PercentText.decoded(segment));
        return !segment.isEmpty();
    }

    private static List<String> segments(String path) {
        return List.of(path.split("/", -1));
    }
}
