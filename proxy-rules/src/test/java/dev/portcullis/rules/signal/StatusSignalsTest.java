package dev.portcullis.rules.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusSignalsTest {

    private final House house = House.quiet();

    @ParameterizedTest
    @CsvSource({
        "/api/states, 401, NO_CREDENTIAL",
        "/media/wp-includes/wlwmanifest.xml, 401, NO_CREDENTIAL",
        "/auth/link_user, 401, NO_CREDENTIAL",
        "/api/states?authSig=a.b.c, 401, BAD_SIGNATURE",
        "/api/camera_proxy/camera.door?token=77, 401, BAD_MEDIA_TOKEN",
        "/api/camera_proxy/camera.door?token=77, 403, BAD_MEDIA_TOKEN",
        "/api/camera_proxy_stream/camera.door?token=77, 403, BAD_MEDIA_TOKEN",
        "/api/image_proxy/image.map?token=77, 403, BAD_MEDIA_TOKEN",
        "/api/image/serve/0a1b/512x512?token=77, 401, BAD_MEDIA_TOKEN",
        "/api/camera_proxy/camera.door, 403, NO_CREDENTIAL",
        "/api/alexa/flash_briefings/news?password=guess, 401, DENIED",
        "/api/states?token=77, 401, NO_CREDENTIAL",
        "/api/hassio_ingress/0a1b/login, 401, NONE",
        "/my-dashboard, 401, NONE",
        "/api/states, 403, NONE",
        "/api/states, 405, NONE",
        "/api/states, 500, NONE",
        "/api/states, 503, NONE",
        "/?x=%3Cscript%3E, 400, FILTERED",
        "/?id=1%20union%20select%20a(, 400, FILTERED",
        "/?a=concat(1), 400, FILTERED",
        "/?p=..%252f..%252fetc, 400, FILTERED",
        "/?x=%0d, 400, FILTERED",
        "/proc/self/environ, 400, FILTERED",
        "/?x=/a/b, 400, NONE",
        "/api/webhook/abc, 400, NONE",
        "/?auth_callback=1&redirect=/lovelace/0, 400, NONE",
        "/?x=%3Cscript%3E, 200, NONE",
        "/wp-login.php, 404, NOT_FOUND",
        "/api/nope, 404, NOT_FOUND",
        "/, 404, NONE",
        "/favicon.ico, 404, NONE",
        "/apple-touch-icon-120x120.png, 404, NONE",
        "/.well-known/assetlinks.json, 404, NONE",
        "/frontend_latest/app.0a1b2c3d.js, 404, NONE",
        "/frontend_es5/app.0a1b2c3d.js, 404, NONE",
        "/static/icons/x.png, 404, NONE",
        "/hacsfiles/card/card.js, 404, NONE",
        "/local/picture.jpg, 404, NONE",
        "/app.js.map, 404, NONE",
        "/api/hls/0a1b/playlist.m3u8, 404, NONE",
        "/api/tts_proxy/0a1b.mp3, 404, NONE",
        "/api/states/sensor.gone, 404, NONE",
        "/api/camera_proxy/camera.gone, 404, NONE",
        "/api/configuration, 404, NOT_FOUND",
        "/auth/login_flow/0a1b, 404, UNKNOWN_FLOW",
        "/lovelace, 200, NONE",
        "/api/websocket, 400, NONE"
    })
    void a_status_of_home_assistant_means_what_its_path_makes_of_it(String target, int status, Outcome expected) {
        assertThat(house.outcome(Sent.get(target), status)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /admin, 401, DENIED",
        "POST, /login, 403, DENIED",
        "POST, /login, 401, DENIED",
        "GET, /login, 200, NONE",
        "GET, /login, 400, NONE",
        "GET, /login, 500, NONE",
        "GET, /old, 404, NOT_FOUND",
        "GET, /favicon.ico, 404, NONE",
        "GET, /local/x, 404, NOT_FOUND"
    })
    void of_another_site_only_the_status_speaks(String method, String target, int status, Outcome expected) {
        assertThat(house.outcome(Sent.of(method, target).at(House.OTHER), status))
                .isEqualTo(expected);
    }

    @Test
    void a_bad_bearer_is_known_by_its_hash_and_by_what_it_was_issued_for() {
        String token = House.stale();
        Observation seen =
                Objects.requireNonNull(house.answer(Sent.get("/api/states").bearer(token), 401));
        assertThat(seen.outcome()).isEqualTo(Outcome.BAD_BEARER);
        assertThat(seen.credential().hashes()).containsExactly(House.HASH.of(token), House.HASH.of(House.ISSUER));
        assertThat(seen.credential().expired()).isTrue();
    }

    @Test
    void a_header_goes_before_what_the_query_holds() {
        Sent both = Sent.get("/api/camera_proxy/camera.door?token=77").bearer("abc");
        Observation seen = Objects.requireNonNull(house.answer(both, 401));
        assertThat(seen.outcome()).isEqualTo(Outcome.BAD_BEARER);
        assertThat(seen.credential().hashes()).containsExactly(House.HASH.of("abc"));
        Sent basic = Sent.get("/api/").with("authorization", "Basic b2xnYTp4");
        seen = Objects.requireNonNull(house.answer(basic, 401));
        assertThat(seen.outcome()).isEqualTo(Outcome.BAD_BEARER);
        assertThat(seen.credential().kind()).isEqualTo(Credential.Kind.BASIC);
    }

    @Test
    void of_a_parameter_that_comes_twice_the_first_one_holds_as_for_home_assistant() {
        Sent twice = Sent.get("/api/camera_proxy/camera.door?a=token=0&tokens=same&token=guess&token=same");
        Observation seen = Objects.requireNonNull(house.answer(twice, 403));
        assertThat(seen.credential().hashes()).containsExactly(House.HASH.of("guess"));
    }
}
