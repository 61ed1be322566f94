package dev.portcullis.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.rules.ban.Ban;
import dev.portcullis.rules.ban.BanPolicy;
import dev.portcullis.rules.ban.BanSnapshot;
import dev.portcullis.rules.ban.Cause;
import dev.portcullis.rules.ban.NeverBan;
import dev.portcullis.rules.history.Remembered;
import dev.portcullis.rules.history.Standing;
import dev.portcullis.rules.net.Cidr;
import dev.portcullis.rules.net.CidrSet;
import dev.portcullis.rules.net.ClientKey;
import dev.portcullis.rules.signal.Credential.Kind;
import dev.portcullis.rules.signal.Outcome;
import dev.portcullis.rules.signal.OwnRule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BansTest {

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
    void observing_writes_the_same_bans_down_and_bans_nobody() {
        Scene watching = new Scene(Scene.policy(false, NeverBan.NOBODY, List.of()));
        for (Scene each : List.of(scene, watching)) {
            for (int i = 0; i < 2_000; i++) {
                each.seconds(60).from("198.51.100." + i % 5).wrongPassword();
                each.from(SCANNER).probes("unknown-webhook", "/.env" + i);
            }
        }
        assertThat(scene.bans()).isNotEmpty();
        assertThat(watching.bans().stream().map(Ban::from))
                .containsExactlyElementsOf(scene.bans().stream()
                        .filter(ban -> ban.cause() != Cause.NEIGHBOURS)
                        .map(Ban::from)
                        .toList());
        assertThat(watching.bans()).noneMatch(Ban::enforced);
        assertThat(watching.engine().snapshot())
                .satisfies(bans -> assertThat(bans.size()).isZero());
    }

    @Test
    void what_a_banned_client_does_changes_nothing() {
        ban(SCANNER);
        BanSnapshot before = scene.engine().snapshot();
        assertThat(scene.seconds(5).from(SCANNER).wrongPassword()).isEmpty();
        ban(SCANNER);
        assertThat(scene.bans()).hasSize(1);
        assertThat(scene.engine().snapshot()).isSameAs(before);
        assertThat(scene.failedLogins(SCANNER)).isZero();
    }

    @Test
    void bans_grow_up_to_the_longest_and_begin_anew_after_their_memory() {
        List<Duration> expected = List.of(
                Duration.ofHours(1),
                Duration.ofHours(4),
                Duration.ofHours(16),
                Duration.ofHours(64),
                Duration.ofHours(256),
                Duration.ofDays(30));
        for (int i = 0; i < expected.size(); i++) {
            ban(SCANNER);
            Ban ban = scene.bans().getLast();
            assertThat(ban.offence()).isEqualTo(i + 1);
            Duration lasting = Duration.between(ban.from(), ban.until());
            assertThat(lasting.toMillis() / (double) expected.get(i).toMillis()).isBetween(0.9, 1.1);
            assertThat(lasting).isLessThanOrEqualTo(Duration.ofDays(30));
            scene.later(lasting.minusMillis(1));
            assertThat(scene.isOut(SCANNER)).isTrue();
            scene.later(Duration.ofMillis(1));
            assertThat(scene.isOut(SCANNER)).isFalse();
        }
        scene.later(Duration.ofDays(31));
        ban(SCANNER);
        assertThat(scene.bans().getLast().offence()).isEqualTo(1);
    }

    @Test
    void bans_of_a_clock_that_was_years_ahead_last_as_long_as_they_should() {
        Cidr network = Cidr.parse("198.51.100.0/28");
        scene.later(Duration.ofDays(3_650));
        ban(SCANNER);
        ban("2001:db8:1:1::1");
        scene.effects.addAll(
                scene.engine().ban(network, scene.now, scene.now.plusSeconds(3_600), Cause.OWNER, "an hour"));
        scene.engine().ban(Cidr.parse("198.51.100.77"), scene.now, Instant.MAX, Cause.OWNER, "for ever");
        Scene restarted = new Scene(Scene.POLICY, new Remembered(scene.bans(), Map.of(), Map.of(), 9));
        scene.now = Scene.START;
        for (Scene each : List.of(scene, restarted)) {
            each.from("192.0.2.1").is(Outcome.NONE);
            List<String> out = List.of(SCANNER, "2001:db8:1:1::1", "198.51.100.7");
            each.later(Duration.ofMinutes(50));
            assertThat(out).allMatch(each::isOut);
            each.later(Duration.ofMinutes(20));
            assertThat(out).noneMatch(each::isOut);
            assertThat(each.engine()
                            .standing(Scene.address(SCANNER), "internet", each.now)
                            .ban())
                    .isEmpty();
        }
        assertThat(scene.isOut("198.51.100.77")).isTrue();
    }

    @Test
    void a_clock_that_steps_back_by_seconds_leaves_bans_as_they_are() {
        ban(SCANNER);
        Ban ban = scene.bans().getFirst();
        scene.seconds(-30).from("192.0.2.1").is(Outcome.NONE);
        assertThat(scene.engine()
                        .standing(Scene.address(SCANNER), "internet", scene.now)
                        .ban())
                .hasValue(ban);
    }

    @Test
    void an_end_beyond_all_calendars_is_none() {
        Cidr network = Cidr.parse("198.51.100.7");
        for (Instant until : List.of(Instant.parse("+10000-01-01T00:00:00Z"), Instant.MAX.minusSeconds(1))) {
            List<Effect> effects = scene.engine().ban(network, scene.now, until, Cause.OWNER, "");
            assertThat(effects)
                    .extracting(effect -> ((Effect.Banned) effect).ban().until())
                    .containsExactly(Instant.MAX);
            assertThat(scene.isOut("198.51.100.7")).isTrue();
        }
    }

    @Test
    void what_was_only_written_down_is_no_offence_once_bans_are_enforced() {
        scene = new Scene(Scene.policy(false, NeverBan.NOBODY, List.of()));
        ban(SCANNER);
        ban(scene.later(Duration.ofHours(3)));
        scene.engine().policy(Scene.POLICY);
        ban(scene.later(Duration.ofHours(9)));
        ban(scene.later(Duration.ofHours(3)));
        assertThat(scene.bans()).extracting(Ban::offence).containsExactly(1, 2, 1, 2);
        assertThat(scene.bans()).extracting(Ban::enforced).containsExactly(false, false, true, true);
    }

    private void ban(Scene then) {
        assertThat(then).isSameAs(scene);
        ban(SCANNER);
    }

    @Test
    void a_rule_on_trial_wipes_out_no_offence_and_makes_none() {
        scene = new Scene(Scene.policy(true, NeverBan.NOBODY, List.of(rule("trial", 3, false))));
        ban(SCANNER);
        for (int i = 0; i < 2; i++) {
            scene.later(Duration.ofDays(1))
                    .from(SCANNER)
                    .get("/t")
                    .matching("trial")
                    .is(Outcome.NONE);
        }
        ban(scene.later(Duration.ofDays(1)));
        assertThat(scene.bans()).extracting(Ban::enforced).containsExactly(true, false, false, true);
        assertThat(scene.bans().getLast().offence()).isEqualTo(2);
    }

    @Test
    void bans_of_many_clients_do_not_all_end_together() {
        IntStream.range(0, 50).forEach(i -> ban("198." + i + ".100.1"));
        assertThat(scene.bans().stream().map(Ban::until).distinct()).hasSizeGreaterThan(40);
    }

    @Test
    void zones_networks_and_host_names_are_never_banned() {
        NeverBan spared = new NeverBan(
                Set.of("lan"),
                CidrSet.of(List.of(Cidr.parse("198.51.100.0/24"))),
                Map.of(ClientKey.of(Scene.address("2001:db8:1:2::7")), "home.example.org"));
        scene = new Scene(Scene.policy(true, spared, List.of()));
        for (int i = 0; i < 30; i++) {
            scene.from("192.168.1.7").zone("lan").wrongPassword();
            scene.from("198.51.100.7").wrongPassword();
            scene.from("2001:db8:1:2::9").wrongPassword();
        }
        assertThat(scene.bans()).isEmpty();
        assertThat(scene.of(Effect.Spared.class))
                .extracting(Effect.Spared::why)
                .containsExactly("zone lan", "network 198.51.100.0/24", "host home.example.org");
        assertThat(scene.notices()).containsExactly("spared", "spared", "spared");
    }

    @Test
    void four_banned_neighbours_ban_their_network() {
        IntStream.range(1, 4).forEach(i -> ban("198.51.100." + i));
        assertThat(scene.isOut("198.51.100.200")).isFalse();
        ban("198.51.100.4");
        Ban wide = scene.bans().getLast();
        assertThat(wide.network()).isEqualTo(Cidr.parse("198.51.100.0/24"));
        assertThat(wide.cause()).isEqualTo(Cause.NEIGHBOURS);
        assertThat(Duration.between(wide.from(), wide.until())).isEqualTo(Duration.ofHours(24));
        assertThat(scene.isOut("198.51.100.200")).isTrue();
        assertThat(scene.isOut("198.51.101.200")).isFalse();
        assertThat(scene.engine().active(scene.now)).isEqualTo(5);
    }

    @Test
    void four_banned_64s_ban_their_48() {
        IntStream.range(1, 5).forEach(i -> ban("2001:db8:1:" + i + "::1"));
        assertThat(scene.bans().getLast().network()).isEqualTo(Cidr.parse("2001:db8:1::/48"));
        assertThat(scene.isOut("2001:db8:1:ffff::1")).isTrue();
    }

    @Test
    void one_client_that_is_banned_four_times_is_not_four() {
        for (int i = 0; i < 4; i++) {
            ban("198.51.100.1");
            scene.later(Duration.ofDays(20));
        }
        assertThat(scene.bans()).hasSize(4);
    }

    @Test
    void a_network_with_an_owner_or_a_spared_host_is_not_widened() {
        scene.from("198.51.100.250").with(Kind.PASSWORD).is(Outcome.LOGIN_OK);
        IntStream.range(1, 9).forEach(i -> ban("198.51.100." + i));
        assertThat(scene.bans()).hasSize(8);
        NeverBan spared = new NeverBan(Set.of(), CidrSet.of(List.of(Cidr.parse("198.51.100.250"))), Map.of());
        scene = new Scene(Scene.policy(true, spared, List.of()));
        IntStream.range(1, 9).forEach(i -> ban("198.51.100." + i));
        assertThat(scene.bans()).hasSize(8);
    }

    @Test
    void a_private_network_is_never_widened() {
        IntStream.range(1, 9).forEach(i -> ban("192.168.1." + i));
        assertThat(scene.bans()).hasSize(8);
    }

    @Test
    void an_owner_bans_and_lifts_what_he_likes() {
        DetectionEngine engine = scene.engine();
        Cidr network = Cidr.parse("198.51.100.0/24");
        List<Effect> added = engine.ban(network, scene.now, Instant.MAX, Cause.OWNER, "enough");
        assertThat(added).hasSize(1);
        assertThat(scene.later(Duration.ofDays(9_999)).isOut("198.51.100.7")).isTrue();
        Standing standing = engine.standing(Scene.address("198.51.100.7"), "internet", scene.now);
        assertThat(standing.ban()).map(Ban::note).hasValue("enough");
        assertThat(engine.lift(Cidr.parse("198.51.100.7"), scene.now, "sorry"))
                .containsExactly(new Effect.Lifted(((Effect.Banned) added.getFirst()).ban(), scene.now, "sorry"));
        assertThat(scene.isOut("198.51.100.7")).isFalse();
        assertThat(engine.lift(network, scene.now, "again")).isEmpty();
    }

    @Test
    void a_lifted_ban_is_no_offence_and_its_client_begins_anew() {
        ban(SCANNER);
        scene.from("203.0.113.10").probes("unknown-webhook", "/.env");
        assertThat(scene.engine().lift(Cidr.parse("203.0.113.0/24"), scene.now, ""))
                .hasSize(1);
        assertThat(scene.probes("203.0.113.10")).isZero();
        ban(SCANNER);
        assertThat(scene.bans().getLast().offence()).isEqualTo(1);
        assertThat(scene.bans()).extracting(Ban::id).containsExactly(1L, 2L);
    }

    @Test
    void bans_survive_a_restart_and_so_does_their_memory() {
        ban(SCANNER);
        Ban first = scene.bans().getFirst();
        Scene next = new Scene(Scene.POLICY, new Remembered(scene.bans(), Map.of(), Map.of(), 2));
        next.later(Duration.between(Scene.START, first.until()).minusMillis(1));
        assertThat(next.isOut(SCANNER)).isTrue();
        scene = next.later(Duration.ofMillis(1));
        assertThat(next.isOut(SCANNER)).isFalse();
        ban(SCANNER);
        assertThat(next.bans()).extracting(Ban::offence).containsExactly(2);
        assertThat(next.bans()).extracting(Ban::id).containsExactly(2L);
    }

    @Test
    void the_newest_ban_of_a_network_is_the_one_that_is_remembered() {
        ban(SCANNER);
        Ban old = scene.bans().getFirst();
        Ban watched = new Ban(7, old.network(), old.from(), old.until(), old.cause(), "trial", 3, false, "note");
        for (List<Ban> order : List.of(List.of(old, watched), List.of(watched, old))) {
            Scene next = new Scene(Scene.POLICY, new Remembered(order, Map.of(), Map.of(), 1));
            assertThat(next.isOut(SCANNER)).isFalse();
            assertThat(next.engine()
                            .standing(Scene.address(SCANNER), "internet", next.now)
                            .ban())
                    .hasValue(watched);
            assertThat(next.engine().ban(old.network(), next.now, Instant.MAX, Cause.OWNER, ""))
                    .allMatch(effect -> ((Effect.Banned) effect).ban().id() == 8);
        }
    }

    @Test
    void another_policy_leaves_bans_and_histories() {
        ban(SCANNER);
        scene.from("203.0.113.10").probes("unknown-webhook", "/.env");
        scene.engine().policy(Scene.policy(false, NeverBan.NOBODY, List.of()));
        assertThat(scene.isOut(SCANNER)).isTrue();
        assertThat(scene.probes("203.0.113.10")).isEqualTo(1);
        ban("203.0.113.10");
        assertThat(scene.isOut("203.0.113.10")).isFalse();
    }

    @Test
    void what_is_over_is_forgotten_in_time() {
        IntStream.range(0, 500).forEach(i -> ban("198." + i % 250 + "." + i / 250 + ".1"));
        assertThat(scene.engine().snapshot().size()).isEqualTo(500);
        scene.later(Duration.ofDays(31));
        for (int i = 0; i < 1_100; i++) {
            scene.from(SCANNER).is(Outcome.NONE);
        }
        assertThat(scene.engine().snapshot().size()).isZero();
        assertThat(scene.engine().active(scene.now)).isZero();
    }

    @Test
    void a_flood_of_addresses_pushes_out_no_ban_and_keeps_no_newcomer_from_being_judged() {
        ban(SCANNER);
        for (int i = 0; i < 300_000; i++) {
            scene.engine()
                    .observe(scene.from("2001:db8:" + Integer.toHexString(i >>> 16) + ":"
                                    + Integer.toHexString(i & 0xffff) + "::1")
                            .probing("unexposed")
                            .observation(Outcome.NONE));
        }
        assertThat(scene.isOut(SCANNER)).isTrue();
        ban("203.0.113.77");
        assertThat(scene.isOut("203.0.113.77")).isTrue();
    }

    @Test
    void evidence_is_the_last_twenty() {
        BanPolicy policy = new BanPolicy(
                true,
                NeverBan.NOBODY,
                Duration.ZERO,
                new BanPolicy.Allowance(100, Duration.ofHours(1)),
                Scene.POLICY.probes(),
                Scene.POLICY.terms(),
                List.of());
        scene = new Scene(policy);
        for (int i = 0; i < 100; i++) {
            scene.seconds(1).from(SCANNER).wrongPassword();
        }
        Effect.Banned banned = scene.of(Effect.Banned.class).getFirst();
        assertThat(banned.evidence()).hasSize(20);
        assertThat(banned.evidence().getLast().at()).isEqualTo(scene.now);
        assertThat(banned.ban().from()).isEqualTo(scene.now);
    }
}
