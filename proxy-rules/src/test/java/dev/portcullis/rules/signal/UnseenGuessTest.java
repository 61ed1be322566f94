package dev.portcullis.rules.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Home Assistant tries a password whether or not anybody waits for the answer.
class UnseenGuessTest {

    private static final String FLOW = "/auth/login_flow/0c11a2f7e6b94d5d8a90f1e2d3c4b5a6";
    private static final String PASSWORD = "{\"username\":\"olga\",\"password\":\"tiger-lily\",\"client_id\":\"x\"}";
    private static final String CODE = "{\"code\":\"271828\",\"client_id\":\"x\"}";

    private final House house = House.quiet();

    private @Nullable Observation refused(String body, int status, String refusal) {
        ExchangeReader reader = house.begin(Sent.post(FLOW));
        byte[] octets = body.getBytes(StandardCharsets.UTF_8);
        Objects.requireNonNull(reader.requestBody()).data(octets, 0, octets.length);
        return reader.refused(House.NOW, status, refusal, "");
    }

    @ParameterizedTest
    @ValueSource(strings = {PASSWORD, CODE})
    void who_hangs_up_before_the_answer_has_guessed_all_the_same(String body) {
        Observation seen = Objects.requireNonNull(house.exchange(Sent.post(FLOW), body, 0, ""));
        assertThat(seen.outcome()).isEqualTo(Outcome.UNSEEN_GUESS);
        assertThat(seen.credential().kind())
                .isEqualTo(body.equals(CODE) ? Credential.Kind.CODE : Credential.Kind.PASSWORD);
        assertThat(seen.user()).isEqualTo(body.equals(CODE) ? "" : House.HASH.of("olga"));
    }

    @ParameterizedTest
    @CsvSource({"client-stalled, 0", "upstream-time, 504", "upstream-answer, 502"})
    void an_answer_that_never_came_through_hides_no_guess(String refusal, int status) {
        Observation seen = Objects.requireNonNull(refused(PASSWORD, status, refusal));
        assertThat(seen.outcome()).isEqualTo(Outcome.UNSEEN_GUESS);
        assertThat(seen.user()).isEqualTo(House.HASH.of("olga"));
    }

    @ParameterizedTest
    @CsvSource({"upstream-down, 503", "rate-limit, 429", "not-exposed, 404", "request-body-time, 408"})
    void what_never_reached_home_assistant_is_no_guess(String refusal, int status) {
        Observation seen = refused(PASSWORD, status, refusal);
        assertThat(seen == null ? Outcome.NONE : seen.outcome()).isEqualTo(Outcome.NONE);
    }

    @Test
    void without_a_password_or_code_nothing_was_guessed() {
        assertThat(house.exchange(Sent.post(FLOW), "{\"client_id\":\"x\"}", 0, ""))
                .isNull();
        assertThat(house.exchange(Sent.post(FLOW), "", 0, "")).isNull();
        assertThat(house.exchange(Sent.post("/auth/login_flow"), PASSWORD, 0, ""))
                .isNull();
        assertThat(refused("{\"client_id\":\"x\"}", 504, "upstream-time")).isNull();
    }

    @Test
    void a_body_that_cannot_be_read_may_hold_a_password() {
        String padded = "{\"x\":\"" + "y".repeat(5_000) + "\"," + PASSWORD.substring(1);
        assertThat(house.outcome(Sent.post(FLOW), padded, 0, "")).isEqualTo(Outcome.UNSEEN_GUESS);
        assertThat(house.outcome(Sent.post(FLOW).with("content-encoding", "br"), "", 0, ""))
                .isEqualTo(Outcome.UNSEEN_GUESS);
    }

    @Test
    void an_answer_that_breaks_off_before_it_says_anything_was_not_seen() {
        assertThat(house.outcome(Sent.post(FLOW), PASSWORD, 200, "")).isEqualTo(Outcome.UNSEEN_GUESS);
        assertThat(house.outcome(Sent.post(FLOW), PASSWORD, 200, "{\"type\":\"form\",\"err"))
                .isEqualTo(Outcome.UNSEEN_GUESS);
        assertThat(house.outcome(Sent.post(FLOW), PASSWORD, 200, "{\"type\":\"form\",\"errors\":{}}"))
                .isEqualTo(Outcome.NONE);
    }

    /// `herror` is all that Home Assistant expects of a reverse look-up; of an odd name it counts nothing.
    @Test
    void a_500_is_what_a_wrong_password_gets_that_home_assistant_fails_to_count() {
        assertThat(house.outcome(Sent.post(FLOW), PASSWORD, 500, "")).isEqualTo(Outcome.UNSEEN_GUESS);
        assertThat(house.outcome(Sent.post(FLOW), CODE, 500, "")).isEqualTo(Outcome.UNSEEN_GUESS);
        assertThat(house.outcome(Sent.post(FLOW), "{}", 500, "")).isEqualTo(Outcome.NONE);
    }

    @Test
    void a_500_is_what_a_wrong_token_gets_too() {
        Sent token = Sent.post("/auth/token").form();
        assertThat(house.outcome(token, "grant_type=refresh_token&refresh_token=a1", 500, ""))
                .isEqualTo(Outcome.BAD_GRANT);
        assertThat(house.outcome(token, "grant_type=authorization_code&code=a1", 500, ""))
                .isEqualTo(Outcome.BAD_AUTH_CODE);
        assertThat(house.outcome(token, "action=revoke&token=a1", 500, "")).isEqualTo(Outcome.NONE);
        assertThat(house.outcome(Sent.get("/api/states").bearer("a1"), 500)).isEqualTo(Outcome.BAD_BEARER);
        assertThat(house.outcome(Sent.get("/api/states"), 500)).isEqualTo(Outcome.NONE);
        assertThat(house.outcome(Sent.get("/lovelace").bearer("a1"), 500)).isEqualTo(Outcome.NONE);
        assertThat(house.outcome(Sent.get("/api/camera_proxy/camera.off?token=a1"), 500))
                .isEqualTo(Outcome.NONE);
    }
}
