package dev.portcullis.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.rules.history.Remembered;
import dev.portcullis.rules.signal.Credential.Kind;
import dev.portcullis.rules.signal.Observation;
import dev.portcullis.rules.signal.Outcome;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LoginStormsTest {

    private final Scene scene = new Scene();

    private Scene.Doing guess(int client) {
        return scene.seconds(1)
                .from("198.51." + client + ".1")
                .post("/auth/login_flow/~" + client)
                .with(Kind.CODE);
    }

    @ParameterizedTest
    @EnumSource(
            value = Outcome.class,
            names = {"WRONG_CODE", "TOO_MANY_CODES", "UNSEEN_GUESS", "WRONG_PASSWORD"})
    void ten_clients_whose_guesses_name_no_user_are_a_storm(Outcome outcome) {
        for (int client = 0; client < 9; client++) {
            guess(client).is(outcome);
        }
        assertThat(scene.of(Effect.LoginsSlowed.class)).isEmpty();
        guess(9).is(outcome);
        assertThat(scene.of(Effect.LoginsSlowed.class)).hasSize(1);
    }

    @Test
    void thirty_clients_that_guess_at_thirty_users_are_a_storm() {
        for (int client = 0; client < 29; client++) {
            guess(client).user("user" + client).is(Outcome.WRONG_PASSWORD);
        }
        assertThat(scene.of(Effect.LoginsSlowed.class)).isEmpty();
        guess(29).user("user29").is(Outcome.WRONG_PASSWORD);
        assertThat(scene.of(Effect.LoginsSlowed.class)).hasSize(1);
    }

    @Test
    void thirty_clients_in_half_an_hour_are_none() {
        for (int client = 0; client < 60; client++) {
            scene.seconds(60);
            guess(client).user("user" + client).is(Outcome.WRONG_PASSWORD);
        }
        assertThat(scene.of(Effect.LoginsSlowed.class)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void a_household_never_makes_one(long seed) {
        DetectionEngine engine = new DetectionEngine(Scene.POLICY, Remembered.NOTHING);
        List<Effect> effects = new ArrayList<>();
        for (Observation seen : new HouseholdDay(seed).observations()) {
            effects.addAll(engine.observe(seen));
        }
        assertThat(effects).noneMatch(Effect.LoginsSlowed.class::isInstance);
    }
}
