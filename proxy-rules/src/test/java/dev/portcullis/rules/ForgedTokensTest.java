package dev.portcullis.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.rules.signal.Credential.Kind;
import dev.portcullis.rules.signal.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/// Whoever makes up tokens must not fill the database or the owner's notices with them.
class ForgedTokensTest {

    private static final String STRANGER = "203.0.113.9";

    private final Scene scene = new Scene();

    @Test
    void made_up_expired_tokens_are_told_of_once_in_ten_seconds_whatever_their_paths() {
        for (int i = 0; i < 1_000; i++) {
            scene.later(Duration.ofMillis(100))
                    .from(STRANGER)
                    .get("/api/states/sensor." + i)
                    .answered(401)
                    .expired("forged" + i, "issuer" + i)
                    .is(Outcome.BAD_BEARER);
        }
        assertThat(scene.of(Effect.LoginSeen.class)).hasSizeBetween(10, 11);
        assertThat(scene.failedLogins(STRANGER)).isZero();
    }

    @Test
    void a_client_whose_tokens_never_worked_is_told_of_once_a_day() {
        for (int token = 0; token < 50; token++) {
            for (int i = 0; i < 30; i++) {
                scene.seconds(5)
                        .from(STRANGER)
                        .get("/api/")
                        .answered(401)
                        .expired("forged" + token)
                        .is(Outcome.BAD_BEARER);
            }
        }
        assertThat(scene.notices()).containsExactly("stale-credential");
        scene.later(Duration.ofDays(1));
        for (int i = 0; i < 30; i++) {
            scene.seconds(5)
                    .from(STRANGER)
                    .get("/api/")
                    .answered(401)
                    .expired("another")
                    .is(Outcome.BAD_BEARER);
        }
        assertThat(scene.notices()).hasSize(2);
    }

    @Test
    void each_credential_that_once_worked_is_told_of_by_itself() {
        for (String phone : new String[] {"anna", "ben", "carl"}) {
            scene.from(STRANGER).with(Kind.REFRESH_TOKEN, phone).is(Outcome.TOKEN_OK);
            for (int i = 0; i < 30; i++) {
                scene.seconds(5)
                        .from(STRANGER)
                        .post("/auth/token")
                        .with(Kind.REFRESH_TOKEN, phone)
                        .is(Outcome.BAD_GRANT);
            }
        }
        assertThat(scene.notices()).hasSize(3).containsOnly("stale-credential");
    }
}
