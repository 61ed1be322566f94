package dev.portcullis.rules.signal;

import java.util.List;
import java.util.Set;

/// What Home Assistant's paths mean to somebody who reads status codes.
final class HomePaths {

    private static final String API = "/api/";
    private static final String MEDIA = "/media/";
    private static final String AUTH = "/auth/";
    private static final String INGRESS = "/api/hassio_ingress/";
    private static final String LOGIN_FLOW = "/auth/login_flow/";

    /// Names below `/api/` that let nobody in without a credential, in the path itself and everything below.
    private static final List<String> GUARDED = List.of(
            "alexa/smart_home",
            "calendars",
            "config",
            "core",
            "diagnostics",
            "error_log",
            "events",
            "google_assistant",
            "history",
            "logbook",
            "mobile_app/registrations",
            "services",
            "states",
            "stream",
            "template");

    /// `camera`, `image`, `media_player`: their tokens change every few minutes.
    private static final List<String> MEDIA_PROXIES =
            List.of("camera_proxy", "camera_proxy_stream", "image_proxy", "image_proxy_stream", "media_player_proxy");

    /// Unguessable names in the path, which go out of use.
    private static final List<String> PASSING = List.of("hls", "tts_proxy", "image/serve", "hassio_ingress");

    /// First segments that Home Assistant and its panels use.
    private static final Set<String> FIRST = Set.of(
            "auth",
            "calendar",
            "climate",
            "config",
            "developer-tools",
            "energy",
            "hacs",
            "hacsfiles",
            "hassio",
            "history",
            "home",
            "frontend_es5",
            "frontend_latest",
            "light",
            "local",
            "logbook",
            "lovelace",
            "map",
            "media",
            "media-browser",
            "profile",
            "security",
            "shopping-list",
            "static",
            "todo",
            "_my_redirect",
            "onboarding.html");

    /// Second segments below `/api/`, beside those above.
    private static final Set<String> BELOW_API = Set.of(
            "",
            "alexa",
            "ambiclimate",
            "backup",
            "brands",
            "cloud",
            "conversation",
            "doorbird",
            "esphome",
            "file_upload",
            "foursquare",
            "generic",
            "hassio",
            "image",
            "intent",
            "ios",
            "konnected",
            "logi_circle",
            "mcp",
            "media_source",
            "meraki",
            "minut",
            "mobile_app",
            "notify.html5",
            "onboarding",
            "person",
            "plex",
            "shelly",
            "stt",
            "telegram_webhooks",
            "tts_get_url",
            "webhook",
            "webrtc",
            "websocket",
            "zha");

    private HomePaths() {}

    /// Whether Home Assistant answers with success only to a good credential.
    static boolean isGuarded(String path) {
        return path.equals(API) || path.startsWith(MEDIA) || isBelowApi(path, GUARDED) || isMediaProxy(path);
    }

    static boolean isMediaProxy(String path) {
        return isBelowApi(path, MEDIA_PROXIES);
    }

    static boolean takesMediaToken(String path) {
        return isMediaProxy(path) || path.startsWith("/api/image/serve/");
    }

    /// Where a 401 is about Home Assistant's own credentials. What add-ons answer is their affair.
    static boolean asksForCredentials(String path) {
        return (path.startsWith(API) || path.startsWith(MEDIA) || path.startsWith(AUTH)) && !isIngress(path);
    }

    static boolean isIngress(String path) {
        return path.startsWith(INGRESS);
    }

    static boolean isLoginStep(String path) {
        return path.startsWith(LOGIN_FLOW);
    }

    /// Whether a 404 is what ordinary clients get: for files of an older front end, for what is gone by now,
    /// and for what only a good credential is told not to exist.
    static boolean mayBeGone(String path) {
        return path.startsWith("/frontend_latest/")
                || path.startsWith("/frontend_es5/")
                || path.startsWith("/static/")
                || path.startsWith("/hacsfiles/")
                || path.startsWith("/local/")
                || isBelowApi(path, PASSING)
                || isGuarded(path);
    }

    /// Whether Home Assistant has such paths, open to this client or not.
    static boolean isOwn(String path) {
        if (path.startsWith(API)) {
            return isBelowApi(path, GUARDED)
                    || isBelowApi(path, PASSING)
                    || isMediaProxy(path)
                    || BELOW_API.contains(segment(path, API.length()));
        }
        String first = segment(path, 1);
        return FIRST.contains(first) || first.startsWith("lovelace-") || first.startsWith("dashboard-");
    }

    private static String segment(String path, int from) {
        int slash = path.indexOf('/', from);
        return slash < 0 ? path.substring(from) : path.substring(from, slash);
    }

    private static boolean isBelowApi(String path, List<String> names) {
        if (!path.startsWith(API)) {
            return false;
        }
        for (String name : names) {
            int end = API.length() + name.length();
            if (path.startsWith(name, API.length()) && (path.length() == end || path.charAt(end) == '/')) {
                return true;
            }
        }
        return false;
    }
}
