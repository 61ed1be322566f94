package dev.portcullis.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.rules.ban.Ban;
import dev.portcullis.rules.ban.Cause;
import dev.portcullis.rules.ban.NeverBan;
import dev.portcullis.rules.history.Remembered;
import dev.portcullis.rules.signal.Credential.Kind;
import dev.portcullis.rules.signal.FamilyWeights;
import dev.portcullis.rules.signal.Outcome;
import dev.portcullis.rules.signal.OwnRule;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProbesJudgedTest {

    private static final String SCANNER = "203.0.113.9";

    private Scene scene = new Scene();

    private void ban(String client) {
        IntStream.range(0, 3).forEach(i -> scene.from(client).probes("unknown-webhook", "/.env" + i));
    }

    private static OwnRule rule(String name, int weight, boolean enforced) {
        return new OwnRule(
                name,
                new OwnRule.Match(Optional.empty(), Optional.empty(), Optional.empty(), OptionalInt.empty()),
                weight,
                enforced);
    }

    @Test
    void three_probes_are_a_ban() {
        ban(SCANNER);
        Ban ban = scene.bans().getFirst();
        assertThat(ban.cause()).isEqualTo(Cause.PROBES);
        assertThat(ban.rule()).isEqualTo("probes");
        assertThat(ban.note()).isEqualTo("unknown-webhook");
        assertThat(scene.of(Effect.ProbeSeen.class)).hasSize(3);
        assertThat(scene.isOut(SCANNER)).isTrue();
    }

    @Test
    void the_same_probe_again_is_no_news() {
        for (int i = 0; i < 200; i++) {
            scene.seconds(20).from(SCANNER).probes("unknown-webhook", "/.env");
        }
        assertThat(scene.bans()).isEmpty();
        assertThat(scene.of(Effect.ProbeSeen.class)).hasSize(1);
    }

    @Test
    void the_weightiest_of_several_families_counts() {
        scene.from(SCANNER)
                .get("/a")
                .probing("unexposed", "unknown-webhook", "unknown-name")
                .is(Outcome.NOT_FOUND);
        assertThat(scene.probes(SCANNER)).isEqualTo(1);
        assertThat(scene.of(Effect.ProbeSeen.class))
                .extracting(Effect.ProbeSeen::what)
                .containsExactly("unknown-webhook");
    }

    @Test
    void connections_with_an_unknown_name_weigh_little_and_no_more_than_their_cap() {
        for (int i = 0; i < 50; i++) {
            scene.from(SCANNER).connection().probing("unknown-name").is(Outcome.NONE);
        }
        assertThat(scene.probes(SCANNER)).isZero();
        assertThat(scene.of(Effect.ProbeSeen.class)).hasSize(4);
        scene.from(SCANNER).probes("unknown-webhook", "/api/webhook/~1");
        assertThat(scene.probes(SCANNER)).isEqualTo(2);
    }

    @Test
    void connections_and_long_requests_that_a_page_can_cause_unlock_nothing_of_it() {
        for (int i = 0; i < 20; i++) {
            scene.from(SCANNER).connection().probing("unknown-name").is(Outcome.NONE);
            scene.from(SCANNER).connection().probing("wrong-host").is(Outcome.NONE);
            scene.from(SCANNER).connection().probing("unusual").is(Outcome.NONE);
            scene.from(SCANNER).crossSite().probes("secrets", "/.env" + i);
        }
        assertThat(scene.bans()).isEmpty();
    }

    @Test
    void the_owner_hears_once_in_a_window_of_what_a_page_elsewhere_may_have_caused() {
        scene.from(SCANNER).crossSite().probes("unknown-webhook", "/api/webhook/~1");
        scene.from(SCANNER).crossSite().probes("unknown-webhook", "/api/webhook/~2");
        assertThat(scene.notices()).isEmpty();
        for (int i = 3; i < 15; i++) {
            scene.seconds(60).from(SCANNER).crossSite().probes("unknown-webhook", "/api/webhook/~" + i);
        }
        assertThat(scene.notices()).containsExactly("cross-site-probes", "cross-site-probes");
        assertThat(scene.bans()).isEmpty();
    }

    @Test
    void a_catalogue_says_what_a_family_weighs() {
        FamilyWeights weights = new FamilyWeights() {
            @Override
            public double weight(String family) {
                return family.equals("shell") ? 3 : 0;
            }

            @Override
            public OptionalDouble cap(String family) {
                return OptionalDouble.empty();
            }

            @Override
            public boolean browserCanSend(String family) {
                return false;
            }
        };
        DetectionEngine engine = new DetectionEngine(Scene.POLICY, Remembered.NOTHING, weights);
        assertThat(engine.observe(scene.from(SCANNER).get("/x").probing("other").observation(Outcome.NONE)))
                .isEmpty();
        assertThat(engine.observe(
                        scene.from(SCANNER).get("/x.php").probing("shell").observation(Outcome.NONE)))
                .hasAtLeastOneElementOfType(Effect.Banned.class);
    }

    @Test
    void ten_distinct_paths_that_are_not_found_are_a_ban() {
        for (int i = 0; i < 9; i++) {
            scene.from(SCANNER).get("/" + i).answered(404).is(Outcome.NOT_FOUND);
            scene.from(SCANNER).get("/" + i).answered(404).is(Outcome.NOT_FOUND);
        }
        assertThat(scene.bans()).isEmpty();
        scene.from(SCANNER).get("/9").answered(404).is(Outcome.NOT_FOUND);
        assertThat(scene.bans()).hasSize(1);
    }

    @Test
    void whoever_shows_a_good_credential_may_ask_for_what_is_not_exposed() {
        scene.from(SCANNER).with(Kind.BEARER, "good").is(Outcome.CREDENTIAL_OK);
        for (int i = 0; i < 40; i++) {
            scene.from(SCANNER)
                    .get("/x" + i)
                    .with(Kind.BEARER, "good")
                    .probing("unexposed")
                    .is(Outcome.NONE);
            scene.from(SCANNER).get("/y" + i).with(Kind.BEARER, "good").is(Outcome.NOT_FOUND);
        }
        assertThat(scene.probes(SCANNER)).isZero();
    }

    @Test
    void a_page_elsewhere_cannot_get_its_visitors_banned() {
        for (int i = 0; i < 200; i++) {
            scene.from(SCANNER).crossSite().probes("unknown-webhook", "/.env" + i);
        }
        assertThat(scene.bans()).isEmpty();
        scene.from(SCANNER).probes("unknown-webhook", "/.git/HEAD");
        assertThat(scene.bans()).hasSize(1);
    }

    @Test
    void an_own_rule_bans_under_its_own_name() {
        scene = new Scene(Scene.policy(true, NeverBan.NOBODY, List.of(rule("honeypot", 2, true))));
        scene.from(SCANNER).get("/trap").matching("honeypot").is(Outcome.NONE);
        scene.from(SCANNER).get("/trap").matching("honeypot").is(Outcome.NONE);
        assertThat(scene.bans()).extracting(Ban::rule).containsExactly("honeypot");
        assertThat(scene.bans()).extracting(Ban::cause).containsExactly(Cause.RULE);
        assertThat(scene.isOut(SCANNER)).isTrue();
    }

    @Test
    void an_own_rule_on_trial_only_writes_down_and_shields_nobody() {
        scene = new Scene(Scene.policy(true, NeverBan.NOBODY, List.of(rule("trial", 3, false))));
        for (int i = 0; i < 10; i++) {
            scene.from(SCANNER).get("/t").matching("trial").is(Outcome.NONE);
        }
        assertThat(scene.bans()).hasSize(1);
        assertThat(scene.bans().getFirst().enforced()).isFalse();
        assertThat(scene.isOut(SCANNER)).isFalse();
        ban(SCANNER);
        assertThat(scene.bans()).hasSize(2);
        assertThat(scene.isOut(SCANNER)).isTrue();
    }

    @Test
    void paths_that_are_not_exposed_are_no_ban_by_themselves_but_what_is_sent_there_is() {
        for (int i = 0; i < 40; i++) {
            scene.from(SCANNER).probes("unexposed", "/nope" + i);
        }
        assertThat(scene.probes(SCANNER)).isEqualTo(1.5);
        for (int i = 0; i < 3; i++) {
            scene.from(SCANNER).post("/nope" + i).probing("unexposed-write").is(Outcome.NONE);
        }
        assertThat(scene.bans()).hasSize(1);
    }
}
