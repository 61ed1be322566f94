package dev.portcullis.rules.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Zone;
import dev.portcullis.rules.signal.Observation;
import dev.portcullis.rules.signal.Outcome;
import dev.portcullis.rules.signal.ProbeCatalog;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForeignSignalsTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

    private final ForeignSignals signals = new ForeignSignals(ProbeCatalog.standard(), ForeignPaths::scrub);

    @ParameterizedTest
    @CsvSource({
        "POST,/auth/token,200,TOKEN_OK",
        "POST,/auth/token,400,BAD_TOKEN_REQUEST",
        "GET,/auth/token,405,NONE",
        "POST,/auth/login_flow/9e107d9d372bb6826bd81d3542a419d6,200,NONE",
        "POST,/auth/login_flow/9e107d9d372bb6826bd81d3542a419d6,404,UNKNOWN_FLOW",
        "POST,/auth/login_flow/9e107d9d372bb6826bd81d3542a419d6,400,MALFORMED_LOGIN",
        "POST,/auth/login_flow/9e107d9d372bb6826bd81d3542a419d6,403,LOGIN_BLOCKED",
        "GET,/api/states,401,NO_CREDENTIAL",
        "GET,/api/camera_proxy/camera.door?token=0a,403,BAD_MEDIA_TOKEN",
        "GET,/api/camera_proxy/camera.door,403,NO_CREDENTIAL",
        "GET,/media/local/a.mp4?authSig=eyJ,401,BAD_SIGNATURE",
        "GET,/?x=../etc,400,FILTERED",
        "GET,/?x=/a/b,400,NONE",
        "GET,/nothing-here,404,NOT_FOUND",
        "GET,/frontend_latest/app.0a1b.js,404,NONE",
        "GET,/favicon.ico,404,NONE",
        "GET,/,200,NONE",
        "GET,/,502,NONE",
    })
    void a_status_says_what_became_of_a_request(String method, String target, int status, Outcome outcome) {
        assertThat(read(method, target, status).outcome()).isEqualTo(outcome);
    }

    @Test
    void a_name_that_was_refused_is_a_failed_login() {
        assertThat(signals.read(new ForeignRequest(NOON, client(), "GET", "/admin", "root", 401, "", ""), Zone.INTERNET)
                        .outcome())
                .isEqualTo(Outcome.DENIED);
    }

    @Test
    void tokens_of_one_client_are_one_credential() {
        assertThat(read("POST", "/auth/token", 400).credential())
                .isEqualTo(read("POST", "/auth/token", 400).credential())
                .isEqualTo(read("POST", "/auth/token", 200).credential());
    }

    @Test
    void a_probe_is_one_unless_its_path_was_served() {
        assertThat(read("GET", "/.env", 404).families()).containsExactly("secrets");
        assertThat(read("GET", "/.env", 301).families()).containsExactly("secrets");
        assertThat(read("GET", "/.env", 444).families()).containsExactly("secrets");
        assertThat(read("GET", "/.env", 200).families()).isEmpty();
        assertThat(read("GET", "/?x=${jndi:ldap://x}", 200).families()).containsExactly("injection");
    }

    @Test
    void a_message_that_is_no_http_and_another_form_of_target_are_probes() {
        assertThat(read("", "\u0016\u0003\u0001", 400).families()).containsExactly("framing");
        assertThat(read("", "", 400).families()).containsExactly("framing");
        assertThat(read("", "", 408).families()).isEmpty();
        assertThat(read("GET", "http://198.51.100.7/", 404).families()).containsExactly("open-proxy");
        assertThat(read("CONNECT", "198.51.100.7:443", 400).families()).containsExactly("open-proxy");
        assertThat(read("OPTIONS", "*", 405).families()).isEmpty();
    }

    @Test
    void two_minutes_around_an_absent_upstream_are_a_restart() {
        assertThat(at(NOON, 200).answer().restarting()).isFalse();
        assertThat(at(NOON.plusSeconds(10), 502).answer().restarting()).isTrue();
        assertThat(at(NOON.plusSeconds(130), 401).answer().restarting()).isTrue();
        assertThat(at(NOON.plusSeconds(131), 401).answer().restarting()).isFalse();
    }

    @Test
    void secrets_of_paths_do_not_get_through() {
        assertThat(read("POST", "/api/webhook/my-secret?x=1", 200).request().path())
                .isEqualTo("/api/webhook/~");
        assertThat(read("GET", "/api/hls/5d41402abc4b2a76b9719d911017c592/init.mp4", 200)
                        .request()
                        .path())
                .isEqualTo("/api/hls/~/init.mp4");
        assertThat(read("GET", "/a/6f1ed002ab5595859014ebf09", 404).request().path())
                .isEqualTo("/a/~");
        assertThat(read("GET", "/a/" + "b".repeat(1000), 404).request().path()).hasSize(512);
        assertThat(read("GET", "//x//", 404).request().path()).isEqualTo("//x//");
    }

    private Observation read(String method, String target, int status) {
        return signals.read(new ForeignRequest(NOON, client(), method, target, "", status, "", ""), Zone.INTERNET);
    }

    private Observation at(Instant time, int status) {
        return signals.read(new ForeignRequest(time, client(), "GET", "/", "", status, "", ""), Zone.INTERNET);
    }

    private static Address client() {
        return Address.parse("203.0.113.9").orElseThrow();
    }
}
