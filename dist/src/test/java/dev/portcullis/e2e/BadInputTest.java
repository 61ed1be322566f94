package dev.portcullis.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.e2e.Program.Ended;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What `check` and `run` say about what they are given: data on standard output, messages on standard error.
class BadInputTest {

    private static final String SITE = """
            listen: {https: ["127.0.0.1:0"]}
            sites:
              - hosts: [home.example.org]
                upstream: http://127.0.0.1:8123
                expose: [{preset: ui, from: [lan]}]
            """;

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void place() {
        file = folder.resolve("portcullis.yaml");
    }

    @Test
    void check_says_ok_and_what_is_exposed_to_whom() {
        Program.write(file, SITE + "certificates: {self_signed: true}\n");

        // The file of this folder is found by itself.
        Ended text = Program.run(folder, "check");
        assertThat(text.exit()).isZero();
        assertThat(text.err()).isEmpty();
        assertThat(text.out())
                .startsWith("ok: portcullis.yaml\n")
                .contains("home.example.org -> http://127.0.0.1:8123")
                .contains("to lan:\n    preset ui\n")
                .contains("everything else: drop");

        Ended json = Program.run(folder, "check", "--json");
        assertThat(json.exit()).isZero();
        assertThat(JsonText.member(json.out(), "ok")).isEqualTo("true");
        assertThat(JsonText.member(json.out(), "upstream")).isEqualTo("http://127.0.0.1:8123");
    }

    @Test
    void every_mistake_is_told_in_one_run_with_its_place() {
        Program.write(file, """
                sites:
                  - hosts: [home.example.org]
                    upstrem: http://127.0.0.1:8123
                    expose: [{preset: uii}]
                    max_body: lots
                certificates: {self_signed: true}
                """);
        for (String command : new String[] {"check", "run"}) {
            Ended refused = Program.run(folder, command);
            assertThat(refused.exit()).isEqualTo(2);
            assertThat(refused.out()).isEmpty();
            assertThat(refused.err())
                    .contains("portcullis.yaml:3:5: sites[0].upstrem: unknown key")
                    .contains("Did you mean \"upstream\"?")
                    .contains("portcullis.yaml:4:")
                    .contains("portcullis.yaml:5:");
        }
        Ended json = Program.run(folder, "check", "--json");
        assertThat(json.exit()).isEqualTo(2);
        assertThat(json.err()).isEmpty();
        assertThat(JsonText.member(json.out(), "ok")).isEqualTo("false");
        assertThat(JsonText.member(json.out(), "line")).isEqualTo("3");
    }

    @Test
    void a_file_that_is_not_there_is_2() {
        Ended named = Program.run(folder, "run", "--config", "nowhere.yaml");
        assertThat(named.exit()).isEqualTo(2);
        assertThat(named.out()).isEmpty();
        assertThat(named.err()).contains("nowhere.yaml").contains("no such file");

        Ended usual = Program.run(folder, "check");
        assertThat(usual.exit()).isEqualTo(2);
        assertThat(usual.err()).contains("no configuration found").contains("--config FILE");
    }

    @Test
    void a_key_that_is_missing_or_a_folder_is_refused_with_its_place() throws IOException {
        certificate("one", 30);
        Files.createDirectory(folder.resolve("folder.key"));
        for (String key : new String[] {"missing.key", "folder.key"}) {
            Program.write(file, SITE + "certificates:\n  files: {certificate: one.pem, key: " + key + "}\n");
            Ended refused = Program.run(folder, "run");
            assertThat(refused.exit()).isEqualTo(2);
            assertThat(refused.out()).isEmpty();
            assertThat(refused.err())
                    .contains("portcullis.yaml:7:")
                    .contains("certificates.files.key")
                    .contains(key)
                    .contains(key.startsWith("missing") ? "no such file" : "a folder");
        }
    }

