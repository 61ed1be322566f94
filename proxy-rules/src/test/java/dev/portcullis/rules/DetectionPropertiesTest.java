package dev.portcullis.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.rules.ban.Ban;
import dev.portcullis.rules.ban.BanPolicy;
import dev.portcullis.rules.ban.Cause;
import dev.portcullis.rules.ban.Evidence;
import dev.portcullis.rules.ban.NeverBan;
import dev.portcullis.rules.history.Remembered;
import dev.portcullis.rules.net.ClientKey;
import dev.portcullis.rules.signal.Credential;
import dev.portcullis.rules.signal.Observation;
import dev.portcullis.rules.signal.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What holds for any traffic; each seed is other traffic.
class DetectionPropertiesTest {

    private static final int CLIENTS = 30;
    private static final Outcome[] OUTCOMES = Outcome.values();
    private static final String[] FAMILIES = {"secrets", "unexposed", "unknown-name", "unexposed-home", "scripts"};

    /// A day or so of random doings; each client has credentials of its own.
    private static List<Observation> traffic(long seed, int length) {
        Random random = new Random(seed);
        Scene scene = new Scene();
        List<Observation> traffic = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            scene.later(Duration.ofMillis(random.nextInt(20_000)));
            traffic.add(doing(scene, random));
        }
        return traffic;
    }

    private static Observation doing(Scene scene, Random random) {
        int number = random.nextInt(CLIENTS);
        String client = number % 2 == 0
                ? "198." + number + ".100.7"
                : "2001:db8:" + number + ":1::" + Integer.toHexString(random.nextInt(99) + 1);
        Scene.Doing doing = scene.from(client)
                .zone(number < 4 ? "lan" : "internet")
                .get("/" + random.nextInt(50))
                .with(Credential.Kind.BEARER, number + "-" + random.nextInt(40));
        if (random.nextInt(4) == 0) {
            doing.probing(FAMILIES[random.nextInt(FAMILIES.length)]);
        }
        if (random.nextInt(8) == 0) {
            doing.crossSite();
        }
        return doing.observation(OUTCOMES[random.nextInt(OUTCOMES.length)]);
    }

    private static BanPolicy policy(Duration rememberOwner) {
        BanPolicy policy =
                Scene.policy(true, new NeverBan(Set.of("lan"), NeverBan.NOBODY.networks(), Map.of()), List.of());
        return new BanPolicy(
                true,
                policy.neverBan(),
                rememberOwner,
                policy.failedLogins(),
                policy.probes(),
                policy.terms(),
                List.of());
    }

    private static List<Effect> effects(DetectionEngine engine, List<Observation> traffic) {
        return traffic.stream().flatMap(seen -> engine.observe(seen).stream()).toList();
    }

    private static List<Effect.Banned> bans(List<Effect> effects) {
        return effects.stream()
                .filter(Effect.Banned.class::isInstance)
                .map(Effect.Banned.class::cast)
                .toList();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void a_ban_has_evidence_enough_within_the_window(long seed) {
        BanPolicy policy = policy(Duration.ZERO);
        List<Effect.Banned> bans =
                bans(effects(new DetectionEngine(policy, Remembered.NOTHING), traffic(seed, 10_000)));
        assertThat(bans).hasSizeGreaterThan(20);
        for (Effect.Banned banned : bans) {
            boolean logins = banned.ban().cause() == Cause.FAILED_LOGINS;
            BanPolicy.Allowance allowance = logins ? policy.failedLogins() : policy.probes();
            Instant begin = banned.ban().from().minus(allowance.window());
            double weight = banned.evidence().stream()
                    .filter(evidence -> evidence.at().isAfter(begin))
                    .mapToDouble(Evidence::weight)
                    .sum();
            assertThat(weight).isGreaterThanOrEqualTo(allowance.limit() - 1e-6);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void who_is_never_to_be_banned_is_never_banned(long seed) {
        List<Observation> traffic = traffic(seed, 10_000);
        Set<ClientKey> spared = new HashSet<>();
        traffic.stream()
                .filter(seen -> seen.zone().equals("lan"))
                .forEach(seen -> spared.add(ClientKey.of(seen.client())));
        DetectionEngine engine = new DetectionEngine(policy(Duration.ZERO), Remembered.NOTHING);
        List<Effect.Banned> bans = bans(effects(engine, traffic));
        assertThat(spared).hasSizeGreaterThanOrEqualTo(4);
        assertThat(bans)
                .isNotEmpty()
                .noneMatch(banned -> spared.stream()
                        .anyMatch(client -> banned.ban().network().contains(client.prefix())));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void what_others_do_changes_nothing_for_a_client(long seed) {
        List<Observation> traffic = traffic(seed, 10_000);
        Map<ClientKey, List<Observation>> apart = new HashMap<>();
        traffic.forEach(seen -> apart.computeIfAbsent(ClientKey.of(seen.client()), _ -> new ArrayList<>())
                .add(seen));
        List<Effect.Banned> together =
                bans(effects(new DetectionEngine(policy(Duration.ofDays(1)), Remembered.NOTHING), traffic));
        apart.forEach((client, own) -> {
            DetectionEngine alone = new DetectionEngine(policy(Duration.ofDays(1)), Remembered.NOTHING);
            assertThat(bans(effects(alone, own)).stream().map(banned -> span(banned.ban())))
                    .containsExactlyElementsOf(together.stream()
                            .filter(banned -> banned.ban().network().contains(client.prefix()))
                            .map(banned -> span(banned.ban()))
                            .toList());
        });
    }

    private static List<Object> span(Ban ban) {
        return List.of(ban.from(), ban.until(), ban.cause(), ban.offence());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void the_same_traffic_has_the_same_effects(long seed) {
        List<Observation> traffic = traffic(seed, 5_000);
        assertThat(effects(new DetectionEngine(policy(Duration.ZERO), Remembered.NOTHING), traffic))
                .isEqualTo(effects(new DetectionEngine(policy(Duration.ZERO), Remembered.NOTHING), traffic));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void a_restart_changes_no_ban_and_no_offence(long seed) {
        List<Observation> before = traffic(seed, 5_000);
        DetectionEngine first = new DetectionEngine(policy(Duration.ZERO), Remembered.NOTHING);
        List<Ban> bans =
                bans(effects(first, before)).stream().map(Effect.Banned::ban).toList();
        DetectionEngine second =
                new DetectionEngine(policy(Duration.ZERO), new Remembered(bans, Map.of(), Map.of(), 1));
        Instant end = before.getLast().at();
        assertThat(second.active(end)).isEqualTo(first.active(end));
        for (Observation seen : before) {
            assertThat(second.standing(seen.client(), seen.zone(), end).ban())
                    .isEqualTo(first.standing(seen.client(), seen.zone(), end).ban());
        }
        List<Observation> after =
                before.stream().map(seen -> later(seen, Duration.ofDays(3))).toList();
        assertThat(bans(effects(second, after)).stream().map(Effect.Banned::ban))
                .containsExactlyElementsOf(bans(effects(first, after)).stream()
                        .map(Effect.Banned::ban)
                        .toList());
    }

    private static Observation later(Observation seen, Duration time) {
        return new Observation(
                seen.at().plus(time),
                seen.client(),
                seen.zone(),
                seen.site(),
                seen.request(),
                seen.answer(),
                seen.outcome(),
                new Credential(
                        seen.credential().kind(),
                        seen.credential().hashes().stream()
                                .map(hash -> "then-" + hash)
                                .toList(),
                        false),
                seen.user(),
                seen.families(),
                seen.ownRules());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void any_clock_leaves_the_engine_at_work(long seed) {
        Random random = new Random(seed);
        DetectionEngine engine = new DetectionEngine(policy(Duration.ofDays(30)), Remembered.NOTHING);
        Scene scene = new Scene();
        IntStream.range(0, 5_000).forEach(_ -> {
            long step = random.nextInt(50) == 0 ? random.nextLong(-400_000_000, 400_000_000) : random.nextInt(60);
            scene.now = Scene.START.plusSeconds(
                    Math.floorMod(Duration.between(Scene.START, scene.now).toSeconds() + step, 1_000_000_000L));
            engine.observe(doing(scene, random));
        });
        scene.now = scene.now.plus(Duration.ofDays(5_000));
        Scene fresh = new Scene();
        fresh.now = scene.now.plus(Duration.ofDays(20_000));
        List<Effect> last = IntStream.range(0, 5)
                .mapToObj(_ ->
                        fresh.from("203.0.113.99").post("/auth/login_flow/~1").observation(Outcome.WRONG_PASSWORD))
                .flatMap(seen -> engine.observe(seen).stream())
                .toList();
        assertThat(bans(last)).hasSize(1);
    }
}
