package dev.portcullis.rules.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Cidr;
import dev.portcullis.rules.net.CidrSet;
import dev.portcullis.rules.net.Zone;
import dev.portcullis.rules.path.NormalPath;
import dev.portcullis.rules.path.PathPattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExposureTest {

    private static final Zone LAN = new Zone("lan");
    private static final Origins ANYWHERE = Origins.zones("internet", "lan");
    private static final Address CLIENT = Address.parse("203.0.113.9").orElseThrow();

    private static boolean exposes(List<Route> routes, String method, String path, Zone zone) {
        return RouteTable.of(routes).match(method, NormalPath.of(path), zone, CLIENT) != null;
    }

    private static boolean exposes(Preset preset, String method, String path, Zone zone) {
        return exposes(Exposure.preset(preset, ANYWHERE, OptionalLong.empty()), method, path, zone);
    }

    /// The presets that expose a request to the internet: w(ebhooks) c(ompanion_app) a(lexa) g(oogle_assistant)
    /// u(i) e(verything).
    @ParameterizedTest
    @CsvSource({
        "GET, /, ue",
        "HEAD, /, ue",
        "OPTIONS, /, ue",
        "POST, /, e",
        "TRACE, /, e",
        "PROPFIND, /local/x, e",
        "GET, /lovelace/0, ue",
        "GET, /my-own-dashboard/kitchen, ue",
        "GET, /static/icons/favicon.ico, cague",
        "GET, /frontend_latest/app.js, cague",
        "GET, /frontend_es5/app.js, cague",
        "GET, /service_worker.js, cague",
        "GET, /manifest.json, cague",
        "POST, /manifest.json, e",
        "GET, /hacsfiles/x.js, ue",
        "GET, /local/doorbell.jpg, cue",
        "PUT, /local/doorbell.jpg, e",
        "GET, /local, ue",
        "GET, /media/local/doorbell.jpg, cue",
        "GET, /media/nas/film.mp4, ue",
        "GET, /auth/authorize, cague",
        "GET, /auth/providers, cague",
        "POST, /auth/login_flow, cague",
        "POST, /auth/login_flow/0a1b, cague",
        "DELETE, /auth/login_flow/0a1b, cague",
        "POST, /auth/login_flow/0a1b/x, ue",
        "POST, /auth/token, cague",
        "GET, /auth/token, ue",
        "POST, /auth/revoke, cue",
        "POST, /auth/link_user, ue",
        "GET, /auth/external/callback, ue",
        "GET, /.well-known/change-password, ue",
        "POST, /api/webhook/abc, wcue",
        "PUT, /api/webhook/abc, wue",
        "GET, /api/webhook/abc, wue",
        "HEAD, /api/webhook/abc, wue",
        "DELETE, /api/webhook/abc, ue",
        "POST, /api/webhook/, wcue",
        "POST, /api/webhook, ue",
        "POST, /api/webhook/abc/def, ue",
        "POST, /api/webhookx, ue",
        "GET, /api/websocket, cue",
        "GET, /api/config, cue",
        "GET, /api/states, ue",
        "POST, /api/states, ue",
        "GET, /api/camera_proxy/camera.door, cue",
        "GET, /api/camera_proxy_stream/camera.door, cue",
        "GET, /api/hls/tok/segment/1.m4s, cue",
        "POST, /api/mobile_app/registrations, cue",
        "POST, /api/alexa/smart_home, aue",
        "GET, /api/alexa/smart_home, ue",
        "POST, /api/google_assistant, gue",
        "POST, /api/services/light/turn_on, ue",
        "GET, /api/, ue",
        "POST, /api/backup/upload, ue",
        "GET, /api/shelly/ws, e",
        "GET, /description.xml, e",
        "GET, /api/someuser/lights, e",
        "PUT, /api/someuser/lights/1/state, e",
        "GET, /api/onboarding, ''",
        "POST, /api/onboarding/users, ''",
        "GET, /api/onboarding/installation_type, ''",
        "GET, /api/hassio, ''",
        "POST, /api/hassio/backups/new/upload, ''",
        "GET, /api/hassio/app/entrypoint.js, ''",
        "POST, /api/hassio_auth, ''",
        "POST, /api/hassio_auth/password_reset, ''",
        "GET, /api/hassio_ingress/tok/, ''",
        "GET, /api/hassio_ingress/tok/a%2Fb;c//d, ''",
        "GET, /onboarding.html, ue",
        "GET, /hassio/dashboard, ue",
    })
    void each_preset_exposes_its_set_to_the_internet(String method, String path, String presets) {
        StringBuilder exposing = new StringBuilder();
        for (Preset preset : Preset.values()) {
            if (exposes(preset, method, path, Zone.INTERNET)) {
                exposing.append(preset.key().charAt(0));
            }
        }
        assertThat(exposing).hasToString(presets);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/api/onboarding/users",
                "/api/hassio/backups/new/upload",
                "/api/hassio_ingress/tok/a;b",
                "/api/hassio_auth",
                "/api/shelly/ws",
                "/description.xml",
                "/api/someuser/lights"
            })
    void at_home_ui_and_everything_leave_nothing_out(String path) {
        assertThat(exposes(Preset.UI, "GET", path, LAN)).isTrue();
        assertThat(exposes(Preset.EVERYTHING, "GET", path, LAN)).isTrue();
    }

    @Test
    void an_escape_in_an_excluded_path_does_not_undo_the_exclusion() {
        assertThat(exposes(Preset.EVERYTHING, "GET", "/api/%68assio/x", Zone.INTERNET))
                .isFalse();
        assertThat(exposes(Preset.EVERYTHING, "GET", "/%61pi/onboarding%2Dx", Zone.INTERNET))
                .isFalse();
        assertThat(exposes(Preset.EVERYTHING, "GET", "/api/hassio%20x", Zone.INTERNET))
                .isFalse();
    }

    @Test
    void a_network_of_the_internet_is_still_the_internet_to_an_exclusion() {
        Origins office = new Origins(Set.of(), CidrSet.of(List.of(Cidr.parse("203.0.113.0/24"))));
        List<Route> ui = Exposure.preset(Preset.UI, office, OptionalLong.empty());

        assertThat(exposes(ui, "GET", "/api/states", Zone.INTERNET)).isTrue();
        assertThat(exposes(ui, "GET", "/api/hassio/info", Zone.INTERNET)).isFalse();
    }

    @Test
    void a_rule_that_names_an_excluded_path_exposes_it_before_or_behind_the_preset() {
        List<Route> ui = Exposure.preset(Preset.UI, ANYWHERE, OptionalLong.empty());
        List<Route> named = Exposure.paths(
                List.of(PathPattern.parse("/api/hassio_ingress/*/**")), Set.of(), ANYWHERE, OptionalLong.empty());
        List<Route> behind = new ArrayList<>(ui);
        behind.addAll(named);
        List<Route> before = new ArrayList<>(named);
        before.addAll(ui);

        for (List<Route> routes : List.of(behind, before)) {
            assertThat(exposes(routes, "GET", "/api/hassio_ingress/tok/x%2Fy", Zone.INTERNET))
                    .isTrue();
            assertThat(exposes(routes, "GET", "/api/hassio/info", Zone.INTERNET))
                    .isFalse();
        }
    }

    @Test
    void only_the_listed_webhooks_pass_with_their_own_methods() {
        List<Route> routes = Exposure.webhooks(
                Map.of("doorbell-8c1f04", Set.of(), "car-arrived-77ab", Set.of("POST")),
                ANYWHERE,
                OptionalLong.of(1024));

        for (String method : List.of("POST", "PUT", "GET", "HEAD")) {
            assertThat(exposes(routes, method, "/api/webhook/doorbell-8c1f04", Zone.INTERNET))
                    .isTrue();
        }
        assertThat(exposes(routes, "DELETE", "/api/webhook/doorbell-8c1f04", Zone.INTERNET))
                .isFalse();
        assertThat(exposes(routes, "post", "/api/webhook/doorbell-8c1f04", Zone.INTERNET))
                .isFalse();
        assertThat(exposes(routes, "POST", "/api/webhook/car-arrived-77ab", Zone.INTERNET))
                .isTrue();
        assertThat(exposes(routes, "GET", "/api/webhook/car-arrived-77ab", Zone.INTERNET))
                .isFalse();
        for (String path : List.of(
                "/",
                "/api/webhook",
                "/api/webhook/",
                "/api/webhook/doorbell-8c1f04/",
                "/api/webhook/doorbell-8c1f0",
                "/api/webhook/doorbell-8c1f045",
                "/api/webhook/Doorbell-8c1f04",
                "/api/webhook/doorbell-8c1f04%20",
                "/api/webhook/doorbell-8c1f04%3Fx",
                "/x/api/webhook/doorbell-8c1f04",
                "/api/webhooks/doorbell-8c1f04")) {
            assertThat(exposes(routes, "POST", path, Zone.INTERNET)).as(path).isFalse();
        }
        assertThat(routes).allSatisfy(route -> assertThat(route.maxBody()).hasValue(1024));
        assertThat(routes).extracting(Route::name).contains("webhooks doorbell-8c1f04", "webhooks car-arrived-77ab");
    }

    @ParameterizedTest
    @CsvSource({
        "dGVzdA==, /api/webhook/dGVzdA==, /api/webhook/dGVzdA%3d%3D",
        "tür auf, /api/webhook/t%C3%BCr%20auf, /api/webhook/t%c3%bcr%20auf",
        "a@b:c, /api/webhook/a@b:c, /api/webhook/a%40b%3Ac",
        "100%, /api/webhook/100%25, /api/webhook/%3100%25",
        "a%41, /api/webhook/a%2541, /api/webhook/%61%2541",
        "a*, /api/webhook/a*, /api/webhook/a%2A",
        "a?b#c, /api/webhook/a%3Fb%23c, /api/webhook/a%3fb%23c",
    })
    void a_webhook_id_may_hold_any_character_that_can_travel(String id, String path, String otherSpelling) {
        List<Route> routes = Exposure.webhooks(Map.of(id, Set.of()), ANYWHERE, OptionalLong.empty());

        assertThat(exposes(routes, "POST", path, Zone.INTERNET)).isTrue();
        assertThat(exposes(routes, "POST", otherSpelling, Zone.INTERNET)).isTrue();
        assertThat(exposes(routes, "POST", "/api/webhook/aX", Zone.INTERNET)).isFalse();
        assertThat(exposes(routes, "POST", "/api/webhook/aA", Zone.INTERNET)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"'', no webhook id", ".., dot-segment", "a/b, encoded-slash", "a;b, semicolon", "a%2Fb, double-encoding"
    })
    void refuses_an_id_that_no_request_could_carry(String id, String reason) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Exposure.webhooks(Map.of(id, Set.of()), ANYWHERE, OptionalLong.empty()))
                .withMessageStartingWith("\"" + id + "\": ")
                .withMessageContaining(reason);
    }

    @ParameterizedTest
    @EnumSource(Preset.class)
    void a_preset_is_for_its_origins_only(Preset preset) {
        List<Route> routes = Exposure.preset(preset, Origins.zones("lan"), OptionalLong.empty());
        List<String> paths = List.of("/", "/auth/token", "/api/webhook/abc", "/manifest.json", "/api/websocket");

        assertThat(paths).noneMatch(path -> exposes(routes, "POST", path, Zone.INTERNET));
        assertThat(paths).anyMatch(path -> exposes(routes, "POST", path, LAN));
        assertThat(routes).extracting(Route::name).containsOnly("preset " + preset.key());
    }

    @Test
    void paths_are_named_as_the_owner_wrote_them() {
        List<Route> routes = Exposure.paths(
                List.of(PathPattern.parse("/local/**"), PathPattern.parse("/manifest.json")),
                Set.of("GET"),
                ANYWHERE,
                OptionalLong.empty());

        assertThat(routes).extracting(Route::name).containsExactly("paths /local/**, /manifest.json");
        assertThat(exposes(routes, "GET", "/local/a/b", Zone.INTERNET)).isTrue();
        assertThat(exposes(routes, "POST", "/local/a/b", Zone.INTERNET)).isFalse();
        assertThat(exposes(routes, "GET", "/local", Zone.INTERNET)).isFalse();
    }
}
