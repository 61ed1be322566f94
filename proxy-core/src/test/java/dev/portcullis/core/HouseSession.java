package dev.portcullis.core;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;

/// What a household asks of its Home Assistant in a day, as browsers, phones, speakers and other people's clouds
/// write it; made from a seed.
final class HouseSession {

    private static final String ORIGIN = "https://" + TestProxy.HOST;
    private static final List<String> BROWSER = List.of(
            "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Accept: */*",
            "Accept-Language: de,en-US;q=0.7,en;q=0.3",
            "Accept-Encoding: gzip, deflate, br, zstd",
            "Referer: " + ORIGIN + "/lovelace/0?kiosk",
            "Cookie: ingress_session=5f4d; io=\"a b\"",
            "Sec-Fetch-Dest: empty",
            "Sec-Fetch-Mode: cors",
            "Sec-Fetch-Site: same-origin",
            "DNT: 1",
            "Priority: u=4, i");
    private static final List<String> APP = List.of(
            "User-Agent: Home Assistant/2026.11.1-15032 (Android 16; Pixel 9)",
            "Accept-Encoding: gzip",
            "Authorization: Bearer eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJhIn0.s-i_g");
    private static final List<String> NAMES = List.of(
            "Küche",
            "Wohnzimmer & Flur",
            "日本語の部屋",
            "50% off",
            "Tür (vorne) [1]",
            "AC／DC – „Live“",
            "été à la mer",
            "🏠 Zuhause",
            "a+b=c,d@2x!",
            "It's 7:50",
            "what?",
            "C#",
            "…and more",
            "~tilde_und-strich.v2");
    private static final List<String> ENTITIES =
            List.of("light.kitchen", "sensor.temp_1", "camera.front_door", "media_player.tv", "person.anna");

    private final SplittableRandom random = new SplittableRandom(20_261_123);
    private final List<Asked> requests = new ArrayList<>();

    private HouseSession() {}

    static List<Asked> requests() {
        HouseSession session = new HouseSession();
        for (int round = 0; round < 14; round++) {
            session.page(round);
            session.login();
            session.api(round);
            session.pictures(round);
            session.services(round);
        }
        return List.copyOf(session.requests);
    }

    /// Websockets that a household opens.
    static List<String> sockets() {
        return List.of(
                "/api/websocket",
                "/api/shelly/ws",
                "/api/hassio_ingress/h3Zs8-Vb_9Qk/ws?token=a%2Fb",
                "/api/hassio_ingress/h3Zs8-Vb_9Qk/socket.io/?EIO=4&transport=websocket",
                "/api/hassio_ingress/h3Zs8-Vb_9Qk/stable-abc?reconnectionToken=1f&skipWebSocketFrames=false");
    }

    private void page(int round) {
        browser("/" + pick(List.of("", "?homescreen=1", "lovelace/" + round, "history", "map", "_my_redirect/x?d=m")));
        browser("/dashboard-" + encoded(name()) + "/" + encoded(name()) + "?edit=1");
        browser("/?auth_callback=1&code=" + hex(16) + "&state=" + base64() + "%3D");
        browser("/static/translations/de-" + hex(16) + ".json");
        browser("/static/icons/favicon-" + (16 << (round % 4)) + "x" + (16 << (round % 4)) + ".png");
        browser("/static/fonts/roboto/Roboto-Regular.woff2");
        browser("/static/mdi/" + hex(5) + ".json");
        for (int i = 0; i < 12; i++) {
            browser("/frontend_latest/" + pick(List.of("app", "core", "panel-config", "" + round * 97)) + "."
                    + token().substring(0, 8 + i) + pick(List.of(".js", ".js.map", ".css")));
        }
        browser("/frontend_es5/custom-panel." + hex(8) + ".js");
        browser(pick(
                List.of("/service_worker.js", "/sw-modern.js", "/manifest.json", "/robots.txt", "/onboarding.html")));
        browser("/hacsfiles/" + pick(List.of("button-card", "mini-graph-card")) + "/card.js?hacstag=" + number());
        browser("/local/community/" + encoded(name()) + "/card-bundle.js?v=0." + round + ".1");
        browser("/local/" + encoded(name()) + "/" + encoded(name()) + ".svg");
        browser("/local/"
                + name().codePoints()
                        .filter(c -> c < 0x7f && "%?#[] &<>\"".indexOf(c) < 0)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                + ".png");
    }

