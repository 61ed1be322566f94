package dev.portcullis.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.rules.signal.Credential.Kind;
import dev.portcullis.rules.signal.Outcome;
import org.junit.jupiter.api.Test;

class UnseenGuessesTest {

    private static final String STRANGER = "203.0.113.9";

    private final Scene scene = new Scene();

    private Scene.Doing guess(int i) {
        return scene.seconds(1)
                .from(STRANGER)
                .post("/auth/login_flow/~" + i)
                .with(i % 2 == 0 ? Kind.PASSWORD : Kind.CODE);
    }

    @Test
    void five_guesses_without_waiting_for_the_answer_are_a_ban() {
        guess(1).answered(0).is(Outcome.UNSEEN_GUESS);
        guess(2).refused(504, "upstream-time").is(Outcome.UNSEEN_GUESS);
        guess(3).refused(0, "client-stalled").is(Outcome.UNSEEN_GUESS);
        guess(4).refused(502, "upstream-answer").is(Outcome.UNSEEN_GUESS);
        assertThat(scene.bans()).isEmpty();
        guess(5).answered(500).is(Outcome.UNSEEN_GUESS);
        assertThat(scene.bans()).hasSize(1);
    }

    @Test
    void a_phone_that_loses_its_network_twice_in_a_login_is_far_from_a_ban() {
        guess(1).answered(0).is(Outcome.UNSEEN_GUESS);
        guess(2).answered(0).is(Outcome.UNSEEN_GUESS);
        scene.from(STRANGER).with(Kind.PASSWORD).is(Outcome.LOGIN_OK);
        assertThat(scene.failedLogins(STRANGER)).isEqualTo(2);
        assertThat(scene.bans()).isEmpty();
    }

    @Test
    void a_program_whose_calls_fail_with_500_is_not_told_to_log_in_again() {
        for (int i = 0; i < 100; i++) {
            scene.seconds(5)
                    .from(STRANGER)
                    .post("/api/services/light/turn_on")
                    .answered(500)
                    .with(Kind.BEARER, "automation")
                    .is(Outcome.BAD_BEARER);
        }
        assertThat(scene.failedLogins(STRANGER)).isLessThanOrEqualTo(0.25);
        assertThat(scene.notices()).isEmpty();
    }
}
