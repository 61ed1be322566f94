package dev.portcullis.rules.signal;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/// Good input with some of its bytes changed, over and over: what must hold for all bytes holds for these.
class HostileBytesTest {

    private static final int ROUNDS = 2_000;
    private static final String ODD = "\0\n\"\\{}[]:,%&=;.?/~\u00ff-";

    private final SignalFuzzTest holds = new SignalFuzzTest();

    private static void mutated(String good, Consumer<byte[]> check) {
        Random random = new Random(20261123);
        for (int round = 0; round < ROUNDS; round++) {
            StringBuilder text = new StringBuilder(good);
            for (int change = random.nextInt(6); change >= 0 && !text.isEmpty(); change--) {
                int at = random.nextInt(text.length());
                switch (random.nextInt(5)) {
                    case 0 -> text.setLength(at);
                    case 1 -> text.deleteCharAt(at);
                    case 2 -> text.insert(at, ODD.charAt(random.nextInt(ODD.length())));
                    case 3 -> text.setCharAt(at, (char) random.nextInt(256));
                    default -> text.insert(at, text.substring(random.nextInt(at + 1), at));
                }
            }
            check.accept(text.toString().getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    @Test
    void login_bodies() {
        mutated(
                "{\"type\":\"form\",\"data_schema\":[{\"type\":\"x\"}],\"errors\":{\"base\":\"invalid_auth\"},\"message\":1}",
                holds::login_bodies_are_read_or_unknown);
        mutated(
                "{\"username\":\"olga\",\"password\":\"p\\u0041\",\"code\":\"1\"}",
                holds::login_bodies_are_read_or_unknown);
    }

    @Test
    void token_forms_and_answers() {
        for (String good : List.of(
                "grant_type=refresh_token&refresh_token=%61b+c&client_id=https%3A%2F%2Fx%2F",
                "--b\r\nContent-Disposition: form-data; name=\"refresh_token\"\r\n\r\nx\r\n--b--\r\n",
                "; boundary=\"b\"",
                "{\"access_token\":\"" + House.fresh() + "\",\"refresh_token\":\"ab\",\"error\":\"invalid_grant\"}")) {
            mutated(good, holds::token_forms_and_answers_are_read_or_unknown);
        }
    }

    @Test
    void messages() {
        mutated("{\"type\":\"auth_required\",\"x\":[{}]}", holds::messages_decide_only_after_a_question_and_an_answer);
        mutated(
                "{\"type\":\"auth\",\"access_token\":\"" + House.fresh() + "\"}",
                holds::messages_decide_only_after_a_question_and_an_answer);
    }

    @Test
    void tokens() {
        mutated(House.fresh(), holds::a_token_is_home_assistants_or_none);
    }

    @Test
    void paths() {
        mutated("/api%2Fwebhook/%41bc;x=1\\y/..//z?q#f", holds::a_scrubbed_path_holds_no_webhook_id);
        mutated("/api/states?authSig=" + House.fresh() + "&token=x", holds::any_request_can_be_told_of);
    }
}
