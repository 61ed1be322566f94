package dev.portcullis.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.config.Config.CertificateSource;
import dev.portcullis.config.Config.Exposed;
import dev.portcullis.config.Config.Site;
import dev.portcullis.config.Config.Upstream;
import dev.portcullis.config.Config.UpstreamTls;
import dev.portcullis.core.ListenAddress;
import dev.portcullis.core.ProxyConfig;
import dev.portcullis.rules.Otherwise;
import dev.portcullis.rules.net.Cidr;
import dev.portcullis.rules.route.Preset;
import dev.portcullis.rules.route.Route;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigFileTest {

    private static final Path GOOD = Samples.folder("good");

    private static Config sample(String name) {
        return Samples.good(Samples.READER.load(GOOD.resolve(name)));
    }

    @Test
    void the_smallest_file_says_what_is_exposed_to_whom() {
        Site site = sample("smallest.yaml").sites().getFirst();

        assertThat(site.upstream()).isEqualTo(new Upstream("192.168.1.20", 8123, new UpstreamTls.Plain()));
        assertThat(site.certificate()).isEqualTo(new CertificateSource.SelfSigned());
        assertThat(site.expose()).hasSize(2);
        Exposed.Webhooks webhooks = (Exposed.Webhooks) site.expose().getFirst().what();
        assertThat(webhooks.webhooks())
                .extracting(Config.Webhook::id)
                .containsExactly("doorbell-8c1f04", "car-arrived-77ab");
        assertThat(webhooks.webhooks())
                .extracting(Config.Webhook::methods)
                .containsExactly(Set.of("POST", "PUT", "GET", "HEAD"), Set.of("POST"));
        assertThat(webhooks.webhooks())
                .extracting(it -> it.from().toString())
                .containsExactly("internet", "203.0.113.0/24");
        Exposed.ByPreset ui = (Exposed.ByPreset) site.expose().getLast().what();
        assertThat(ui.preset()).isEqualTo(Preset.UI);
        assertThat(ui.from().zones()).containsExactly("lan", "vpn");
    }

    @Test
    void rules_become_routes_in_their_order() {
        Site site = sample("smallest.yaml").sites().getFirst();

        assertThat(site.expose().stream().flatMap(it -> it.routes().stream()))
                .extracting(Route::name)
                .containsExactly("webhooks doorbell-8c1f04", "webhooks car-arrived-77ab", "preset ui");
    }

    @Test
    void a_picture_may_stand_anywhere_in_a_file() {
        for (int before = 0; before < 1100; before++) {
            String comment = "# " + "x".repeat(before) + "\uD83C\uDFE0 home\n";

            assertThat(Samples.good(comment + Samples.with("")).sites()).hasSize(1);
        }
    }

    @Test
    void every_key_has_its_effect() {
        Config config = sample("every-key.yaml");

        assertThat(config.listen().https())
                .extracting(ListenAddress::toString)
                .containsExactly(":443", "127.0.0.1:8443", "[::1]:9443");
        assertThat(config.listen().http()).extracting(ListenAddress::port).containsExactly(80);
        assertThat(config.listen().proxyProtocolFrom().cidrs()).containsExactly(Cidr.parse("10.0.0.5/32"));
        assertThat(config.listen().forwardedFrom().cidrs()).hasSize(3);
        assertThat(config.zones().networks()).containsOnlyKeys("lan", "vpn", "guests");
        assertThat(config.zones().interfaceZone()).contains("lan");
        assertThat(config.selfSignedZones()).containsExactly("vpn");
        assertThat(config.state()).isEqualTo(GOOD.resolveSibling("state"));
        assertThat(config.adminSocket()).isEqualTo(GOOD.resolveSibling("state").resolve("run/admin.sock"));
        assertThat(config.logLevel()).isEqualTo(Config.LogLevel.DEBUG);
        assertThat(config.limits()).isEqualTo(new ProxyConfig.Limits(500, 32_768, 16_384, 100, 50, 2000, 20, 300, 30));
        assertThat(config.timeouts())
                .isEqualTo(new ProxyConfig.Timeouts(
                        Duration.ofSeconds(5),
                        Duration.ofMillis(250),
                        Duration.ofSeconds(90),
                        Duration.ofHours(1),
                        Duration.ofDays(1),
                        Duration.ofMillis(500),
                        Duration.ofMinutes(1)));
    }

    @Test
    void every_key_of_a_site_has_its_effect() {
        Site site = sample("every-key.yaml").sites().getFirst();

        assertThat(site.hosts()).containsExactly("home.example.org", "*.home.example.org", "192.168.1.2");
        assertThat(site.upstream())
                .isEqualTo(new Upstream(
                        "homeassistant.local",
                        8123,
                        new UpstreamTls.Verified(Optional.of(GOOD.resolve("tls/ca.pem")))));
        assertThat(site.otherwise()).isEqualTo(Otherwise.NOT_FOUND);
        assertThat(site.hsts()).isEqualTo(Duration.ofDays(180));
        assertThat(site.maxBody()).hasValue(2L << 30);
        assertThat(site.certificate())
                .isEqualTo(new CertificateSource.FromFiles(GOOD.resolve("tls/cert.pem"), GOOD.resolve("tls/key.pem")));
        assertThat(site.expose())
                .extracting(Config.Rule::maxBody)
                .containsExactly(OptionalLong.of(65_536), OptionalLong.of(Long.MAX_VALUE), OptionalLong.empty());
        Exposed.Webhooks webhooks = (Exposed.Webhooks) site.expose().getFirst().what();
        assertThat(webhooks.webhooks())
                .extracting(Config.Webhook::methods)
                .containsExactly(Set.of("POST", "PUT"), Set.of("POST"));
        Exposed.Paths paths = (Exposed.Paths) site.expose().get(1).what();
        assertThat(paths.patterns()).extracting(Object::toString).containsExactly("/local/**", "/api/camera_proxy/*");
        assertThat(paths.methods()).containsExactlyInAnyOrder("GET", "HEAD");
        assertThat(paths.from().toString()).isEqualTo("guests, 198.51.100.7/32");
    }

    @Test
    void upstreams_without_a_port_have_the_one_of_their_scheme() {
        List<Site> sites = sample("every-key.yaml").sites();

        assertThat(sites.get(1).upstream()).isEqualTo(new Upstream("fd00::20", 80, new UpstreamTls.Plain()));
        assertThat(sites.get(2).upstream()).isEqualTo(new Upstream("octo_print", 443, new UpstreamTls.Unverified()));
    }

    @Test
    void text_is_never_taken_for_a_number_a_time_or_nothing() {
        Site site = sample("own-words.yaml").sites().getFirst();

        assertThat(site.hosts()).containsExactly("home.example.org", "xn--bcher-kva.example");
        Exposed.Webhooks webhooks = (Exposed.Webhooks) site.expose().getFirst().what();
        assertThat(webhooks.webhooks())
                .extracting(Config.Webhook::id)
                .containsExactly("null", "true", "010", "1e3", "12:30", "a b", "${x");
        assertThat(site.otherwise()).isEqualTo(Otherwise.NOT_FOUND);
    }

    @Test
    void an_absent_file_is_a_problem_of_its_own() {
        assertThat(Samples.READER.load(Path.of("nowhere", "portcullis.yaml")))
                .isEqualTo(new Loaded.Broken(List.of(new Problem(
                        "nowhere/portcullis.yaml",
                        0,
                        0,
                        "",
                        "no such file (expected: a readable configuration file)"))));
        assertThat(((Loaded.Broken) Samples.READER.load(Path.of("nowhere")))
                        .problems()
                        .getFirst())
                .hasToString("nowhere: no such file (expected: a readable configuration file)");
    }

    @Test
    void a_folder_is_no_file(@TempDir Path folder) {
        Loaded.Broken broken = (Loaded.Broken) Samples.READER.load(folder);

        assertThat(broken.problems())
                .singleElement()
                .hasToString(folder + ": a folder (expected: a readable configuration file)");
    }

    @Test
    void a_huge_file_is_refused_unread(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("huge.yaml"), "#".repeat(SourceText.MAX_BYTES + 1));

        Loaded.Broken broken = (Loaded.Broken) Samples.READER.load(file);

        assertThat(broken.problems())
                .singleElement()
                .hasToString(file + ": larger than 1 MiB (expected: a configuration file of at most 1 MiB)");
    }

    @Test
    void more_values_than_anybody_needs_are_refused() {
        String hosts = "a, ".repeat(YamlTree.MAX_NODES);

        assertThat(Samples.problems("sites: [{hosts: [" + hosts + "]}]"))
                .singleElement()
                .asString()
                .contains("more than 20000 values");
    }

    @Test
    void secrets_come_from_files_and_variables_and_are_not_shown(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("token"), "tell-nobody\n");
        Files.writeString(folder.resolve("empty"), "\n");
        Path file = Files.writeString(
                folder.resolve("portcullis.yaml"), Samples.with("").replace("certificates:", "x:") + """
                certificates:
                  acme:
                    challenges: [dns-01]
                    dns: {provider: desec, token_file: token}
                    eab: {kid: a, hmac_file: empty}
                """);

        Loaded.Broken broken = (Loaded.Broken) Samples.READER.load(file);

        assertThat(broken.problems())
                .extracting(it -> it.path() + ": " + it.message())
                .containsExactly(
                        "x: unknown key (expected: listen, zones, sites, certificates, protection, state, admin, logs,"
                                + " limits, timeouts, watch or notify)",
                        "certificates.acme.agree_to_terms: missing (expected: true). Read the authority's terms first;"
                                + " nothing is sent to it before you agree.",
                        "certificates.acme.eab.hmac_file: \"empty\": empty (expected: a file with the secret in it)");
    }

    @Test
    void a_secret_file_gives_its_content_without_the_line_break(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("token"), "tell-nobody\n");
        Reading reading = new Reading(new Findings("x"), _ -> null, folder);

        assertThat(FileTypes.secretInFile().content().parser().parse("token", reading))
                .isEqualTo("tell-nobody");
    }

    @Test
    void webhook_ids_appear_in_no_message_and_no_description() {
        for (String rule : List.of(
                "{webhooks: [s3cret, s3cret]}",
                "{webhooks: s3cret}",
                "{webhooks: ['s3cret/x', 's3cret%zz/..', {id: s3cret, methods: [x]}, {id: [s3cret]}]}",
                "{webhooks: [[s3cret]], from: [nowhere]}")) {
            assertThat(Samples.problems("sites: [{hosts: [a.example], upstream: 'http://ha', expose: [" + rule + "]}]"))
                    .noneMatch(it -> it.contains("s3cret"));
        }
        assertThat(sample("smallest.yaml").toString()).doesNotContain("doorbell");
    }

    @Test
    void another_state_folder_takes_the_socket_in_it_along() {
        Config moved = sample("every-key.yaml").withState(Path.of("/tmp/state"));

        assertThat(moved.state()).isEqualTo(Path.of("/tmp/state"));
        assertThat(moved.adminSocket()).isEqualTo(Path.of("/tmp/state/run/admin.sock"));
        Config apart = Samples.good(Samples.with("admin: {socket: /run/portcullis.sock}"));
        assertThat(apart.withState(Path.of("/tmp/state")).adminSocket()).isEqualTo(Path.of("/run/portcullis.sock"));
    }

    @Test
    void networks_of_interfaces_join_their_zone_unless_the_file_gives_them_to_another() {
        ZoneNetworks zones = new ZoneNetworks(
                Map.of("lan", List.of(), "vpn", List.of(Cidr.parse("10.8.0.0/24"))), Optional.of("lan"));
        List<Cidr> interfaces = List.of(Cidr.parse("2001:db8:1::/64"), Cidr.parse("10.8.0.0/24"));

        var resolved = zones.on(interfaces);

        assertThat(resolved.zoneOf(Cidr.parse("2001:db8:1::7").network()).name())
                .isEqualTo("lan");
        assertThat(resolved.zoneOf(Cidr.parse("10.8.0.7").network()).name()).isEqualTo("vpn");
        assertThat(resolved.zoneOf(Cidr.parse("2001:db8:2::7").network()).name())
                .isEqualTo("internet");
    }
}
