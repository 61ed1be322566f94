package dev.portcullis.rules.route;

import java.util.Locale;

/// What kind of rule a route was made of, for counts: few and fixed, whatever an owner names and a client asks for.
public enum RouteKind {
    WEBHOOKS,
    COMPANION_APP,
    ALEXA,
    GOOGLE_ASSISTANT,
    UI,
    EVERYTHING,
    PATHS;

    static RouteKind of(Preset preset) {
        return switch (preset) {
            case WEBHOOKS -> WEBHOOKS;
            case COMPANION_APP -> COMPANION_APP;
            case ALEXA -> ALEXA;
            case GOOGLE_ASSISTANT -> GOOGLE_ASSISTANT;
            case UI -> UI;
            case EVERYTHING -> EVERYTHING;
        };
    }

    /// As metrics spell it: `companion_app`.
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
