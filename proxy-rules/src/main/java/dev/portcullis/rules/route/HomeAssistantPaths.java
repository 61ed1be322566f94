package dev.portcullis.rules.route;

import dev.portcullis.rules.net.Zone;
import dev.portcullis.rules.path.PathPattern;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Which of Home Assistant's paths each preset stands for.
final class HomeAssistantPaths {

    static final String WEBHOOK_PREFIX = "/api/webhook/";

    /// What Home Assistant's webhook view answers to (`components/webhook/__init__.py`).
    static final Set<String> WEBHOOK_METHODS = Set.of("POST", "PUT", "GET", "HEAD");

    private static final Set<String> ANY = Set.of();
    private static final Set<String> POST = Set.of("POST");
    private static final Set<String> READ = Set.of("GET", "HEAD");
    private static final Set<String> BROWSE = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> CHANGE = Set.of("POST", "PUT", "PATCH", "DELETE");
    private static final Set<String> LOGIN_FLOW_METHODS = Set.of("GET", "HEAD", "POST", "DELETE");

    /// By segment prefix: `/api/hassio`, `/api/hassio_ingress/…`, `/api/hassio_auth…`. A fresh or reset Home
    /// Assistant can be taken over by whoever reaches onboarding first; the Supervisor's interface restores backups
    /// until then.
    private static final List<PathPattern> NEVER_TO_THE_INTERNET =
            Selection.patterns("/api/onboarding*", "/api/onboarding*/**", "/api/hassio*", "/api/hassio*/**");

    /// Answers anybody without a login: Shelly's outbound websocket and what emulated_hue tells speakers.
    private static final List<PathPattern> FOR_DEVICES_AT_HOME =
            Selection.patterns("/api/shelly/ws", "/description.xml", "/api/*/lights", "/api/*/lights/**");

    private HomeAssistantPaths() {}

    static List<Selection> selections(Preset preset) {
        return switch (preset) {
            case WEBHOOKS -> List.of(Selection.of(WEBHOOK_METHODS, WEBHOOK_PREFIX + "*"));
            case COMPANION_APP -> companionApp();
            case ALEXA -> voice("/api/alexa/smart_home");
            case GOOGLE_ASSISTANT -> voice("/api/google_assistant");
            // A dashboard may have any first segment, so pages cannot be listed; only /auth and /api take changes.
            case UI -> List.of(Selection.of(BROWSE, "/**"), Selection.of(CHANGE, "/auth/**", "/api/**"));
            case EVERYTHING -> List.of(Selection.of(ANY, "/**"));
        };
    }

    static List<Exclusion> exclusions(Preset preset) {
        return switch (preset) {
            case WEBHOOKS, COMPANION_APP, ALEXA, GOOGLE_ASSISTANT -> List.of();
            case UI ->
                List.of(
                        new Exclusion(Zone.INTERNET, NEVER_TO_THE_INTERNET),
                        new Exclusion(Zone.INTERNET, FOR_DEVICES_AT_HOME));
            case EVERYTHING -> List.of(new Exclusion(Zone.INTERNET, NEVER_TO_THE_INTERNET));
        };
    }

    private static List<Selection> companionApp() {
        return Stream.concat(
                        Stream.of(
                                Selection.of(
                                        POST,
                                        WEBHOOK_PREFIX + "*",
                                        "/auth/token",
                                        "/auth/revoke",
                                        "/api/mobile_app/registrations"),
                                Selection.of(
                                        READ,
                                        "/api/websocket",
                                        "/api/config",
                                        "/api/camera_proxy/*",
                                        "/api/camera_proxy_stream/*",
                                        "/api/hls/**",
                                        "/local/**",
                                        "/media/local/**")),
                        signIn())
                .toList();
    }

    private static List<Selection> voice(String endpoint) {
        return Stream.concat(Stream.of(Selection.of(POST, endpoint, "/auth/token")), signIn())
                .toList();
    }

    /// The login page and what it loads.
    private static Stream<Selection> signIn() {
        return Stream.of(
                Selection.of(
                        READ,
                        "/auth/authorize",
                        "/auth/providers",
                        "/static/**",
                        "/frontend_latest/**",
                        "/frontend_es5/**",
                        "/service_worker.js",
                        "/manifest.json"),
                Selection.of(LOGIN_FLOW_METHODS, "/auth/login_flow", "/auth/login_flow/*"));
    }
}
