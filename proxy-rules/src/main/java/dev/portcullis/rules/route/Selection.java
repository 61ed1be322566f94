package dev.portcullis.rules.route;

import dev.portcullis.rules.path.NormalPath;
import dev.portcullis.rules.path.PathPattern;
import java.util.List;
import java.util.Set;

/// Requests by method and path.
///
/// @param methods upper case; empty for any
/// @param paths any of these
public record Selection(Set<String> methods, List<PathPattern> paths) {

    public Selection {
        methods = Set.copyOf(methods);
        paths = List.copyOf(paths);
    }

    static Selection of(Set<String> methods, String... patterns) {
        return new Selection(methods, patterns(patterns));
    }

    static List<PathPattern> patterns(String... patterns) {
        return List.of(patterns).stream().map(PathPattern::parse).toList();
    }

    boolean takesPath(NormalPath path) {
        return matchesAny(paths, path);
    }

    /// Methods are case-sensitive (RFC 9110 §9.1).
    boolean takesMethod(String method) {
        return methods.isEmpty() || methods.contains(method);
    }

    static boolean matchesAny(List<PathPattern> patterns, NormalPath path) {
        for (int i = 0; i < patterns.size(); i++) {
            if (patterns.get(i).matches(path)) {
                return true;
            }
        }
        return false;
    }
}
