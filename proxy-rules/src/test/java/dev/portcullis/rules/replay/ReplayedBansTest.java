package dev.portcullis.rules.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.rules.DetectionEngine;
import dev.portcullis.rules.Effect;
import dev.portcullis.rules.ban.BanPolicy;
import dev.portcullis.rules.history.Remembered;
import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Cidr;
import dev.portcullis.rules.net.Zone;
import dev.portcullis.rules.signal.Credential;
import dev.portcullis.rules.signal.Observation;
import dev.portcullis.rules.signal.Outcome;
import dev.portcullis.rules.signal.OwnRule;
import dev.portcullis.rules.signal.ProbeCatalog;
import dev.portcullis.rules.signal.RequestTrace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// What the engine makes of logs.
class ReplayedBansTest {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final Cidr SCANNER = Cidr.parse("203.0.113.9/32");

    @Test
    void a_scanner_in_a_log_of_nginx_would_have_been_banned_at_its_second_script() {
        ReplayReport report = replay(
                Policies.standard(),
                combined("203.0.113.9", 0, "GET /", 200),
                combined("203.0.113.9", 1, "GET /index.php", 404),
                combined("203.0.113.9", 2, "GET /login.php", 404),
                combined("203.0.113.9", 3, "GET /other.php", 404));

        assertThat(report.bans()).singleElement().satisfies(banned -> {
            assertThat(banned.ban().network()).isEqualTo(SCANNER);
            assertThat(banned.ban().from()).isEqualTo(NOON.plusSeconds(2));
            assertThat(banned.ban().rule()).isEqualTo("probes");
            assertThat(banned.evidence()).hasSize(2);
        });
    }

    @Test
    void a_household_that_logged_in_is_marked_and_spared() {
        ReplayReport report = replay(
                Policies.standard(),
                combined("203.0.113.9", 0, "POST /auth/token", 200),
                combined("203.0.113.9", 1, "GET /.env", 404));

        assertThat(report.bans()).isEmpty();
        assertThat(report.spared())
                .singleElement()
                .extracting(Effect.Spared::why)
                .isEqualTo("owner");
        assertThat(report.household().keySet()).map(Object::toString).containsExactly("203.0.113.9");
    }

    @Test
    void zones_come_from_the_policys_side_not_from_the_log() {
        Replayer replayer = new Replayer(Policies.standard(), _ -> new Zone("vpn"), ProbeCatalog.standard());
        replayer.file("access.log");
        replayer.line(OwnLog.write(probe("203.0.113.9", 0, "secrets")));

        assertThat(replayer.report().bans()).isEmpty();
        assertThat(replayer.report().spared())
                .singleElement()
                .extracting(Effect.Spared::why)
                .isEqualTo("zone vpn");
    }

    @Test
    void an_own_rule_that_the_log_does_not_know_is_tried_on_it() {
        OwnRule rule = new OwnRule(
                "no trespassing",
                new OwnRule.Match(Optional.empty(), Optional.of("BREW"), Optional.empty(), OptionalInt.empty()),
                3,
                true);

        assertThat(replay(Policies.probes(100), combined("203.0.113.9", 0, "BREW /pot", 404))
                        .bans())
                .isEmpty();
        assertThat(replay(Policies.probes(3, rule), combined("203.0.113.9", 0, "BREW /pot", 404))
                        .bans())
                .singleElement()
                .extracting(banned -> banned.ban().rule())
                .isEqualTo("no trespassing");
    }

    @Test
    void a_replay_of_our_own_log_comes_to_the_same_bans_as_life() {
        Random random = new Random(7);
        DetectionEngine life = new DetectionEngine(Policies.standard(), Remembered.NOTHING, ProbeCatalog.standard());
        Replayer replayer = new Replayer(Policies.standard(), _ -> Zone.INTERNET, ProbeCatalog.standard());
        List<Effect.Banned> lived = new ArrayList<>();
        replayer.file("access.log");
        for (int i = 0; i < 5000; i++) {
            Observation seen = random.nextInt(3) == 0
                    ? probe("203.0.113." + random.nextInt(40), i, random.nextBoolean() ? "scripts" : "unexposed")
                    : login("198.51.100." + random.nextInt(40), i, random);
            life.observe(seen).forEach(effect -> {
                if (effect instanceof Effect.Banned banned) {
                    lived.add(banned);
                }
            });
            replayer.line(OwnLog.write(seen));
        }

        assertThat(lived).hasSizeGreaterThan(10);
        assertThat(replayer.report().bans()).isEqualTo(lived);
    }

    @Test
    void two_policies_are_compared_ban_by_ban() {
        String[] log = {
            combined("203.0.113.9", 0, "GET /index.php", 404),
            combined("203.0.113.9", 1, "GET /login.php", 404),
            combined("203.0.113.9", 2, "GET /other.php", 404),
            combined("203.0.113.9", 3, "GET /more.php", 404),
            combined("203.0.113.10", 4, "GET /.env", 404),
            combined("203.0.113.11", 5, "GET /.env", 404),
            combined("203.0.113.11", 6, "GET /.git/config", 404),
        };
        ReplayReport strict = replay(Policies.probes(3), log);
        ReplayReport mild = replay(Policies.probes(6), log);

        ReplayDiff diff = ReplayDiff.of(strict, mild);

        assertThat(diff.onlyFirst())
                .extracting(banned -> banned.ban().network().toString())
                .containsExactly("203.0.113.10/32");
        assertThat(diff.onlySecond()).isEmpty();
        assertThat(diff.changed())
                .extracting(changed -> changed.second().ban().network().toString())
                .containsExactly("203.0.113.9/32", "203.0.113.11/32");
        assertThat(diff.same()).isZero();
        assertThat(ReplayDiff.of(strict, strict).same()).isEqualTo(3);
        assertThat(ReplayDiff.of(mild, strict).onlySecond()).isEqualTo(diff.onlyFirst());
    }

    private static ReplayReport replay(BanPolicy policy, String... lines) {
        Replayer replayer = new Replayer(policy, _ -> Zone.INTERNET, ProbeCatalog.standard());
        replayer.file("access.log");
        for (String line : lines) {
            replayer.line(line);
        }
        return replayer.report();
    }

    private static String combined(String client, int second, String request, int status) {
        return "%s - - [23/Nov/2026:12:00:%02d +0000] \"%s HTTP/1.1\" %d 0 \"-\" \"-\""
                .formatted(client, second, request, status);
    }

    private static Observation probe(String client, int second, String family) {
        return seen(client, second, Outcome.NONE, Credential.NONE, List.of(family));
    }

    private static Observation login(String client, int second, Random random) {
        Outcome outcome = random.nextInt(8) == 0 ? Outcome.LOGIN_OK : Outcome.WRONG_PASSWORD;
        return seen(client, second, outcome, new Credential(Credential.Kind.PASSWORD, List.of(), false), List.of());
    }

    private static Observation seen(
            String client, int second, Outcome outcome, Credential credential, List<String> families) {
        return new Observation(
                NOON.plusSeconds(second),
                Address.parse(client).orElseThrow(),
                "internet",
                "home.example.org",
                new RequestTrace("GET", "/path/" + second, "", false),
                Observation.Answer.of(200),
                outcome,
                credential,
                "",
                families,
                List.of());
    }
}
