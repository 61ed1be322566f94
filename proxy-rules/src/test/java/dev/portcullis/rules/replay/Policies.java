package dev.portcullis.rules.replay;

import dev.portcullis.rules.ban.BanPolicy;
import dev.portcullis.rules.ban.NeverBan;
import dev.portcullis.rules.net.CidrSet;
import dev.portcullis.rules.signal.OwnRule;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Policies for tests.
final class Policies {

    private Policies() {}

    /// As documented.
    static BanPolicy standard(OwnRule... rules) {
        return probes(3, rules);
    }

    static BanPolicy probes(int limit, OwnRule... rules) {
        return new BanPolicy(
                true,
                new NeverBan(Set.of("lan", "vpn"), CidrSet.EMPTY, Map.of()),
                Duration.ofDays(30),
                new BanPolicy.Allowance(5, Duration.ofMinutes(10)),
                new BanPolicy.Allowance(limit, Duration.ofMinutes(10)),
                new BanPolicy.Terms(
                        Duration.ofHours(1),
                        4,
                        Duration.ofDays(30),
                        Duration.ofDays(30),
                        new BanPolicy.Widening(4, 24, 48, Duration.ofHours(24))),
                List.of(rules));
    }
}