    @Test
    void a_key_of_another_certificate_is_refused_by_check_and_by_run() {
        certificate("one", 30);
        certificate("two", 30);
        Program.write(file, SITE + "certificates:\n  files: {certificate: one.pem, key: two.key}\n");

        Ended check = Program.run(folder, "check");
        assertThat(check.exit()).isEqualTo(2);
        assertThat(check.out()).isEmpty();
        assertThat(check.err()).contains("two.key").contains("one.pem").hasLineCount(1);

        Ended run = Program.run(folder, "run");
        assertThat(run.exit()).isIn(1, 2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("two.key").contains("one.pem").hasLineCount(1);
    }

    @Test
    void a_key_that_is_none_is_refused() {
        certificate("one", 30);
        Program.write(folder.resolve("one.key"), "not a key\n");
        Program.write(file, SITE + "certificates:\n  files: {certificate: one.pem, key: one.key}\n");

        Ended run = Program.run(folder, "run");
        assertThat(run.exit()).isIn(1, 2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("one.key").contains("(expected: ").hasLineCount(1);
    }

    @Test
    void an_expired_certificate_is_a_warning_and_served() throws IOException {
        certificate("old", -1);
        Program.write(file, SITE + "certificates:\n  files: {certificate: old.pem, key: old.key}\nstate: state\n");

        Ended check = Program.run(folder, "check");
        assertThat(check.exit()).isZero();
        assertThat(check.out()).startsWith("ok: ");
        assertThat(check.err()).startsWith("warning: ").contains("old.pem").contains("expired");

        try (Program server = Program.serve(folder, "run")) {
            assertThat(server.line("old.pem")).contains("expired");
            server.line("serving ");
            Ended status = Program.run(folder, "status", "--config", "portcullis.yaml");
            assertThat(status.exit()).as("somebody must look").isEqualTo(1);
            assertThat(status.out()).contains("EXPIRED").contains("old.pem");
            server.terminate();
            assertThat(server.ended().exit()).isZero();
        }
    }

    @Test
    void an_upstream_that_does_not_resolve_is_named() {
        Program.write(
                file,
                SITE.replace("127.0.0.1:8123", "no-such-house.invalid:8123")
                        + "certificates: {self_signed: true}\nstate: state\n");

        Ended run = Program.run(folder, "run");
        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .contains("sites[0].upstream: \"no-such-house.invalid\" does not resolve")
                .hasLineCount(1);
    }

    @Test
    void a_state_folder_that_cannot_be_made_is_named() {
        Program.write(folder.resolve("file"), "in the way\n");
        Program.write(file, SITE + "certificates: {self_signed: true}\nstate: file/state\n");

        Ended run = Program.run(folder, "run");
        assertThat(run.exit()).isIn(1, 2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .contains(folder.resolve("file/state").toString())
                .contains("(expected: ")
                .hasLineCount(1);
    }

    @Test
    void status_and_stop_without_a_server_are_1_and_say_where_they_looked() {
        Program.write(file, SITE + "certificates: {self_signed: true}\nstate: state\n");
        for (String command : new String[] {"status", "stop"}) {
            Ended nobody = Program.run(folder, command, "--config", "portcullis.yaml");
            assertThat(nobody.exit()).isEqualTo(1);
            assertThat(nobody.out()).isEmpty();
            assertThat(nobody.err())
                    .contains("not running")
                    .contains(folder.resolve("state/admin.sock").toString());
        }
    }

    @Test
    void explain_as_json_keeps_its_remark_off_standard_output() {
        Program.write(file, SITE + "certificates: {self_signed: true}\nstate: state\n");

        Ended explained = Program.run(
                folder, "explain", "--json", "GET", "/", "--from", "8.8.8.8", "--config", "portcullis.yaml");
        assertThat(explained.exit()).isZero();
        assertThat(explained.err()).contains("no server runs");
        assertThat(JsonText.member(explained.out(), "decision")).isEqualTo("drop");
    }

    @Test
    void a_command_that_cannot_be_understood_is_2() {
        assertThat(Program.run(folder, "statsu").err()).contains("Did you mean \"status\"?");
        Ended explain = Program.run(folder, "explain", "GET", "/", "--from", "nobody");
        assertThat(explain.exit()).isEqualTo(2);
        assertThat(explain.out()).isEmpty();
    }

    /// A self-signed certificate by openssl.
    ///
    /// @param days until its end, from today; negative for one that is over
    private void certificate(String name, int days) {
        try {
            String until = java.time.ZonedDateTime.now(java.time.ZoneOffset.UTC)
                    .plusDays(days)
                    .format(java.time.format.DateTimeFormatter.ofPattern("yyyyMMddHHmmss'Z'"));
            Program.write(folder.resolve("ca.cnf"), """
                    [ca]
                    default_ca = own
                    [own]
                    database = %1$s/%2$s.txt
                    serial = %1$s/%2$s.serial
                    new_certs_dir = %1$s
                    default_md = sha256
                    policy = any
                    copy_extensions = copy
                    [any]
                    commonName = supplied
                    """.formatted(folder, name));
            Program.write(folder.resolve(name + ".txt"), "");
            Program.write(folder.resolve(name + ".serial"), "01\n");
            openssl(
                    "req",
                    "-new",
                    "-newkey",
                    "ec",
                    "-pkeyopt",
                    "ec_paramgen_curve:prime256v1",
                    "-nodes",
                    "-keyout",
                    name + ".key",
                    "-out",
                    name + ".csr",
                    "-subj",
                    "/CN=home.example.org",
                    "-addext",
                    "subjectAltName=DNS:home.example.org");
            openssl(
                    "ca",
                    "-batch",
                    "-notext",
                    "-config",
                    "ca.cnf",
                    "-selfsign",
                    "-keyfile",
                    name + ".key",
                    "-in",
                    name + ".csr",
                    "-out",
                    name + ".pem",
                    "-startdate",
                    "20250101000000Z",
                    "-enddate",
                    until);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private void openssl(String... arguments) throws IOException, InterruptedException {
        java.util.List<String> command = new java.util.ArrayList<>(java.util.List.of("openssl"));
        command.addAll(java.util.Arrays.asList(arguments));
        Process openssl = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("openssl.log").toFile())
                .start();
        if (!openssl.waitFor(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS) || openssl.exitValue() != 0) {
            throw new AssertionError("openssl: " + Files.readString(folder.resolve("openssl.log")));
        }
    }
}
