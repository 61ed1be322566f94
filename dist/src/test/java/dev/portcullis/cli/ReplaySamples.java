package dev.portcullis.cli;

import dev.portcullis.rules.Effect;
import dev.portcullis.rules.ban.Ban;
import dev.portcullis.rules.ban.Cause;
import dev.portcullis.rules.ban.Evidence;
import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Cidr;
import dev.portcullis.rules.net.ClientKey;
import dev.portcullis.rules.replay.ReplayReport;
import dev.portcullis.rules.signal.RequestTrace;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Replays to render, with hostile text wherever text can come from the network.
final class ReplaySamples {

    private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");
    private static final String HOSTILE = "/\u001b]0;owned\u0007\u202e/" + "x".repeat(200);

    private static final Effect.Banned SCANNER = banned(
            "203.0.113.9/32",
            0,
            Duration.ofMinutes(57),
            "probes",
            true,
            evidence("scripts", "/index.php"),
            evidence("scripts", "/login.php"));
    private static final Effect.Banned HOSTILE_ONE = banned(
            "2001:db8:aaaa:bbbb::/64",
            61,
            Duration.ofHours(16),
            "a rule with a long name \u001b[2J",
            false,
            evidence("wrong_password", HOSTILE));
    private static final Effect.Banned NEIGHBOURS =
            banned("198.51.100.0/24", 3600, Duration.ofHours(24), "widen", true);
    private static final Effect.Banned LATER =
            banned("203.0.113.9/32", 90, Duration.ofHours(4), "probes", true, evidence("scripts", "/other.php"));

    static final ReplayAnswer ONE = new ReplayAnswer(2, report(SCANNER, HOSTILE_ONE, NEIGHBOURS), Optional.empty());
    static final ReplayAnswer TWO =
            new ReplayAnswer(1, report(SCANNER, NEIGHBOURS), Optional.of(report(LATER, HOSTILE_ONE, NEIGHBOURS)));
    static final ReplayAnswer NOTHING = new ReplayAnswer(
            1,
            new ReplayReport(0, 0, List.of(), Optional.empty(), Optional.empty(), 0, List.of(), List.of(), Map.of()),
            Optional.empty());
    static final ReplayAnswer UNREADABLE = new ReplayAnswer(
            1,
            new ReplayReport(
                    1, 1, List.of("x:1: why"), Optional.empty(), Optional.empty(), 0, List.of(), List.of(), Map.of()),
            Optional.empty());

    private ReplaySamples() {}

    private static ReplayReport report(Effect.Banned... bans) {
        return new ReplayReport(
                120_345,
                7,
                List.of(
                        "access.log:12: no address in front (expected: combined format)",
                        "acc\u001bess.log:13: a quoted field has no end (expected: a whole line)"),
                Optional.of(NOON.minus(Duration.ofDays(3))),
                Optional.of(NOON.plus(Duration.ofDays(1))),
                812,
                List.of(bans),
                List.of(
                        new Effect.Spared(client("192.168.1.20"), NOON, "failed_logins", "zone lan", List.of()),
                        new Effect.Spared(client("2001:db8:1:2::"), NOON.plusSeconds(5), "probes", "owner", List.of())),
                Map.of(client("203.0.113.9"), NOON));
    }

    private static Effect.Banned banned(
            String network, int second, Duration length, String rule, boolean enforced, Evidence... evidence) {
        Instant from = NOON.plusSeconds(second);
        return new Effect.Banned(
                new Ban(1, Cidr.parse(network), from, from.plus(length), Cause.PROBES, rule, 1, enforced, ""),
                List.of(evidence));
    }

    private static Evidence evidence(String what, String path) {
        return new Evidence(NOON, what, 1.5, new RequestTrace("GET", path, "agent \u001b", false), 404);
    }

    private static ClientKey client(String address) {
        return ClientKey.of(Address.parse(address).orElseThrow());
    }
}
