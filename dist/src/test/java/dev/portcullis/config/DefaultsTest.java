package dev.portcullis.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.core.ListenAddress;
import dev.portcullis.core.ProxyConfig;
import dev.portcullis.rules.Otherwise;
import dev.portcullis.rules.ban.BanPolicy;
import dev.portcullis.rules.limit.LimitPolicy;
import dev.portcullis.rules.net.CidrSet;
import dev.portcullis.rules.net.Zones;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DefaultsTest {

    @Test
    void a_file_that_says_little_gets_the_defaults() {
        Config config = Samples.good(Samples.with(""));

        assertThat(config.listen().https()).containsExactly(new ListenAddress(null, 443));
        assertThat(config.listen().http()).isEmpty();
        assertThat(config.listen().proxyProtocolFrom()).isEqualTo(CidrSet.EMPTY);
        assertThat(config.listen().forwardedFrom()).isEqualTo(CidrSet.EMPTY);
        assertThat(config.zones())
                .isEqualTo(new ZoneNetworks(Map.of("lan", Zones.defaultLan(), "vpn", List.of()), Optional.empty()));
        assertThat(config.selfSignedZones()).containsExactly("lan");
        assertThat(config.state()).isEqualTo(Path.of("/var/lib/portcullis"));
        assertThat(config.adminSocket()).isEqualTo(Path.of("/var/lib/portcullis/admin.sock"));
        assertThat(config.accessLog()).isEqualTo(new Config.AccessLog.Off());
        assertThat(config.logLevel()).isEqualTo(Config.LogLevel.INFO);
        assertThat(config.limits()).isEqualTo(ProxyConfig.Limits.DEFAULT);
        assertThat(config.timeouts()).isEqualTo(ProxyConfig.Timeouts.DEFAULT);
    }

    @Test
    void half_of_few_connections_are_reserved_where_the_file_does_not_say_how_many() {
        assertThat(Samples.good(Samples.with("limits: {connections: 300}"))
                        .limits()
                        .reserved())
                .isEqualTo(150);
        assertThat(Samples.good(Samples.with("limits: {connections: 1}"))
                        .limits()
                        .reserved())
                .isZero();
        assertThat(Samples.good(Samples.with("limits: {connections: 300, reserved: 299}"))
                        .limits()
                        .reserved())
                .isEqualTo(299);
    }

    @Test
    void a_site_that_says_little_gets_the_defaults() {
        Config.Site site = Samples.good(Samples.with("")).sites().getFirst();

        assertThat(site.kind()).isEqualTo(Config.Kind.HOME_ASSISTANT);
        assertThat(site.expose()).isEmpty();
        assertThat(site.otherwise()).isEqualTo(Otherwise.DROP);
        assertThat(site.hsts()).isEqualTo(Duration.ZERO);
        assertThat(site.maxBody()).isEqualTo(OptionalLong.empty());
    }

    @Test
    void a_file_that_says_nothing_of_protection_protects_as_promised() {
        Config.Protection protection = Samples.good(Samples.with("")).protection();

        assertThat(protection)
                .isEqualTo(new Config.Protection(
                        true,
                        Set.of("lan", "vpn"),
                        CidrSet.EMPTY,
                        List.of(),
                        Duration.ofDays(30),
                        new BanPolicy.Allowance(5, Duration.ofMinutes(10)),
                        new BanPolicy.Allowance(3, Duration.ofMinutes(10)),
                        LimitPolicy.DEFAULT,
                        new BanPolicy.Terms(
                                Duration.ofHours(1),
                                4,
                                Duration.ofDays(30),
                                Duration.ofDays(30),
                                new BanPolicy.Widening(4, 24, 48, Duration.ofHours(24))),
                        List.of(),
                        Duration.ofDays(90)));
        assertThat(protection).isEqualTo(Config.Protection.standard());
    }

    @Test
    void every_default_is_the_one_that_was_promised() {
        Map<String, String> defaults = new TreeMap<>();
        collect("", RootKeys.ROOT, defaults);

        assertThat(defaults).containsExactlyInAnyOrderEntriesOf(promised());
    }

    private static void collect(String path, SectionType section, Map<String, String> defaults) {
        for (Key<?> key : section.keys()) {
            String name = path + key.name();
            if (!key.standardText().isEmpty()) {
                defaults.put(name, key.standardText());
            }
            collectBelow(name, key.type(), defaults);
        }
    }

    private static void collectBelow(String path, ValueType<?> type, Map<String, String> defaults) {
        switch (type) {
            case SectionType section -> collect(path + ".", section, defaults);
            case ListType<?> list -> collectBelow(path + "[]", list.item(), defaults);
            case ShorthandType<?> shorthand -> collect(path + ".", shorthand.full(), defaults);
            case ScalarType<?> _, SecretFileType _, AnythingType _ -> {}
        }
    }

    private static Map<String, String> promised() {
        Map<String, String> defaults = new TreeMap<>();
        PROMISED.lines().map(it -> it.split(" = ", 2)).forEach(it -> defaults.put(it[0], it[1]));
        PROMISED.lines()
                .filter(it -> it.startsWith("certificates.acme."))
                .map(it -> it.split(" = ", 2))
                .forEach(it -> defaults.put("sites[]." + it[0], it[1]));
        return defaults;
    }

    private static final String PROMISED = """
            listen.https = [":443"]
            listen.http = []
            listen.proxy_protocol_from = []
            listen.forwarded_from = []
            listen.metrics = []
            zones.lan = [default]
            zones.vpn = []
            sites[].upstream_tls.verify = true
            sites[].kind = home_assistant
            sites[].expose = []
            sites[].expose[].from = [internet, lan, vpn]
            sites[].otherwise = drop
            sites[].hsts = false
            sites[].max_body = unlimited
            sites[].certificates.self_signed = false
            certificates.acme.email = ""
            certificates.acme.agree_to_terms = false
            certificates.acme.directory = letsencrypt
            certificates.acme.fallback_directories = []
            certificates.acme.challenges = [tls-alpn-01]
            certificates.acme.dns.tsig.algorithm = hmac-sha256
            certificates.acme.dns.resolvers = []
            certificates.acme.dns.propagation_timeout = 2m
            certificates.acme.dns.update_address = false
            certificates.acme.key_type = p256
            certificates.acme.profile = ""
            certificates.acme.preferred_chain = ""
            certificates.self_signed = false
            certificates.unknown_name.internet = refuse
            certificates.unknown_name.lan = self_signed
            protection.mode = enforce
            protection.never_ban = [lan, vpn]
            protection.remember_owner = 30d
            protection.failed_logins.limit = 5
            protection.failed_logins.window = 10m
            protection.probes.limit = 3
            protection.probes.window = 10m
            protection.rate_limits.auth.rate = 10/m
            protection.rate_limits.auth.burst = 20
            protection.rate_limits.webhook.rate = 60/m
            protection.rate_limits.webhook.burst = 60
            protection.rate_limits.request.rate = 50/s
            protection.rate_limits.request.burst = 400
            protection.rate_limits.connection.rate = 20/s
            protection.rate_limits.connection.burst = 100
            protection.rate_limits.connection.open = 200
            protection.bans.first = 1h
            protection.bans.factor = 4
            protection.bans.longest = 30d
            protection.bans.memory = 30d
            protection.bans.widen.after = 4
            protection.bans.widen.ipv4 = 24
            protection.bans.widen.ipv6 = 48
            protection.bans.widen.for = 24h
            protection.rules = []
            protection.rules[].weight = 1
            protection.rules[].mode = enforce
            protection.keep = 90d
            state = /var/lib/portcullis
            admin.socket = <state>/admin.sock
            logs.access = off
            logs.level = info
            limits.connections = 10000
            limits.reserved = 500
            limits.header_bytes = 65536
            limits.request_line = 32768
            limits.headers = 200
            limits.streams = 100
            limits.body_rate = 500
            limits.upstream_connections = 2000
            limits.upstream_per_client = 200
            timeouts.handshake = 10s
            timeouts.request_head = 15s
            timeouts.request_idle = 60s
            timeouts.idle = 10m
            timeouts.websocket_idle = 10m
            timeouts.upstream_connect = 5s
            timeouts.drain = 15s
            watch = false
            """;
}