    private void login() {
        browser("/auth/authorize?response_type=code&redirect_uri=" + encoded(ORIGIN + "/?auth_callback=1")
                + "&client_id=" + encoded(ORIGIN + "/") + "&state=" + base64());
        browser("/auth/authorize?client_id=https://home-assistant.io/iOS&redirect_uri=homeassistant://auth-callback");
        browser("/auth/providers");
        post("/auth/login_flow", BROWSER, "{\"client_id\":\"" + ORIGIN + "/\",\"handler\":[\"homeassistant\",null]}");
        post("/auth/login_flow/" + hex(16), BROWSER, "{\"username\":\"anna\",\"password\":\"" + name() + "\"}");
        post("/auth/token", BROWSER, "grant_type=authorization_code&client_id=" + encoded(ORIGIN) + "&code=" + hex(16));
        post("/auth/token", APP, "grant_type=refresh_token&refresh_token=" + hex(64));
        post("/auth/revoke", APP, "token=" + hex(64));
        browser("/auth/external/callback?state=" + token() + "." + token() + "&code=4%2F" + token());
        browser("/.well-known/" + pick(List.of("change-password", "oauth-authorization-server")));
    }

    private void api(int round) {
        String entity = pick(ENTITIES);
        String day = "2026-11-%02dT07".formatted(1 + round);
        app("GET", "/api/" + pick(List.of("", "config", "states", "services", "events", "error_log", "stream")));
        app("GET", "/api/states/" + entity);
        app("POST", "/api/states/" + entity);
        app("DELETE", "/api/states/" + entity);
        app("POST", "/api/services/light/" + pick(List.of("turn_on?return_response", "turn_off", "toggle")));
        app("POST", "/api/events/" + pick(List.of("zha_event", "mobile_app.notification_action", "ios.zone_entered")));
        app("POST", "/api/template");
        app(
                "GET",
                "/api/history/period/" + day + ":00:00+01:00?filter_entity_id=" + entity
                        + ",sensor.b&minimal_response");
        app("GET", "/api/history/period/" + day + "%3A50%3A54.526Z?end_time=" + day + "%3A59%3A00.000Z&no_attributes");
        app("GET", "/api/logbook/" + day + ":00:00.000Z?entity=" + entity + "&end_time=" + day + ":30:00+00:00");
        app("GET", "/api/calendars/calendar.family?start=" + day + ":00:00Z&end=" + day + ":01:00Z");
        app("GET", "/api/config/config_entries/entry?type=integration&domain=mqtt");
        app("POST", "/api/config/config_entries/flow/" + hex(16));
        app("DELETE", "/api/config/config_entries/flow/" + hex(16));
        app("GET", "/api/diagnostics/config_entry/" + hex(16) + "/device/" + hex(16));
        app("GET", "/api/backup/download/" + hex(4) + "?agent_id=backup.local");
        app("POST", "/api/file_upload");
        app("POST", "/api/mobile_app/registrations");
        app("OPTIONS", "/api/states");
        app("HEAD", "/manifest.json");
        app("GET", "/api/hassio/addons/core_" + pick(List.of("mosquitto", "ssh", "configurator")) + "/logo");
        app("GET", "/api/hassio/app/entrypoint.js?" + number());
    }

