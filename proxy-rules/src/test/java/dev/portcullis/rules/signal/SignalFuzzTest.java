package dev.portcullis.rules.signal;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// In a normal build only the seeds run, from `resources/…/SignalFuzzTestInputs`; with `JAZZER_FUZZ=1` one target at
/// a time is fuzzed.
class SignalFuzzTest {

    private static final int[] STATUSES = {0, 200, 400, 401, 403, 404, 500};

    private static CappedBody body(byte[] octets) {
        CappedBody body = new CappedBody();
        body.data(octets, 0, octets.length);
        return body;
    }

    @FuzzTest
    void login_bodies_are_read_or_unknown(byte[] octets) {
        for (int status : STATUSES) {
            assertThat(LoginFlowReader.read(true, status, body(octets), false)).isNotNull();
            assertThat(LoginFlowReader.read(false, status, body(octets), true)).isNotEqualTo(Outcome.FLOW_STARTED);
        }
        String type = new String(octets, StandardCharsets.ISO_8859_1);
        assertThat(LoginRequestReader.read(type, false, body(octets))
                        .presented()
                        .secret())
                .isEmpty();
        assertThat(LoginRequestReader.read("application/json;" + type, true, body(octets))
                        .user())
                .isNotNull();
    }

    @FuzzTest
    void token_forms_and_answers_are_read_or_unknown(byte[] octets) {
        String text = new String(octets, StandardCharsets.ISO_8859_1);
        for (@Nullable
        String type : new @Nullable String[] {
            null,
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=b",
            "multipart/form-data" + text,
            text
        }) {
            assertThat(TokenRequestReader.read(type, body(octets))).isNotNull();
        }
        for (int status : STATUSES) {
            assertThat(TokenAnswerReader.read(status, body(octets), Credential.Kind.NONE)
                            .outcome())
                    .isNotNull();
        }
    }

    @FuzzTest
    void messages_decide_only_after_a_question_and_an_answer(byte[] octets) {
        AuthMessages messages = new AuthMessages();
        messages.fromServer(octets, 0, octets.length);
        assertThat(messages.decided()).isFalse();
        messages.fromClient(octets, 0, octets.length);
        assertThat(messages.fromServer(octets, 0, octets.length)).isFalse();
        assertThat(messages.decided()).as("one message is not two").isFalse();
        assertThat(messages.presented()).isNotNull();
    }

    @FuzzTest
    void a_token_is_home_assistants_or_none(byte[] octets) {
        Jwt jwt = Jwt.read(new String(octets, StandardCharsets.ISO_8859_1));
        if (jwt != null) {
            assertThat(jwt.issuer()).matches("[0-9a-fA-F]{32}");
        }
    }

    @FuzzTest
    void a_scrubbed_path_holds_no_webhook_id(byte[] octets) {
        String text = new String(octets, StandardCharsets.ISO_8859_1);
        Scrub scrub = new Scrub(House.HASH);
        assertThat(scrub.path(text).length()).isLessThanOrEqualTo(512);
        String plain = Escapes.fully(text);
        if (plain.contains("tiger-lily") || plain.contains("0123456789abcdef")) {
            return;
        }
        assertThat(scrub.path(text + "/api/webhook/tiger-lily?" + text)).doesNotContain("tiger-lily");
        assertThat(scrub.path("/" + text + "/0123456789abcdef0123456789abcdef")).doesNotContain("0123456789abcdef0123");
    }

    @FuzzTest
    void any_request_can_be_told_of(byte[] octets) {
        String text = new String(octets, StandardCharsets.ISO_8859_1);
        House house = House.everything();
        for (String target : new String[] {text, "/" + text, "/api/camera_proxy/" + text, "/?authSig=" + text}) {
            Sent sent = Sent.of(text, target)
                    .with("authorization", text)
                    .with("origin", text)
                    .with("host", text)
                    .with("user-agent", text);
            assertThat(Objects.requireNonNull(house.answer(sent, 401)).client()).isEqualTo(Sent.CLIENT);
            assertThat(Objects.requireNonNull(house.refuse(sent, 400, text, text))
                            .client())
                    .isEqualTo(Sent.CLIENT);
        }
    }
}
