package dev.portcullis.rules.signal;

import dev.portcullis.rules.path.NormalPath;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Which probe families a refused request is of.
final class RefusedFamilies {

    /// What happens to anybody, or says more about us than about the client.
    private static final Set<String> SAY_NOTHING = Set.of(
            "banned",
            "body-size",
            "client-stalled",
            "connection-limit",
            "connection-rate",
            "forwarded-for",
            "proxy-header",
            "rate-limit",
            "request-body-time",
            "request-head-time",
            "truncated",
            "upstream-answer",
            "upstream-down",
            "upstream-full",
            "upstream-time");

    private static final String NOT_EXPOSED = "not-exposed";
    private static final String WEBHOOK = "/api/webhook/";
    private static final int GENERATED_LENGTH = 64;

    private final ProbeCatalog catalog;

    RefusedFamilies(ProbeCatalog catalog) {
        this.catalog = catalog;
    }

    /// Of a connection, or of a request that was never read.
    List<String> ofConnection(String refusal) {
        return SAY_NOTHING.contains(refusal)
                ? List.of()
                : catalog.refusal(refusal, "").map(List::of).orElse(List.of());
    }

    List<String> of(RequestView request, boolean home, String agent, String refusal, String detail) {
        if (SAY_NOTHING.contains(refusal)) {
            return List.of();
        }
        Set<String> families = new LinkedHashSet<>();
        NormalPath path = request.path();
        String unexposed = path == null || !refusal.equals(NOT_EXPOSED) ? "" : path.value();
        if (home && isWebhook(unexposed) && !isGenerated(unexposed)) {
            families.add("unknown-webhook");
        }
        catalog.refusal(refusal, detail).ifPresent(families::add);
        families.addAll(catalog.families(request.method(), request.target(), agent, request::field));
        if (!unexposed.isEmpty() && families.isEmpty()) {
            unexposed(request.method(), unexposed, home).ifPresent(families::add);
        }
        return List.copyOf(families);
    }

    private static boolean isWebhook(String path) {
        return path.startsWith(WEBHOOK) && path.length() > WEBHOOK.length() && path.indexOf('/', WEBHOOK.length()) < 0;
    }

    /// Whether its id is one that Home Assistant makes for an app (`components/webhook`, 32 random octets): nobody
    /// guesses such a one, so it is the app of somebody whose webhook is not listed.
    private static boolean isGenerated(String path) {
        return path.length() == WEBHOOK.length() + GENERATED_LENGTH
                && path.chars()
                        .skip(WEBHOOK.length())
                        .allMatch(c -> Letters.isDigit((char) c) || (c >= 'a' && c <= 'f'));
    }

    private static Optional<String> unexposed(String method, String path, boolean home) {
        if (HarmlessPaths.contains(path)) {
            return Optional.empty();
        }
        if (home && HomePaths.isOwn(path)) {
            return Optional.of("unexposed-home");
        }
        return Optional.of(method.equals("GET") || method.equals("HEAD") ? "unexposed" : "unexposed-write");
    }
}
