package dev.portcullis.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.config.Config.AccessLog;
import dev.portcullis.config.Config.Protection;
import dev.portcullis.rules.ban.BanPolicy;
import dev.portcullis.rules.limit.LimitPolicy;
import dev.portcullis.rules.limit.LimitPolicy.Bucket;
import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Cidr;
import dev.portcullis.rules.net.CidrSet;
import dev.portcullis.rules.net.ClientKey;
import dev.portcullis.rules.path.PathPattern;
import dev.portcullis.rules.route.Route;
import dev.portcullis.rules.signal.OwnRule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProtectionTest {

    private static final Path GOOD = Samples.folder("good");
    private static final Config EVERY_KEY = Samples.good(Samples.READER.load(GOOD.resolve("every-key.yaml")));
    private static final Address ELSEWHERE = Address.parse("203.0.113.9").orElseThrow();

    private static Protection protection(String yaml) {
        return Samples.good(Samples.with("protection: " + yaml)).protection();
    }

    @Test
    void every_key_has_its_effect() {
        Protection protection = EVERY_KEY.protection();

        assertThat(protection)
                .isEqualTo(new Protection(
                        true,
                        Set.of("lan", "guests"),
                        CidrSet.of(List.of(Cidr.parse("198.51.100.0/24"), Cidr.parse("2001:db8::7/128"))),
                        List.of("home.example.org"),
                        Duration.ofDays(7),
                        new BanPolicy.Allowance(6, Duration.ofMinutes(20)),
                        new BanPolicy.Allowance(4, Duration.ofMinutes(30)),
                        new LimitPolicy(
                                true,
                                new Bucket(5, Duration.ofMinutes(1), 10),
                                new Bucket(30, Duration.ofMinutes(1), 31),
                                new Bucket(40, Duration.ofSeconds(1), 300),
                                new Bucket(10, Duration.ofSeconds(1), 50),
                                100,
                                200_000),
                        new BanPolicy.Terms(
                                Duration.ofHours(2),
                                3,
                                Duration.ofDays(10),
                                Duration.ofDays(20),
                                new BanPolicy.Widening(5, 26, 56, Duration.ofHours(12))),
                        List.of(
                                new OwnRule(
                                        "old-panel",
                                        new OwnRule.Match(
                                                Optional.of(PathPattern.parse("/old/**")),
                                                Optional.of("GET"),
                                                Optional.of("x-scanner: Nessus"),
                                                OptionalInt.of(404)),
                                        3,
                                        false),
                                new OwnRule(
                                        "scanner",
                                        new OwnRule.Match(
                                                Optional.empty(),
                                                Optional.empty(),
                                                Optional.of("x-scanner"),
                                                OptionalInt.empty()),
                                        1,
                                        true)),
                        Duration.ofDays(30)));
    }

    @Test
    void observing_refuses_nobody() {
        Protection protection = protection("{mode: observe}");

        assertThat(protection.enforce()).isFalse();
        assertThat(protection.limits().enforce()).isFalse();
        assertThat(protection.policy(Map.of()).enforce()).isFalse();
    }

    @Test
    void the_policy_spares_zones_networks_and_what_host_names_stand_for() {
        Protection protection = protection(
                "{never_ban: [guests, 198.51.100.0/24, phone.example.org]}\n" + "zones: {guests: [192.168.50.0/24]}");
        BanPolicy policy = protection.policy(Map.of(ClientKey.of(ELSEWHERE), "phone.example.org"));

        assertThat(policy.neverBan().reason(ELSEWHERE, "internet")).isEqualTo("host phone.example.org");
        assertThat(policy.neverBan().reason(ELSEWHERE, "guests")).isEqualTo("zone guests");
        assertThat(policy.neverBan().reason(Address.parse("198.51.100.20").orElseThrow(), "internet"))
                .isEqualTo("network 198.51.100.0/24");
        assertThat(protection.policy(Map.of()).neverBan().reason(ELSEWHERE, "internet"))
                .isEmpty();
    }

    @Test
    void an_empty_never_ban_spares_nobody() {
        Protection protection = protection("{never_ban: []}");

        assertThat(protection.policy(Map.of()).neverBan().reason(ELSEWHERE, "lan"))
                .isEmpty();
    }

    @Test
    void the_rate_of_a_rule_is_that_of_all_its_routes() {
        List<Config.Rule> rules = EVERY_KEY.sites().getFirst().expose();

        assertThat(rules.getFirst().routes())
                .hasSize(2)
                .extracting(Route::rate)
                .containsOnly(Optional.of(new Bucket(30, Duration.ofHours(1), 30)));
        assertThat(rules.getLast().routes()).extracting(Route::rate).containsOnly(Optional.empty());
    }

    @Test
    void the_access_log_goes_where_the_file_says() {
        assertThat(EVERY_KEY.accessLog()).isEqualTo(new AccessLog.ToFile(GOOD.resolve("access.log")));
        assertThat(Samples.good(Samples.with("logs: {access: stdout}")).accessLog())
                .isEqualTo(new AccessLog.Stdout());
        assertThat(Samples.good(Samples.with("logs: {access: ./out}")).accessLog())
                .isEqualTo(new AccessLog.ToFile(Path.of("out").toAbsolutePath()));
    }
}
