package dev.portcullis.rules.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Whoever gets a credential of their own making taken for a good one passes for one of the household.
class ProvenCredentialTest {

    private final House house = House.quiet();

    @Test
    void a_good_bearer_is_told_once_for_a_connection() {
        String token = House.fresh();
        Observation seen =
                Objects.requireNonNull(house.answer(Sent.get("/api/states").bearer(token), 200));
        assertThat(seen.outcome()).isEqualTo(Outcome.CREDENTIAL_OK);
        assertThat(seen.credential().hashes()).containsExactly(House.HASH.of(token), House.HASH.of(House.ISSUER));
        assertThat(house.answer(Sent.get("/api/config").bearer(token), 200)).isNull();
        assertThat(house.outcome(Sent.get("/api/config").bearer("another"), 200))
                .isEqualTo(Outcome.CREDENTIAL_OK);
        assertThat(House.quiet().outcome(Sent.get("/api/config").bearer(token), 304))
                .isEqualTo(Outcome.CREDENTIAL_OK);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/lovelace",
                "/manifest.json",
                "/static/icons/x.png",
                "/local/picture.jpg",
                "/auth/providers",
                "/auth/token",
                "/api/webhook/abc",
                "/api/configuration",
                "/api/hls/0a1b/playlist.m3u8",
                "/api/image/serve/0a1b/512x512",
                "/api/alexa/flash_briefings/news",
                "/api/hassio/app/entrypoint.js",
                "/api/hassio_ingress/0a1b/",
                "/api/onboarding",
                "/api/websocket"
            })
    void nothing_is_proven_where_anybody_gets_a_success(String path) {
        assertThat(house.answer(Sent.get(path).bearer("made-up"), 200)).isNull();
    }

    @Test
    void a_preflight_or_a_failure_proves_nothing() {
        assertThat(house.answer(Sent.of("OPTIONS", "/api/states").bearer("made-up"), 200))
                .isNull();
        assertThat(house.answer(Sent.get("/api/states").bearer("made-up"), 302)).isNull();
        assertThat(house.answer(Sent.get("/api/states/sensor.gone").bearer("made-up"), 404))
                .isNull();
        assertThat(house.outcome(Sent.get("/api/states").bearer("made-up"), 500))
                .isEqualTo(Outcome.BAD_BEARER);
    }

    @Test
    void of_two_credentials_nobody_knows_which_was_good() {
        Sent both = Sent.get("/api/camera_proxy/camera.door?token=leaked").bearer("made-up");
        assertThat(house.answer(both, 200)).isNull();
        assertThat(house.outcome(Sent.get("/api/camera_proxy/camera.door?token=leaked"), 200))
                .isEqualTo(Outcome.CREDENTIAL_OK);
    }

    @Test
    void signed_paths_are_told_once_and_only_where_home_assistant_takes_them() {
        String signature = House.fresh();
        Sent signed = Sent.get("/media/local/song.mp3?authSig=" + signature);
        Observation seen = Objects.requireNonNull(house.answer(signed, 206));
        assertThat(seen.credential().kind()).isEqualTo(Credential.Kind.SIGNED_PATH);
        assertThat(seen.credential().hashes()).contains(House.HASH.of(House.ISSUER));
        assertThat(house.answer(Sent.get("/media/local/other.mp3?authSig=another"), 200))
                .isNull();
        assertThat(House.quiet().answer(Sent.post("/api/states?authSig=" + signature), 200))
                .isNull();
    }

    @Test
    void elsewhere_a_success_proves_something_only_after_the_same_request_was_denied() {
        Sent page = Sent.get("/admin?tab=1").at(House.OTHER);
        Sent login = page.with("authorization", "Basic b2xnYTp4");
        assertThat(house.answer(login, 200)).isNull();
        assertThat(house.outcome(page, 401)).isEqualTo(Outcome.DENIED);
        assertThat(house.answer(Sent.get("/").at(House.OTHER).bearer("made-up"), 200))
                .isNull();
        assertThat(house.answer(Sent.get("/admin").at(House.OTHER).bearer("made-up"), 200))
                .isNull();
        assertThat(house.answer(
                        Sent.of("OPTIONS", "/admin?tab=1").at(House.OTHER).bearer("made-up"), 200))
                .isNull();
        assertThat(house.outcome(login, 200)).isEqualTo(Outcome.SITE_OK);
    }
}
