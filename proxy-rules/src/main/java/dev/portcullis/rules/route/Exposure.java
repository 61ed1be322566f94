package dev.portcullis.rules.route;

import dev.portcullis.rules.path.NormalPath;
import dev.portcullis.rules.path.PathPattern;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Makes routes of what an owner writes under `expose`.
public final class Exposure {

    private static final String UNRESERVED_PUNCTUATION = "-._~";
    private static final String RAW_PUNCTUATION = UNRESERVED_PUNCTUATION + "!$&'()*+,=:@|^[]";
    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private Exposure() {}

    /// The route of a preset.
    public static List<Route> preset(Preset preset, Origins from, OptionalLong maxBody) {
        return List.of(new Route(
                "preset " + preset.key(),
                RouteKind.of(preset),
                HomeAssistantPaths.selections(preset),
                HomeAssistantPaths.exclusions(preset),
                from,
                maxBody));
    }

    /// One route for each webhook.
    ///
    /// @param methodsById ids as Home Assistant shows them, not percent-encoded; an empty set of methods stands for
    ///     those that Home Assistant answers to: POST, PUT, GET, HEAD
    /// @throws IllegalArgumentException if a request for such an id could not pass
    public static List<Route> webhooks(Map<String, Set<String>> methodsById, Origins from, OptionalLong maxBody) {
        List<Route> routes = new ArrayList<>();
        methodsById.forEach((id, methods) -> {
            Set<String> answered = methods.isEmpty() ? HomeAssistantPaths.WEBHOOK_METHODS : methods;
            Selection selection = new Selection(answered, webhookPaths(id));
            routes.add(new Route("webhooks " + id, RouteKind.WEBHOOKS, List.of(selection), List.of(), from, maxBody));
        });
        return routes;
    }

    /// The route of a list of patterns.
    ///
    /// @param methods empty for any
    public static List<Route> paths(
            List<PathPattern> patterns, Set<String> methods, Origins from, OptionalLong maxBody) {
        String name = patterns.stream().map(PathPattern::toString).collect(Collectors.joining(", ", "paths ", ""));
        return List.of(
                new Route(name, RouteKind.PATHS, List.of(new Selection(methods, patterns)), List.of(), from, maxBody));
    }

    /// Clients send characters such as `=` or `@` raw or percent-encoded; both mean this webhook to Home Assistant.
    private static List<PathPattern> webhookPaths(String id) {
        if (id.isEmpty()) {
            throw new IllegalArgumentException("\"\": no webhook id (expected: the id as Home Assistant shows it)");
        }
        try {
            return Stream.of(RAW_PUNCTUATION, UNRESERVED_PUNCTUATION)
                    .map(raw -> HomeAssistantPaths.WEBHOOK_PREFIX + encode(id, raw))
                    .distinct()
                    .map(NormalPath::of)
                    .map(PathPattern::exactly)
                    .toList();
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "\"" + id + "\": cannot be a webhook id behind this proxy (expected: the id as Home Assistant shows"
                            + " it). " + e.getMessage(),
                    e);
        }
    }

    private static String encode(String id, String raw) {
        StringBuilder encoded = new StringBuilder();
        for (byte octet : id.getBytes(StandardCharsets.UTF_8)) {
            char c = (char) (octet & 0xff);
            boolean alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (alphanumeric || raw.indexOf(c) >= 0) {
                encoded.append(c);
            } else {
                encoded.append('%').append(HEX.toHexDigits(octet));
            }
        }
        return encoded.toString();
    }
}
