package dev.portcullis.rules.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoginFlowTest {

    private static final String FLOW = "/auth/login_flow/0c11a2f7e6b94d5d8a90f1e2d3c4b5a6";
    private static final String PASSWORD =
            "{\"username\": \" Olga \", \"password\": \"tiger-lily\", \"client_id\": \"x\"}";
    private static final String CODE = "{\"code\": \"271828\", \"client_id\": \"x\"}";

    private final House house = House.quiet();

    private static String form(String step, String errors) {
        return "{\"type\":\"form\",\"flow_id\":\"0c11a2f7e6b94d5d8a90f1e2d3c4b5a6\",\"handler\":[\"homeassistant\",null],"
                + "\"step_id\":\"" + step + "\",\"data_schema\":[{\"type\":\"string\",\"name\":\"username\"},"
                + "{\"type\":\"string\",\"name\":\"password\"}],\"errors\":" + errors
                + ",\"description_placeholders\":null,\"last_step\":null}";
    }

    private static String abort(String reason) {
        return "{\"type\":\"abort\",\"flow_id\":\"0c11\",\"handler\":[\"homeassistant\",null],\"reason\":\"" + reason
                + "\",\"description_placeholders\":null}";
    }

    @Test
    void a_wrong_password_is_seen_in_an_answer_of_200() {
        Observation seen = Objects.requireNonNull(
                house.exchange(Sent.post(FLOW), PASSWORD, 200, form("init", "{\"base\":\"invalid_auth\"}")));
        assertThat(seen.outcome()).isEqualTo(Outcome.WRONG_PASSWORD);
        assertThat(seen.credential().kind()).isEqualTo(Credential.Kind.PASSWORD);
        assertThat(seen.credential().hashes()).isEmpty();
        assertThat(seen.user()).isEqualTo(House.HASH.of("olga"));
        assertThat(seen.site()).isEqualTo("home");
        assertThat(seen.request().path()).startsWith("/auth/login_flow/~").hasSize(26);
    }

    @Test
    void a_wrong_code_is_a_guess_of_its_own_kind() {
        Observation seen = Objects.requireNonNull(
                house.exchange(Sent.post(FLOW), CODE, 200, form("mfa", "{\"base\":\"invalid_code\"}")));
        assertThat(seen.outcome()).isEqualTo(Outcome.WRONG_CODE);
        assertThat(seen.credential().kind()).isEqualTo(Credential.Kind.CODE);
        assertThat(seen.user()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "too_many_retry, TOO_MANY_CODES",
        "login_expired, LOGIN_EXPIRED",
        "not_allowed, LOGIN_BLOCKED",
        "whatever_comes_next, LOGIN_BLOCKED"
    })
    void an_abort_says_why(String reason, Outcome expected) {
        assertThat(house.outcome(Sent.post(FLOW), CODE, 200, abort(reason))).isEqualTo(expected);
    }

    @Test
    void a_created_entry_is_a_login() {
        String answer =
                "{\"version\":1,\"type\":\"create_entry\",\"handler\":[\"homeassistant\",null],\"result\":\"9f\"}";
        assertThat(house.outcome(Sent.post(FLOW), PASSWORD, 200, answer)).isEqualTo(Outcome.LOGIN_OK);
    }

    @Test
    void the_first_form_is_a_flow_begun_and_the_form_for_a_code_is_nothing() {
        assertThat(house.outcome(Sent.post("/auth/login_flow"), "{}", 200, form("init", "{}")))
                .isEqualTo(Outcome.FLOW_STARTED);
        assertThat(house.outcome(Sent.post("/auth/login_flow"), "{}", 200, form("init", "null")))
                .isEqualTo(Outcome.FLOW_STARTED);
        assertThat(house.exchange(Sent.post(FLOW), PASSWORD, 200, form("mfa", "{}")))
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "404, Invalid flow specified, UNKNOWN_FLOW",
        "400, IP address changed, ADDRESS_CHANGED",
        "400, User input malformed, MALFORMED_LOGIN",
        "400, Invalid JSON., MALFORMED_LOGIN",
        "400, Message format incorrect: required key not provided, MALFORMED_LOGIN",
        "400, Invalid client id, MALFORMED_LOGIN",
        "403, Invalid redirect URI, LOGIN_BLOCKED",
        "403, Login blocked: User is not active, LOGIN_BLOCKED",
        "500, Server got itself in trouble, UNSEEN_GUESS",
        "502, , NONE",
        "503, , NONE"
    })
    void other_statuses_say_what_went_wrong(int status, String message, Outcome expected) {
        assertThat(house.outcome(Sent.post(FLOW), PASSWORD, status, "{\"message\":\"" + message + "\"}"))
                .isEqualTo(expected);
    }

    @Test
    void a_400_to_a_proxy_that_is_not_trusted_is_nobodys_failed_login() {
        assertThat(house.exchange(Sent.post(FLOW), PASSWORD, 400, "400: Bad Request"))
                .isNull();
    }

    @Test
    void asking_for_a_flow_shows_nothing_and_cancelling_an_unknown_one_little() {
        assertThat(house.answer(Sent.get("/auth/login_flow"), 405)).isNull();
        assertThat(house.answer(Sent.get(FLOW), 500)).isNull();
        assertThat(house.answer(Sent.of("DELETE", FLOW), 200)).isNull();
        assertThat(house.outcome(Sent.of("DELETE", FLOW), 404)).isEqualTo(Outcome.UNKNOWN_FLOW);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"a\":{\"type\":\"form\",\"errors\":{\"base\":\"invalid_auth\"}}}",
                "{\"errors.base\":\"invalid_auth\",\"type\":\"form\"}",
                "{\"type\":\"form\",\"errors\":{\"x\":{\"base\":\"invalid_auth\"}}}",
                "{\"type\":\"form\",\"errors\":[\"base\",\"invalid_auth\"]}",
                "{\"type\":[\"form\"],\"errors\":{\"base\":\"invalid_auth\"}}"
            })
    void look_alikes_in_other_places_count_for_nothing(String answer) {
        assertThat(house.exchange(Sent.post(FLOW), PASSWORD, 200, answer)).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"[{\"type\":\"form\",\"errors\":{\"base\":\"invalid_auth\"}}]", "\"invalid_auth\"", "invalid_auth"
            })
    void what_is_no_answer_of_home_assistant_s_leaves_a_guess_unseen(String answer) {
        assertThat(house.outcome(Sent.post(FLOW), PASSWORD, 200, answer)).isEqualTo(Outcome.UNSEEN_GUESS);
    }

    @Test
    void an_answer_that_is_cut_anywhere_is_the_same_or_unseen() {
        String whole = form("init", "{\"base\":\"invalid_auth\"}");
        int decided = whole.indexOf("invalid_auth") + "invalid_auth\"".length();
        for (int length = 0; length < whole.length(); length++) {
            assertThat(house.outcome(Sent.post(FLOW), PASSWORD, 200, whole.substring(0, length)))
                    .as("first %d characters", length)
                    .isEqualTo(length < decided ? Outcome.UNSEEN_GUESS : Outcome.WRONG_PASSWORD);
        }
        String first = form("init", "{}");
        assertThat(house.outcome(Sent.post("/auth/login_flow"), "", 200, first.substring(0, first.length() - 1)))
                .isEqualTo(Outcome.NONE);
    }

    @Test
    void what_lies_behind_four_kibibytes_is_not_looked_at() {
        String padded = "{\"x\":\"" + "y".repeat(5000) + "\",\"type\":\"create_entry\"}";
        assertThat(house.outcome(Sent.post(FLOW), PASSWORD, 200, padded)).isEqualTo(Outcome.UNSEEN_GUESS);
        CappedBody body = new CappedBody();
        byte[] octets = padded.getBytes(StandardCharsets.US_ASCII);
        assertThat(body.data(octets, 0, octets.length)).isFalse();
        assertThat(body.length()).isEqualTo(ExchangeReader.LARGEST_BODY);
    }

    @Test
    void of_a_name_that_comes_twice_the_last_one_holds_as_for_home_assistant() {
        String twice = "{\"username\":\"decoy\",\"username\":\"olga\",\"password\":\"x\"}";
        Observation seen = Objects.requireNonNull(
                house.exchange(Sent.post(FLOW), twice, 200, form("init", "{\"base\":\"invalid_auth\"}")));
        assertThat(seen.user()).isEqualTo(House.HASH.of("olga"));
    }

    @Test
    void bodies_are_asked_for_only_where_they_tell() {
        assertThat(house.begin(Sent.get("/auth/login_flow")).requestBody()).isNull();
        assertThat(house.begin(Sent.post("/api/states")).requestBody()).isNull();
        assertThat(house.begin(Sent.post("/api/states")).answerBody(200)).isNull();
        assertThat(house.begin(Sent.post(FLOW).at(House.OTHER)).requestBody()).isNull();
        assertThat(house.begin(Sent.post(FLOW).at(House.OTHER)).answerBody(200)).isNull();
        assertThat(house.begin(Sent.post(FLOW)).answerBody(500)).isNull();
        assertThat(house.begin(Sent.post(FLOW)).answerBody(400)).isNotNull();
        assertThat(house.begin(Sent.post("/auth/login%5fflow/abc")).requestBody())
                .isNotNull();
    }
}
