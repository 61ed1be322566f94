package dev.portcullis.rules.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TokenTest {

    private static final String TOKEN = "/auth/token";
    private static final String REFRESH = "c0ffee5eed".repeat(12) + "deadbeef";
    private static final String REFRESHING =
            "client_id=https%3A%2F%2Fx%2F&grant_type=refresh_token&refresh_token=" + REFRESH;

    private final House house = House.quiet();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"error\":\"invalid_grant\"} | BAD_GRANT",
                "{\"error\":\"invalid_request\",\"error_description\":\"Invalid code\"} | BAD_AUTH_CODE",
                "{\"error\":\"invalid_request\",\"error_description\":\"Invalid client id\"} | BAD_TOKEN_REQUEST",
                "{\"error\":\"invalid_request\"} | BAD_TOKEN_REQUEST",
                "{\"error\":\"unsupported_grant_type\"} | UNSUPPORTED_GRANT",
                "400: Bad Request | NONE"
            })
    void a_400_says_which_credential_was_bad(String answer, Outcome expected) {
        assertThat(house.outcome(Sent.post(TOKEN).form(), REFRESHING, 400, answer))
                .isEqualTo(expected);
    }

    @Test
    void a_403_is_a_right_token_of_somebody_who_may_not() {
        assertThat(house.outcome(Sent.post(TOKEN).form(), REFRESHING, 403, "{\"error\":\"access_denied\"}"))
                .isEqualTo(Outcome.LOGIN_BLOCKED);
    }

    @Test
    void a_bad_refresh_token_is_known_by_its_hash() {
        Observation seen = Objects.requireNonNull(
                house.exchange(Sent.post(TOKEN).form(), REFRESHING, 400, "{\"error\":\"invalid_grant\"}"));
        assertThat(seen.credential())
                .isEqualTo(new Credential(
                        Credential.Kind.REFRESH_TOKEN, java.util.List.of(House.HASH.of(REFRESH)), false));
    }

    @Test
    void a_page_sends_its_form_in_parts_and_is_read_as_well() {
        String parts = "--xYz\r\nContent-Disposition: form-data; name=\"client_id\"\r\n\r\nhttps://x/\r\n"
                + "--xYz\r\nContent-Disposition: form-data; name=\"grant_type\"\r\n\r\nrefresh_token\r\n"
                + "--xYz\r\nContent-Disposition: form-data; name=\"refresh_token\"\r\n\r\n" + REFRESH
                + "\r\n--xYz--\r\n";
        Sent sent = Sent.post(TOKEN).with("content-type", "multipart/form-data; boundary=xYz");
        Observation seen = Objects.requireNonNull(house.exchange(sent, parts, 400, "{\"error\":\"invalid_grant\"}"));
        assertThat(seen.credential().hashes()).containsExactly(House.HASH.of(REFRESH));
        Sent quoted = Sent.post(TOKEN).with("content-type", "Multipart/Form-Data; charset=utf-8; boundary=\"xYz\"");
        seen = Objects.requireNonNull(house.exchange(quoted, parts, 400, "{\"error\":\"invalid_grant\"}"));
        assertThat(seen.credential().hashes()).containsExactly(House.HASH.of(REFRESH));
    }

    @Test
    void a_success_tells_all_by_which_the_client_will_be_known() {
        String access = House.fresh();
        String answer = "{\"access_token\":\"" + access + "\",\"token_type\":\"Bearer\",\"refresh_token\":\"ab"
                + REFRESH + "\",\"expires_in\":1800}";
        Observation seen =
                Objects.requireNonNull(house.exchange(Sent.post(TOKEN).form(), REFRESHING, 200, answer));
        assertThat(seen.outcome()).isEqualTo(Outcome.TOKEN_OK);
        assertThat(seen.credential().hashes())
                .containsExactlyInAnyOrder(
                        House.HASH.of(REFRESH),
                        House.HASH.of("ab" + REFRESH),
                        House.HASH.of(access),
                        House.HASH.of(House.ISSUER));
    }

    @Test
    void a_code_that_was_good_once_is_known_too_for_a_page_that_is_loaded_again() {
        String body = "grant_type=authorization_code&code=4d3c2b1a&client_id=x";
        String answer = "{\"access_token\":\"" + House.fresh() + "\",\"refresh_token\":\"r\"}";
        Observation seen =
                Objects.requireNonNull(house.exchange(Sent.post(TOKEN).form(), body, 200, answer));
        assertThat(seen.credential().kind()).isEqualTo(Credential.Kind.AUTH_CODE);
        assertThat(seen.credential().hashes()).contains(House.HASH.of("4d3c2b1a"));
    }

    @Test
    void a_guessed_code_cannot_hide_behind_a_token_that_is_not_asked_for() {
        String body = "refresh_token=same&grant_type=authorization_code&code=guess-17&code=same&client_id=x";
        String answer = "{\"error\":\"invalid_request\",\"error_description\":\"Invalid code\"}";
        Observation seen =
                Objects.requireNonNull(house.exchange(Sent.post(TOKEN).form(), body, 400, answer));
        assertThat(seen.credential().kind()).isEqualTo(Credential.Kind.AUTH_CODE);
        assertThat(seen.credential().hashes()).containsExactly(House.HASH.of("guess-17"));
    }

    @Test
    void names_and_values_are_percent_decoded() {
        String body = "grant%5Ftype=refresh%5Ftoken&refresh_token=%61+b%2B";
        Observation seen = Objects.requireNonNull(
                house.exchange(Sent.post(TOKEN).form(), body, 400, "{\"error\":\"invalid_grant\"}"));
        assertThat(seen.credential().hashes()).containsExactly(House.HASH.of("a b+"));
    }

    @Test
    void what_home_assistant_takes_for_no_form_is_none_here() {
        Sent json = Sent.post(TOKEN).with("content-type", "application/json");
        Observation seen =
                Objects.requireNonNull(house.exchange(json, REFRESHING, 400, "{\"error\":\"unsupported_grant_type\"}"));
        assertThat(seen.credential()).isEqualTo(Credential.NONE);
    }

    @Test
    void revoking_shows_nothing() {
        assertThat(house.exchange(Sent.post(TOKEN).form(), "action=revoke&token=" + REFRESH, 200, ""))
                .isNull();
        assertThat(house.exchange(Sent.post("/auth/revoke").form(), "token=" + REFRESH, 200, ""))
                .isNull();
    }

    @Test
    void a_last_pair_that_may_go_on_is_left_out() {
        String body = "grant_type=refresh_token&refresh_token=" + "a1".repeat(3000);
        Observation seen = Objects.requireNonNull(
                house.exchange(Sent.post(TOKEN).form(), body, 400, "{\"error\":\"invalid_grant\"}"));
        assertThat(seen.credential()).isEqualTo(Credential.NONE);
    }

    @Test
    void a_restart_is_passed_on() {
        ExchangeReader reader = house.begin(Sent.get("/api/config"));
        assertThat(Objects.requireNonNull(reader.answered(House.NOW, 401, true))
                        .answer()
                        .restarting())
                .isTrue();
        assertThat(reader.answered(House.NOW, 401, true)).as("told once").isNull();
    }
}
