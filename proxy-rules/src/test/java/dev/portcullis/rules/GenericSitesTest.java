package dev.portcullis.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.rules.signal.Credential.Kind;
import dev.portcullis.rules.signal.Outcome;
import org.junit.jupiter.api.Test;

class GenericSitesTest {

    private static final String STRANGER = "203.0.113.9";

    private final Scene scene = new Scene();

    private Scene.Doing denied(String path) {
        return scene.from(STRANGER).get(path).answered(401);
    }

    @Test
    void five_passwords_in_a_second_at_one_path_are_five_guesses() {
        for (int i = 0; i < 4; i++) {
            denied("/admin").with(Kind.BASIC, "guess" + i).is(Outcome.DENIED);
        }
        assertThat(scene.bans()).isEmpty();
        denied("/admin").with(Kind.BASIC, "guess4").crossSite().is(Outcome.DENIED);
        assertThat(scene.bans()).hasSize(1);
    }

    @Test
    void guesses_count_whatever_the_guesser_says_of_its_page() {
        for (int i = 0; i < 5; i++) {
            denied("/admin").with(Kind.BASIC, "guess" + i).crossSite().is(Outcome.DENIED);
        }
        assertThat(scene.bans()).hasSize(1);
    }

    @Test
    void a_program_with_one_wrong_password_counts_once() {
        for (int i = 0; i < 500; i++) {
            scene.seconds(1);
            denied("/feed").with(Kind.BASIC, "outdated").is(Outcome.DENIED);
        }
        assertThat(scene.failedLogins(STRANGER)).isLessThanOrEqualTo(1);
        assertThat(scene.bans()).isEmpty();
    }

    @Test
    void an_empty_password_that_is_sent_over_and_over_is_one_failure() {
        for (int i = 0; i < 20; i++) {
            denied("/feed").with(Kind.BASIC).is(Outcome.DENIED);
        }
        assertThat(scene.failedLogins(STRANGER)).isEqualTo(1);
    }

    @Test
    void forms_that_are_posted_to_a_path_that_denied_them_before_are_guesses() {
        for (int i = 0; i < 5; i++) {
            scene.from(STRANGER)
                    .post("/login")
                    .answered(i % 2 == 0 ? 401 : 403)
                    .with(Kind.PASSWORD)
                    .is(Outcome.DENIED);
        }
        assertThat(scene.bans()).hasSize(1);
    }

    @Test
    void a_form_that_a_page_elsewhere_sends_once_counts_only_beside_other_evidence() {
        scene.from(STRANGER)
                .post("/login")
                .answered(403)
                .with(Kind.PASSWORD)
                .crossSite()
                .is(Outcome.DENIED);
        assertThat(scene.failedLogins(STRANGER)).isZero();
    }

    @Test
    void a_page_whose_cookie_has_expired_counts_no_more_than_one_guess() {
        for (int i = 0; i < 200; i++) {
            denied("/thumbnails/" + i).is(Outcome.DENIED);
        }
        assertThat(scene.failedLogins(STRANGER)).isEqualTo(1);
        for (int i = 0; i < 200; i++) {
            scene.seconds(3);
            denied("/thumbnails/late" + i).is(Outcome.DENIED);
            assertThat(scene.failedLogins(STRANGER)).isLessThanOrEqualTo(1);
        }
        assertThat(scene.bans()).isEmpty();
    }

    @Test
    void an_app_that_posts_json_without_its_session_is_no_guesser() {
        for (int i = 0; i < 300; i++) {
            scene.seconds(10)
                    .from(STRANGER)
                    .post("/api/sync/" + i % 7)
                    .answered(401)
                    .is(Outcome.DENIED);
        }
        assertThat(scene.failedLogins(STRANGER)).isLessThanOrEqualTo(1);
        assertThat(scene.bans()).isEmpty();
    }

    @Test
    void a_credential_that_another_site_took_makes_nobody_an_owner() {
        denied("/admin").with(Kind.BEARER, "junk").is(Outcome.SITE_OK);
        assertThat(scene.of(Effect.OwnerSeen.class)).isEmpty();
        assertThat(scene.of(Effect.LoginSeen.class)).hasSize(1);
        for (int i = 0; i < 5; i++) {
            scene.from(STRANGER).wrongPassword();
        }
        assertThat(scene.bans()).hasSize(1);
    }

    @Test
    void a_password_that_another_site_took_is_known_when_it_fails() {
        denied("/feed").with(Kind.BASIC, "old").is(Outcome.SITE_OK);
        scene.seconds(60);
        denied("/feed").with(Kind.BASIC, "old").is(Outcome.DENIED);
        assertThat(scene.failedLogins(STRANGER)).isZero();
    }

    @Test
    void other_sites_teach_one_credential_of_a_client_in_a_minute() {
        for (int i = 0; i < 600; i++) {
            scene.seconds(1);
            denied("/feed").with(Kind.BASIC, "made-up" + i).is(Outcome.SITE_OK);
        }
        assertThat(scene.of(Effect.CredentialLearned.class)).hasSize(10);
    }
}
