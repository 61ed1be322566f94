package dev.portcullis.config;

import dev.portcullis.rules.net.CidrSet;
import dev.portcullis.rules.path.PathPattern;
import dev.portcullis.rules.route.Exposure;
import dev.portcullis.rules.route.Origins;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/// Types of what rules let through: paths, methods, webhooks.
final class RouteTypes {

    private static final String A_PATTERN = "a path pattern such as /local/**";
    private static final String A_WEBHOOK_ID = "a webhook id as in /api/webhook/<id>";
    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS");

    private RouteTypes() {}

    static ScalarType<String> method() {
        return Words.choice(METHODS.toArray(String[]::new));
    }

    static ScalarType<PathPattern> pathPattern() {
        return new ScalarType<>(A_PATTERN, (text, _) -> {
            if (!text.startsWith("/")) {
                throw new Misfit(new Fault(Quoted.of(text), A_PATTERN)
                        .withHint(
                                text.toLowerCase(Locale.ROOT).startsWith("http")
                                        ? "Write the path alone."
                                        : "Patterns begin with \"/\"."));
            }
            if (text.chars().anyMatch(Character::isISOControl)) {
                throw new Misfit(Quoted.of(text), A_PATTERN);
            }
            try {
                return PathPattern.parse(text);
            } catch (IllegalArgumentException e) {
                throw Misfit.from(e);
            }
        });
    }

    /// Messages never show a webhook's id: it is all that a caller needs.
    static ScalarType<String> webhookId() {
        return new ScalarType<>(A_WEBHOOK_ID, (text, _) -> {
            if (text.startsWith("/api/webhook/") || text.contains("://")) {
                throw new Misfit("a path or address", A_WEBHOOK_ID, "Write the id alone, which is the last part.");
            }
            if (!canBeCalled(text)) {
                throw new Misfit("an id that cannot stand in a path", A_WEBHOOK_ID);
            }
            return text;
        });
    }

    private static boolean canBeCalled(String id) {
        try {
            Exposure.webhooks(Map.of(id, Set.of()), new Origins(Set.of(), CidrSet.EMPTY), OptionalLong.empty());
            return true;
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
