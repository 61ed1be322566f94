package dev.portcullis.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The other ways to prove a name to a real authority, as an owner configures them.
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class PebbleChallengesTest {

    private static final String ANYWHERE = "https: [\"127.0.0.1:0\"]";

    @TempDir
    static Path shared;

    private static CertifiedHouse certified;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws IOException, CertificateException {
        certified = CertifiedHouse.start(shared);
    }

    @AfterAll
    static void end() {
        certified.close();
    }

    @Test
    void the_authority_may_look_on_the_http_port() throws IOException {
        String listen = ANYWHERE + ", http: [\"127.0.0.1:" + certified.pebble().httpPort() + "\"]";
        try (Program server = serve(listen, "[home.test, www.home.test]", "challenges: [http-01]")) {
            certified.awaited(server.port(), "home.test");
            certified.awaited(server.port(), "www.home.test");
            assertThat(provenBy()).isEqualTo("http-01");
            server.terminate();
            assertThat(server.ended().exit()).isZero();
        }
    }

    @Test
    void when_the_first_way_fails_the_next_one_is_gone() throws IOException {
        String listen = ANYWHERE + ", http: [\"127.0.0.1:" + certified.pebble().httpPort() + "\"]";
        try (Program server = serve(listen, "[home.test]", "challenges: [tls-alpn-01, http-01]")) {
            certified.awaited(server.port(), "home.test");
            assertThat(provenBy()).isEqualTo("http-01");
        }
    }

    @Test
    void a_program_of_the_owners_sets_the_records_for_a_wildcard() throws IOException {
        Path log = folder.resolve("calls");
        Path script = script(log);
        try (Program server = serve(
                ANYWHERE,
                "[\"*.home.test\", home.test]",
                "challenges: [dns-01], dns: {provider: exec, program: %s, resolvers: [\"127.0.0.1:%d\"]}"
                        .formatted(script.getFileName(), certified.pebble().dnsPort()))) {
            certified.awaited(server.port(), "cellar.home.test");
            certified.awaited(server.port(), "home.test");
            assertThat(provenBy()).isEqualTo("dns-01");
            server.terminate();
            assertThat(server.ended().exit()).isZero();
            List<String> calls = Files.readAllLines(log);
            assertThat(calls)
                    .filteredOn(call -> call.startsWith("add _acme-challenge.home.test "))
                    .isNotEmpty();
            List<String> added = calls.stream()
                    .filter(call -> call.startsWith("add "))
                    .map(PebbleChallengesTest::record)
                    .toList();
            List<String> removed = calls.stream()
                    .filter(call -> call.startsWith("remove "))
                    .map(PebbleChallengesTest::record)
                    .toList();
            assertThat(removed).as("records are removed afterwards").containsExactlyInAnyOrderElementsOf(added);
        }
    }

    private static String record(String call) {
        return call.substring(call.indexOf(' '));
    }

    /// What an owner with such a name server might write.
    private Path script(Path log) throws IOException {
        Path script = folder.resolve("set-record.sh");
        Program.write(script, """
                #!/bin/sh
                set -eu
                echo "$1 $2 $3" >>%s
                case $1 in
                  add) curl -fsS -d "{\\"host\\":\\"$2.\\",\\"value\\":\\"$3\\"}" %s/set-txt ;;
                  remove) curl -fsS -d "{\\"host\\":\\"$2.\\"}" %2$s/clear-txt ;;
                esac
                """.formatted(log, certified.pebble().dnsManagement()));
        return Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
    }

    private String provenBy() {
        Program.Ended list = Program.run(folder, "certs", "--json");
        assertThat(list.exit()).as(list.out()).isZero();
        return JsonText.member(list.out(), "challenge");
    }

    private Program serve(String listen, String hosts, String acme) {
        return Program.configured(folder, List.of(), certified.yaml(listen, hosts, acme));
    }
}
