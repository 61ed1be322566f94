package dev.portcullis.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.rules.ban.Ban;
import dev.portcullis.rules.ban.Cause;
import dev.portcullis.rules.history.Remembered;
import dev.portcullis.rules.history.Weights;
import dev.portcullis.rules.net.Cidr;
import dev.portcullis.rules.signal.Credential.Kind;
import dev.portcullis.rules.signal.Outcome;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FailedLoginsTest {

    private static final String STRANGER = "203.0.113.9";

    private final Scene scene = new Scene();

    private void wrongPasswords(int count, String client) {
        for (int i = 0; i < count; i++) {
            scene.seconds(1).from(client).wrongPassword();
        }
    }

    @Test
    void outcomes_weigh_what_the_table_says() {
        Map<Outcome, Double> weights = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            if (Weights.of(outcome) > 0) {
                weights.put(outcome, Weights.of(outcome));
            }
        }
        assertThat(weights)
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry(Outcome.WRONG_PASSWORD, 1.0),
                        Map.entry(Outcome.WRONG_CODE, 1.0),
                        Map.entry(Outcome.TOO_MANY_CODES, 1.0),
                        Map.entry(Outcome.UNSEEN_GUESS, 1.0),
                        Map.entry(Outcome.BAD_GRANT, 1.0),
                        Map.entry(Outcome.BAD_AUTH_CODE, 1.0),
                        Map.entry(Outcome.UNSUPPORTED_GRANT, 1.0),
                        Map.entry(Outcome.BAD_TOKEN_REQUEST, 1.0),
                        Map.entry(Outcome.DENIED, 1.0),
                        Map.entry(Outcome.BAD_BEARER, 0.25),
                        Map.entry(Outcome.BAD_SIGNATURE, 0.25),
                        Map.entry(Outcome.BAD_MEDIA_TOKEN, 0.25),
                        Map.entry(Outcome.SOCKET_REFUSED, 0.25),
                        Map.entry(Outcome.SOCKET_MALFORMED, 0.25),
                        Map.entry(Outcome.NO_CREDENTIAL, 0.25),
                        Map.entry(Outcome.UNKNOWN_FLOW, 0.25),
                        Map.entry(Outcome.MALFORMED_LOGIN, 0.25)));
    }

    @Test
    void five_wrong_passwords_are_a_ban() {
        wrongPasswords(4, STRANGER);
        assertThat(scene.bans()).isEmpty();
        assertThat(scene.isOut(STRANGER)).isFalse();
        wrongPasswords(1, STRANGER);
        assertThat(scene.isOut(STRANGER)).isTrue();
        Ban ban = scene.bans().getFirst();
        assertThat(ban.network()).isEqualTo(Cidr.parse(STRANGER));
        assertThat(ban.cause()).isEqualTo(Cause.FAILED_LOGINS);
        assertThat(ban.rule()).isEqualTo("failed_logins");
        assertThat(ban.offence()).isEqualTo(1);
        assertThat(ban.from()).isEqualTo(scene.now);
        assertThat(Duration.between(ban.from(), ban.until())).isBetween(Duration.ofMinutes(54), Duration.ofMinutes(66));
        assertThat(scene.of(Effect.Banned.class).getFirst().evidence()).hasSize(5);
        assertThat(scene.of(Effect.LoginSeen.class)).hasSize(5);
    }

    @Test
    void wrong_codes_count_like_wrong_passwords() {
        wrongPasswords(2, STRANGER);
        scene.from(STRANGER).with(Kind.CODE).is(Outcome.WRONG_CODE);
        scene.from(STRANGER).with(Kind.CODE).is(Outcome.WRONG_CODE);
        scene.from(STRANGER).with(Kind.CODE).is(Outcome.TOO_MANY_CODES);
        assertThat(scene.bans()).hasSize(1);
    }

    @Test
    void moving_about_in_a_64_does_not_help() {
        IntStream.range(0, 5).forEach(i -> wrongPasswords(1, "2001:db8:1:2:" + i + "::1"));
        assertThat(scene.bans()).extracting(Ban::network).containsExactly(Cidr.parse("2001:db8:1:2::/64"));
        assertThat(scene.isOut("2001:db8:1:2:9::9")).isTrue();
        assertThat(scene.isOut("2001:db8:1:3::1")).isFalse();
    }

    @Test
    void a_success_in_between_does_not_wipe_the_slate() {
        wrongPasswords(2, STRANGER);
        scene.from(STRANGER).is(Outcome.NONE);
        assertThat(scene.failedLogins(STRANGER)).isEqualTo(2);
        scene.from(STRANGER).with(Kind.PASSWORD).is(Outcome.LOGIN_OK);
        assertThat(scene.failedLogins(STRANGER)).isEqualTo(2);
    }

    @Test
    void guesses_slower_than_the_window_never_add_up() {
        for (int i = 0; i < 1_000; i++) {
            scene.seconds(599).from(STRANGER).wrongPassword();
            assertThat(scene.failedLogins(STRANGER)).isLessThanOrEqualTo(2);
        }
        assertThat(scene.bans()).isEmpty();
    }

    @Test
    void five_guesses_just_inside_the_window_are_a_ban() {
        for (int i = 0; i < 5; i++) {
            scene.from(STRANGER).wrongPassword();
            scene.seconds(149);
        }
        assertThat(scene.bans()).hasSize(1);
    }

    @Test
    void a_clock_that_steps_back_an_hour_hides_no_guess() {
        wrongPasswords(3, STRANGER);
        scene.later(Duration.ofHours(-1));
        wrongPasswords(2, STRANGER);
        assertThat(scene.bans()).hasSize(1);
    }

    @Test
    void guesses_age_as_usual_after_a_clock_went_ten_years_ahead_and_back() {
        scene.later(Duration.ofDays(3_650)).from(STRANGER).wrongPassword();
        scene.later(Duration.ofDays(-3_650));
        for (int i = 0; i < 20; i++) {
            scene.later(Duration.ofMinutes(11)).from(STRANGER).wrongPassword();
        }
        assertThat(scene.bans()).isEmpty();
        assertThat(scene.failedLogins(STRANGER)).isEqualTo(1);
    }

    @Test
    void a_clock_that_jumps_ahead_forgets_guesses_and_nothing_breaks() {
        wrongPasswords(4, STRANGER);
        scene.later(Duration.ofDays(3_650));
        wrongPasswords(4, STRANGER);
        assertThat(scene.bans()).isEmpty();
        wrongPasswords(1, STRANGER);
        assertThat(scene.bans()).hasSize(1);
    }

    @Test
    void a_phone_with_a_revoked_token_is_never_banned_and_told_of_once_in_a_month() {
        scene.from(STRANGER).with(Kind.REFRESH_TOKEN, "phone").is(Outcome.TOKEN_OK);
        scene.later(Duration.ofDays(40));
        for (int i = 0; i < 29 * 24 * 720; i++) {
            scene.seconds(5)
                    .from(STRANGER)
                    .post("/auth/token")
                    .with(Kind.REFRESH_TOKEN, "phone")
                    .is(Outcome.BAD_GRANT);
        }
        assertThat(scene.bans()).isEmpty();
        assertThat(scene.notices()).containsExactly("stale-credential");
        assertThat(scene.failedLogins(STRANGER)).isZero();
    }

    @Test
    void a_revoked_token_that_nobody_knows_counts_once() {
        for (int i = 0; i < 5_000; i++) {
            scene.seconds(5)
                    .from(STRANGER)
                    .post("/auth/token")
                    .with(Kind.REFRESH_TOKEN, "old")
                    .is(Outcome.BAD_GRANT);
        }
        assertThat(scene.bans()).isEmpty();
        assertThat(scene.notices()).containsExactly("stale-credential");
        assertThat(scene.of(Effect.LoginSeen.class)).hasSize(1);
    }

    @Test
    void five_different_refresh_tokens_are_guesses() {
        for (int i = 0; i < 5; i++) {
            scene.seconds(11)
                    .from(STRANGER)
                    .post("/auth/token")
                    .with(Kind.REFRESH_TOKEN, "guess" + i)
                    .is(Outcome.BAD_GRANT);
        }
        assertThat(scene.bans()).hasSize(1);
    }

    @Test
    void bursts_of_expired_camera_tokens_weigh_no_more_than_one_guess() {
        for (int burst = 0; burst < 200; burst++) {
            scene.seconds(30);
            for (int camera = 0; camera < 50; camera++) {
                scene.from(STRANGER)
                        .get("/api/camera_proxy/camera." + camera)
                        .with(Kind.MEDIA_TOKEN, burst + "-" + camera)
                        .answered(camera % 2 == 0 ? 401 : 403)
                        .is(camera % 3 == 0 ? Outcome.BAD_SIGNATURE : Outcome.BAD_MEDIA_TOKEN);
            }
            assertThat(scene.failedLogins(STRANGER)).isLessThanOrEqualTo(1);
        }
        assertThat(scene.bans()).isEmpty();
    }

    @Test
    void a_tab_that_wakes_from_sleep_counts_nothing() {
        for (int i = 0; i < 40; i++) {
            scene.seconds(12)
                    .from(STRANGER)
                    .get("/api/history/" + i)
                    .expired("t" + i)
                    .is(Outcome.BAD_BEARER);
        }
        assertThat(scene.failedLogins(STRANGER)).isZero();
    }

    @Test
    void what_fails_while_home_assistant_restarts_counts_nothing_but_guesses() {
        for (int i = 0; i < 60; i++) {
            scene.seconds(11);
            scene.from(STRANGER)
                    .get("/a" + i)
                    .with(Kind.BEARER, "b" + i)
                    .restarting()
                    .is(Outcome.BAD_BEARER);
            scene.from(STRANGER).get("/b" + i).restarting().is(Outcome.UNKNOWN_FLOW);
            scene.from(STRANGER).get("/c" + i).restarting().is(Outcome.NOT_FOUND);
        }
        assertThat(scene.failedLogins(STRANGER)).isZero();
        assertThat(scene.probes(STRANGER)).isZero();
        scene.from(STRANGER).restarting();
        for (int i = 0; i < 5; i++) {
            scene.from(STRANGER).restarting().wrongPassword();
        }
        assertThat(scene.bans()).hasSize(1);
    }

    @Test
    void answers_of_our_own_and_of_an_absent_upstream_are_no_failed_logins() {
        for (int i = 0; i < 20; i++) {
            scene.seconds(11)
                    .from(STRANGER)
                    .get("/a" + i)
                    .refused(429, "too-many")
                    .is(Outcome.NO_CREDENTIAL);
            scene.from(STRANGER).get("/a" + i).answered(503).is(Outcome.NO_CREDENTIAL);
        }
        assertThat(scene.failedLogins(STRANGER)).isZero();
        assertThat(scene.effects).isEmpty();
    }

    @Test
    void the_same_path_without_a_credential_counts_once_and_others_a_quarter_each() {
        for (int i = 0; i < 10; i++) {
            scene.seconds(20).from(STRANGER).get("/api/").answered(401).is(Outcome.NO_CREDENTIAL);
        }
        assertThat(scene.failedLogins(STRANGER)).isEqualTo(0.25);
        for (int i = 0; i < 19; i++) {
            scene.seconds(1).from(STRANGER).get("/api/" + i).answered(401).is(Outcome.NO_CREDENTIAL);
        }
        assertThat(scene.bans()).hasSize(1);
    }

    @Test
    void a_browser_that_asks_a_generic_site_before_its_owner_counts_a_quarter() {
        scene.from(STRANGER).get("/").answered(401).is(Outcome.DENIED);
        assertThat(scene.failedLogins(STRANGER)).isEqualTo(0.25);
        scene.from(STRANGER).get("/x").with(Kind.BASIC, "one").answered(401).is(Outcome.DENIED);
        assertThat(scene.failedLogins(STRANGER)).isEqualTo(1.25);
    }

    @Test
    void an_owner_is_spared_at_the_limit_and_told_of_once() {
        scene.from(STRANGER).with(Kind.PASSWORD).is(Outcome.LOGIN_OK);
        scene.later(Duration.ofDays(29));
        wrongPasswords(24, STRANGER);
        assertThat(scene.bans()).isEmpty();
        assertThat(scene.notices()).containsExactly("spared");
        assertThat(scene.of(Effect.Spared.class)).extracting(Effect.Spared::why).containsExactly("owner");
        assertThat(scene.engine()
                        .standing(Scene.address(STRANGER), "internet", scene.now)
                        .limitFactor())
                .isEqualTo(5);
        wrongPasswords(1, STRANGER);
        assertThat(scene.bans()).hasSize(1);
    }

    @Test
    void an_owner_is_forgotten_in_the_end() {
        scene.from(STRANGER).with(Kind.PASSWORD).is(Outcome.LOGIN_OK);
        scene.later(Duration.ofDays(31));
        wrongPasswords(5, STRANGER);
        assertThat(scene.bans()).hasSize(1);
    }

    @Test
    void success_teaches_once_a_day_and_shows_the_owner_once_an_hour() {
        for (int i = 0; i < 48; i++) {
            scene.later(Duration.ofMinutes(30))
                    .from(STRANGER)
                    .with(Kind.SOCKET_TOKEN, "whole", "issuer")
                    .is(Outcome.SOCKET_OK);
        }
        assertThat(scene.of(Effect.CredentialLearned.class)).hasSize(2);
        assertThat(scene.of(Effect.OwnerSeen.class)).hasSize(24);
        assertThat(scene.of(Effect.LoginSeen.class)).hasSize(1);
    }

    @Test
    void a_credential_that_is_remembered_from_before_weighs_nothing() {
        Scene next = new Scene(
                Scene.POLICY, new Remembered(List.of(), Map.of(), Map.of("phone", Scene.START.minusSeconds(99)), 1));
        next.from(STRANGER).with(Kind.REFRESH_TOKEN, "phone").is(Outcome.BAD_GRANT);
        assertThat(next.failedLogins(STRANGER)).isZero();
    }

    @Test
    void a_page_elsewhere_cannot_make_a_visitor_s_browser_guess() {
        for (int i = 0; i < 60; i++) {
            scene.seconds(11)
                    .from(STRANGER)
                    .post("/auth/token")
                    .with(Kind.REFRESH_TOKEN, "x" + i)
                    .crossSite()
                    .is(Outcome.BAD_GRANT);
        }
        assertThat(scene.bans()).isEmpty();
        wrongPasswords(1, STRANGER);
        assertThat(scene.bans()).hasSize(1);
    }

    @Test
    void guessed_passwords_count_whatever_the_guesser_says_of_its_page() {
        for (int i = 0; i < 5; i++) {
            scene.from(STRANGER).crossSite().wrongPassword();
        }
        assertThat(scene.bans()).hasSize(1);
    }

    @Test
    void ten_clients_at_one_user_slow_logins_down_for_all() {
        for (int i = 0; i < 30; i++) {
            scene.seconds(1).from("198.51." + i + ".1").user("anna").wrongPassword();
        }
        assertThat(scene.of(Effect.LoginsSlowed.class))
                .containsExactly(new Effect.LoginsSlowed(Scene.START.plusSeconds(10 + 600)));
        assertThat(scene.notices()).containsExactly("login-storm");
    }

    @Test
    void ten_clients_of_the_home_network_are_no_storm() {
        for (int i = 0; i < 30; i++) {
            scene.seconds(1).from("192.168.1." + i).zone("lan").user("anna").wrongPassword();
        }
        assertThat(scene.of(Effect.LoginsSlowed.class)).isEmpty();
    }

    @Test
    void sixty_login_flows_of_ten_clients_in_a_minute_are_a_storm() {
        for (int i = 0; i < 59; i++) {
            scene.later(Duration.ofMillis(900)).from("198.51." + i % 10 + ".1").is(Outcome.FLOW_STARTED);
        }
        assertThat(scene.effects).isEmpty();
        scene.from("198.51.1.1").is(Outcome.FLOW_STARTED);
        assertThat(scene.of(Effect.LoginsSlowed.class)).hasSize(1);
    }
}