    private void pictures(int round) {
        String signature = "eyJhbGciOiJIUzI1NiJ9." + token() + "." + token();
        for (int i = 0; i < 6; i++) {
            browser("/api/camera_proxy" + (i % 2 == 0 ? "" : "_stream") + "/camera.front_" + i + "?token=" + hex(32));
        }
        browser("/api/camera_proxy/camera.garden?authSig=" + signature + "&width=640&height=" + (100 + round));
        browser("/api/image_proxy/image.map?token=" + hex(32) + "&state=2026-11-23T07:50:54.526929+00:00");
        browser("/api/media_player_proxy/media_player.tv?token=" + hex(32) + "&cache=" + hex(8));
        browser("/api/media_player_proxy/media_player.tv/browse_media/album/spotify:album:" + token() + "?token=a");
        for (String file : List.of("master_playlist.m3u8", "playlist.m3u8?_HLS_msn=" + round, "init.mp4")) {
            app("GET", "/api/hls/" + hex(32) + "/" + file);
        }
        for (int i = 0; i < 6; i++) {
            app("GET", "/api/hls/" + hex(32) + "/segment/" + round + "." + i + ".m4s");
        }
        app("GET", "/api/tts_proxy/" + token() + ".mp3");
        app("GET", "/api/tts_proxy/" + hex(20) + "_de-de_-_tts.google_translate_de_com.mp3");
        browser("/api/image/serve/" + hex(16) + "/" + pick(List.of("512x512", "256x256", "original")));
        browser("/api/brands/integration/" + pick(List.of("mqtt", "hue", "zha")) + "/icon@2x.png?token=" + hex(8));
        for (int i = 0; i < 4; i++) {
            browser("/media/local/" + encoded(name()) + "/" + encoded(name()) + "%20(" + i + ").mp4?authSig="
                    + signature);
        }
        browser("/media-browser/browser/app%2Cmedia-source%3Alocal-" + round);
        browser("/media/local/100%25%20" + encoded(name()) + ".jpg");
        browser("/media/local/50%2520off%20" + round + ".mp4");
    }

    private void services(int round) {
        for (int i = 0; i < 6; i++) {
            post("/api/webhook/" + hex(32), APP, "{\"type\":\"encrypted\",\"encrypted_data\":\"" + base64() + "\"}");
        }
        post("/api/webhook/" + base64() + "%3D%3D", List.of("User-Agent: Traccar"), "id=1&lat=52.5");
        post("/api/webhook/-" + token() + "_", List.of("User-Agent: GPSLogger/130"), "{}");
        add("GET", "/api/webhook/owntracks.id~" + round + ":2@home?x=1,2", List.of("User-Agent: OwnTracks"), "");
        add("PUT", "/api/webhook/" + encoded(name()), List.of("User-Agent: Shelly/2.0"), "{}");
        post("/api/telegram_webhooks", List.of("X-Telegram-Bot-Api-Secret-Token: " + hex(8)), "{\"update_id\":1}");
        post("/api/google_assistant", APP, "{\"requestId\":\"" + hex(8) + "\"}");
        post("/api/alexa/smart_home", APP, "{\"directive\":{}}");
        add("GET", "/api/alexa/flash_briefings/news?password=" + encoded(name()) + "%00%2F", List.of(), "");
        String ingress = "/api/hassio_ingress/" + token();
        browser(ingress + "/");
        browser(ingress + "//double/slash.js");
        browser(ingress + "/stable-" + hex(10) + "/static/out/vs/workbench/workbench.js");
        browser(ingress + "/flows/" + hex(4) + "%2F" + hex(4) + ";v=1?_=" + number());
        browser(ingress + "/api/files?path=%2Fconfig%2F..%2Fsecrets.yaml&name=" + encoded(name()));
    }

    private void browser(String target) {
        add("GET", target, BROWSER, "");
    }

    private void app(String method, String target) {
        add(method, target, APP, "");
    }

    private void post(String target, List<String> fields, String body) {
        add("POST", target, fields, body);
    }

    private void add(String method, String target, List<String> fields, String body) {
        String octets = new String(body.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        requests.add(new Asked(method, target, fields, octets));
    }

    private String pick(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }

    private String name() {
        return pick(NAMES);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%7E", "~");
    }

    private String hex(int octets) {
        return HexFormat.of().formatHex(octets(octets));
    }

    private String token() {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(octets(32));
    }

    private String base64() {
        return encoded(Base64.getEncoder().withoutPadding().encodeToString(octets(30)))
                .replace("%2F", "_");
    }

    private long number() {
        return random.nextLong(1_000_000_000_000L);
    }

    private byte[] octets(int length) {
        byte[] octets = new byte[length];
        random.nextBytes(octets);
        return octets;
    }
}
