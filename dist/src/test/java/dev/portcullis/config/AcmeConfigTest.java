package dev.portcullis.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.acme.AuthoritySettings;
import dev.portcullis.acme.AuthoritySettings.Binding;
import dev.portcullis.acme.ChallengeType;
import dev.portcullis.acme.KeyType;
import dev.portcullis.acme.Secret;
import dev.portcullis.acme.dns.DnsSettings;
import dev.portcullis.acme.dns.DnsSettings.TransactionKey;
import dev.portcullis.config.Config.CertificateSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AcmeConfigTest {

    private static final Path GOOD = Samples.folder("good");

    private static Config.Site site(int index) {
        return Samples.good(Samples.READER.load(GOOD.resolve("acme.yaml")))
                .sites()
                .get(index);
    }

    private static CertificateSource.Acme acme(int index) {
        return (CertificateSource.Acme) site(index).certificate();
    }

    @Test
    void two_words_are_enough_for_a_certificate_from_lets_encrypt() {
        Config config = Samples.good(Samples.with("")
                .replace(
                        "certificates: {self_signed: true}",
                        "certificates: {acme: {email: me@example.org, agree_to_terms: true}}"));

        assertThat(config.sites().getFirst().certificate())
                .isEqualTo(new CertificateSource.Acme(
                        List.of(new AuthoritySettings(
                                URI.create("https://acme-v02.api.letsencrypt.org/directory"),
                                "me@example.org",
                                true,
                                Optional.empty(),
                                "",
                                "",
                                Optional.empty())),
                        List.of(ChallengeType.TLS_ALPN_01),
                        KeyType.P256,
                        Optional.empty()));
    }

    @Test
    void what_stands_at_the_top_level_is_for_all_sites_without_a_section_of_their_own() {
        assertThat(acme(0).keyType()).isEqualTo(KeyType.P384);
        assertThat(acme(1).keyType()).isEqualTo(KeyType.RSA2048);
        assertThat(acme(2).keyType()).as("nothing is inherited").isEqualTo(KeyType.P256);
    }

    @Test
    void account_binding_profile_and_chain_are_for_the_first_authority_alone() {
        Optional<Path> root = Optional.of(GOOD.resolve("tls/ca.pem"));

        assertThat(acme(1).authorities())
                .containsExactly(
                        new AuthoritySettings(
                                URI.create("https://acme.zerossl.com/v2/DV90"),
                                "me@example.org",
                                true,
                                Optional.of(new Binding("a-kid", new Secret("dG9wLXNlY3JldA"))),
                                "classic",
                                "ISRG Root X1",
                                root),
                        new AuthoritySettings(
                                URI.create("https://acme-v02.api.letsencrypt.org/directory"),
                                "me@example.org",
                                true,
                                Optional.empty(),
                                "",
                                "",
                                root),
                        new AuthoritySettings(
                                URI.create("https://ca.example.org/directory"),
                                "me@example.org",
                                true,
                                Optional.empty(),
                                "",
                                "",
                                root));
        assertThat(acme(1).challenges()).containsExactly(ChallengeType.HTTP_01, ChallengeType.DNS_01);
    }

    @Test
    void each_dns_provider_gets_what_it_needs() throws IOException {
        DnsSettings updates = acme(1).dns().orElseThrow();

        assertThat(updates)
                .isEqualTo(new DnsSettings(
                        new DnsSettings.Provider.Rfc2136(
                                InetSocketAddress.createUnresolved("ns1.example.org", 53),
                                Optional.of(new TransactionKey(
                                        "update-key.", "hmac-sha512", new Secret("dG9wLXNlY3JldA==")))),
                        List.of(
                                new InetSocketAddress(InetAddress.ofLiteral("192.0.2.53"), 53),
                                new InetSocketAddress(InetAddress.ofLiteral("2001:db8::53"), 5353)),
                        Duration.ofMinutes(5),
                        false));
        assertThat(acme(2).dns())
                .contains(new DnsSettings(
                        new DnsSettings.Provider.DuckDns(new Secret("top-secret")),
                        List.of(),
                        Duration.ofMinutes(2),
                        true));
        assertThat(acme(3).dns().orElseThrow().provider())
                .isEqualTo(new DnsSettings.Provider.Cloudflare(new Secret("top-secret")));
        assertThat(acme(4).dns().orElseThrow().provider())
                .isEqualTo(new DnsSettings.Provider.Desec(new Secret("top-secret")));
        assertThat(acme(5).dns().orElseThrow().provider())
                .isEqualTo(new DnsSettings.Provider.Exec(Path.of("/bin/true")));
    }

    @Test
    void international_names_are_asked_for_in_their_ascii_form() {
        assertThat(site(0).hosts()).containsExactly("home.example.org", "xn--kche-0ra.example.org");
    }

    @Test
    void secrets_are_in_no_description() {
        Config config = Samples.good(Samples.READER.load(GOOD.resolve("acme.yaml")));

        assertThat(config.toString())
                .contains("Cloudflare")
                .doesNotContain("top-secret")
                .doesNotContain("dG9w");
    }

    @Test
    void a_program_is_found_beside_the_file(@TempDir Path folder) throws IOException {
        Path program = Files.writeString(folder.resolve("dns.sh"), "#!/bin/sh\n");
        Path file = Files.writeString(folder.resolve("portcullis.yaml"), """
                sites: [{hosts: ["*.example.org"], upstream: "http://ha"}]
                certificates:
                  acme: {agree_to_terms: true, challenges: [dns-01], dns: {provider: exec, program: dns.sh}}
                """);

        assertThat(Samples.READER.load(file)).isInstanceOf(Loaded.Broken.class);
        assertThat(program.toFile().setExecutable(true)).isTrue();
        var made = (CertificateSource.Acme)
                Samples.good(Samples.READER.load(file)).sites().getFirst().certificate();

        assertThat(made.dns().orElseThrow().provider()).isEqualTo(new DnsSettings.Provider.Exec(program));
    }

    @ParameterizedTest
    @CsvSource({
        "ns1.example.org, ns1.example.org, 53",
        "NS1.Example.org:5353, ns1.example.org, 5353",
        "192.0.2.53, 192.0.2.53, 53",
        "192.0.2.53:5353, 192.0.2.53, 5353",
        "2001:db8::53, 2001:db8:0:0:0:0:0:53, 53",
        "[2001:db8::53], 2001:db8:0:0:0:0:0:53, 53",
        "[2001:db8::53]:5353, 2001:db8:0:0:0:0:0:53, 5353"
    })
    void a_name_server_has_port_53_unless_it_is_written(String written, String host, int port) throws Misfit {
        InetSocketAddress server = DnsKeys.SERVER.type() instanceof ScalarType<InetSocketAddress> type
                ? type.parser().parse(written, new Reading(new Findings("x"), _ -> null, Path.of("")))
                : new InetSocketAddress(0);

        assertThat(server.getHostString()).isEqualTo(host);
        assertThat(server.getPort()).isEqualTo(port);
        assertThat(server.isUnresolved()).as("looked up only when needed").isEqualTo(host.endsWith("org"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "me",
                "@example.org",
                "me@",
                "me@localhost",
                "me@ex ample.org",
                "a b@example.org",
                "me@example.org,you@example.org",
                "Me <me@example.org>",
                "m\u00e9@example.org",
                "me@@example.org"
            })
    void what_is_no_address_is_refused(String email) {
        assertThat(email(email)).singleElement().asString().contains("email").contains("an e-mail address");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"me@example.org", "me+home@sub.example.org", "o'hara@example.co.uk", "me@k\u00fcche.example"})
    void an_address_is_accepted(String email) {
        assertThat(Samples.load(withEmail(email))).isInstanceOf(Loaded.Ok.class);
    }

    private static List<String> email(String email) {
        return Samples.problems(withEmail(email));
    }

    private static String withEmail(String email) {
        return Samples.with("")
                .replace(
                        "certificates: {self_signed: true}",
                        "certificates: {acme: {email: '" + email.replace("'", "''") + "', agree_to_terms: true}}");
    }

    @Test
    void a_secret_file_that_everybody_may_read_is_warned_of(@TempDir Path folder) throws IOException {
        Path token = Files.writeString(folder.resolve("token"), "secret");
        Path file = Files.writeString(folder.resolve("portcullis.yaml"), """
                sites:
                  - hosts: ['*.example.org']
                    upstream: http://192.168.1.20:8123
                    expose: [{preset: ui, from: [lan]}]
                certificates:
                  acme:
                    agree_to_terms: true
                    challenges: [dns-01]
                    dns: {provider: cloudflare, token_file: token}
                """);
        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-r--r--"));

        assertThat(warnings(file))
                .singleElement()
                .asString()
                .contains("certificates.acme.dns.token_file", "every user of this machine")
                .doesNotContain("secret\"");

        Files.setPosixFilePermissions(token, PosixFilePermissions.fromString("rw-------"));

        assertThat(warnings(file)).isEmpty();
    }

    @Test
    void addresses_that_cannot_follow_are_warned_of(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("portcullis.yaml"), """
                sites:
                  - hosts: ['*.example.org']
                    upstream: http://192.168.1.20:8123
                    expose: [{preset: ui, from: [lan]}]
                  - hosts: [home.example.net]
                    upstream: http://192.168.1.20:8123
                    expose: [{preset: ui, from: [lan]}]
                certificates:
                  acme:
                    agree_to_terms: true
                    challenges: [dns-01]
                    dns: {provider: duckdns, token: t, update_address: true}
                """);

        assertThat(warnings(file))
                .anyMatch(it -> it.contains("update_address") && it.contains("*.example.org"))
                .anyMatch(it -> it.contains("home.example.net") && it.contains("cannot follow"));
    }

    private static List<String> warnings(Path file) {
        return switch (Samples.READER.load(file)) {
            case Loaded.Ok ok -> ok.warnings().stream().map(Warning::toString).toList();
            case Loaded.Broken broken -> throw new AssertionError(broken.problems());
        };
    }
}
