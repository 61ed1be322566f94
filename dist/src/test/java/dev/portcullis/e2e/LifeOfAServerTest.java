package dev.portcullis.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.demo.HomeAssistantDouble;
import dev.portcullis.demo.Settings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Bans and memory through ends and beginnings of the process, and what a server leaves in its files.
class LifeOfAServerTest {

    private static final String HOST = "home.test";
    private static final String GUESSER = "203.0.113.9";
    private static final String OWNER = "198.51.100.7";
    private static final String WEBHOOK = "doorbell-8c1f04";

    @TempDir
    Path folder;

    private HomeAssistantDouble house;
    private Program server;
    private int port;

    @BeforeEach
    void start() throws IOException {
        house = HomeAssistantDouble.start(Settings.usual());
        serve();
    }

    private void serve() {
        server = Program.configured(folder, List.of(), """
                listen: {https: ["127.0.0.1:0"], forwarded_from: [127.0.0.1]}
                sites:
                  - hosts: [%s]
                    upstream: http://127.0.0.1:%d
                    expose:
                      - webhooks: [%s]
                      - paths: [/, "/auth/**", "/api/states", "/api/websocket", "/api/camera_proxy/*", "/media/**"]
                    otherwise: 404
                certificates: {self_signed: true}
                state: state
                logs: {access: access.log}
                """.formatted(HOST, house.port(), WEBHOOK));
        port = server.port();
    }

    @AfterEach
    void end() {
        server.close();
        house.close();
    }

    @Test
    void bans_and_the_household_outlive_the_process() throws IOException {
        try (Caller owner = caller(OWNER)) {
            owner.login();
        }
        guess(GUESSER, 5);
        assert_refused(GUESSER);
        String before = bans();
        assertThat(JsonText.member(before, "network")).isEqualTo(GUESSER + "/32");

        server.terminate();
        assertThat(server.ended().exit()).isZero();
        serve();

        assert_refused(GUESSER);
        assertThat(JsonText.member(bans(), "until")).isEqualTo(JsonText.member(before, "until"));
        guess(OWNER, 5);
        try (Caller owner = caller(OWNER)) {
            assertThat(owner.get("/").status()).isEqualTo(200);
        }
        String why = ask("why", OWNER, "--json").out();
        assertThat(JsonText.member(why, "limit_factor")).isEqualTo("5");
        assertThat(JsonText.member(why, "code")).isEqualTo("spared");
        assertThat(bans()).doesNotContain(OWNER);
        Program.Ended explained = ask("explain", "GET", "/", "--from", GUESSER);
        assertThat(explained.out()).containsIgnoringCase("banned");
        String status = ask("status", "--json").out();
        assertThat(JsonText.member(status, "bans_active")).isEqualTo("1");
        assertThat(JsonText.member(status, "failed_logins")).isEqualTo("10");
        assertThat(ask("status").out()).contains("1 active");
    }

    @Test
    void a_ban_that_was_acknowledged_outlives_a_kill() throws IOException {
        assertThat(ask("bans", "add", GUESSER, "--for", "3h", "--reason", "=SUM(1)")
                        .exit())
                .isZero();
        kill();

        assertThat(ask("bans").out()).contains(GUESSER, "=SUM(1)");
        serve();
        assert_refused(GUESSER);
        assertThat(ask("bans", "remove", GUESSER).out()).contains("no longer banned");
        kill();
        serve();
        try (Caller pardoned = caller(GUESSER)) {
            assertThat(pardoned.get("/").status()).isEqualTo(200);
        }
    }

    @Test
    void without_a_server_commands_print_their_answer_and_nothing_of_the_database_beneath() {
        try (Program command = Program.start(
                folder, List.of("-Dtinylog.level=trace"), "bans", "add", GUESSER, "--state", "other", "--json")) {
            Program.Ended ended = command.ended();
            assertThat(ended.exit()).as(ended.err()).isZero();
            assertThat(JsonList.of(ended.out(), "bans", "network")).containsExactly(GUESSER + "/32");
            assertThat(ended.err()).contains("no server runs").hasLineCount(1);
        }
        assertThat(networks()).isEmpty();
    }

    private void kill() {
        server.close();
        assertThat(server.ended().exit()).isEqualTo(137);
    }

    @Test
    void bans_travel_from_one_server_to_the_other_in_every_format_that_can_be_read() throws IOException {
        assertThat(ask("bans", "add", GUESSER, "--reason", "a, \"b\"").exit()).isZero();
        assertThat(ask("bans", "add", "198.51.100.0/28", "--for", "forever").exit())
                .isZero();
        assertThat(ask("bans", "add", "2001:db8:1:2::3").exit()).isZero();
        for (String format : List.of("json", "csv", "plain")) {
            Program.write(
                    folder.resolve("exported." + format),
                    ask("bans", "export", "--format", format).out());
        }
        Program.write(
                folder.resolve("ip_bans.yaml"),
                ask("bans", "export", "--format", "ha").out());
        assertThat(ask("bans", "remove", "--all").exit()).isZero();
        List<String> networks = List.of("198.51.100.0/28", "2001:db8:1:2::/64", "203.0.113.9/32");
        for (String file : List.of("exported.json", "exported.csv", "exported.plain")) {
            Program.Ended imported = ask("bans", "import", file);
            assertThat(imported.out()).as(imported.err()).contains("3 bans imported");
            assertThat(networks()).containsExactlyInAnyOrderElementsOf(networks);
            assert_refused(GUESSER);
            assertThat(ask("bans", "remove", "--all").exit()).isZero();
        }
        assertThat(ask("bans", "import", "ip_bans.yaml").out()).contains("1 ban imported");
        assertThat(networks()).containsExactly("203.0.113.9/32");
        Program.write(
                folder.resolve("broken.yaml"), "203.0.113.77:\n  banned_at: '2026-11-23T00:00:00+00:00'\nnot an ip:\n");
        Program.Ended broken = ask("bans", "import", "broken.yaml");
        assertThat(broken.exit()).isEqualTo(2);
        assertThat(broken.err()).contains("broken.yaml:3", "nothing was imported");
        assertThat(networks()).containsExactly("203.0.113.9/32");
    }

    private List<String> networks() {
        return JsonList.of(bans(), "bans", "network");
    }

    @Test
    void no_secret_is_left_in_log_database_or_output_and_the_log_replays_to_the_same_bans() throws IOException {
        List<String> secrets = new ArrayList<>(List.of("correct-horse", WEBHOOK, "hunter-", "garage-"));
        try (Caller owner = caller(OWNER)) {
            Caller.Tokens tokens = owner.login();
            secrets.addAll(List.of(tokens.access(), tokens.refresh()));
            assertThat(owner.get("/api/webhook/" + WEBHOOK).status()).isEqualTo(200);
            assertThat(owner.get("/api/states", "Authorization: Bearer " + tokens.access())
                            .status())
                    .isEqualTo(200);
            assertThat(owner.talk(tokens.access())).contains("auth_ok");
            owner.get("/media/local/1.jpg?authSig=my.own-signature.x");
            owner.get("/api/camera_proxy/camera.front_door?token=picture-token");
            owner.get("/?code=login-code&state=x");
            secrets.addAll(List.of("own-signature", "picture-token", "login-code"));
        }
        probe("203.0.113.44", "/api/webhook/garage-1", "/api/webhook/garage-2", "/api/webhook/garage-3");
        probe("198.18.4.45", "/.git/config", "/.env?password=hunter-9", "/wp-login.php");
        guess(GUESSER, 5);
        assert_refused(GUESSER);
        String bans = bans();
        assertThat(networks()).containsExactlyInAnyOrder(GUESSER + "/32", "203.0.113.44/32", "198.18.4.45/32");
        server.terminate();
        Program.Ended ended = server.ended();

        String written = ended.out() + ended.err();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile)
                    .filter(file -> !file.endsWith("portcullis.yaml"))
                    .toList()) {
                written += new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
            }
        }
        assertThat(written).contains("wrong_password", "/.git/config", "camera_proxy");
        for (String secret : secrets) {
            assertThat(written.contains(secret)).as(secret).isFalse();
        }
        List<String> lines = Files.readAllLines(folder.resolve("access.log"));
        assertThat(lines)
                .allSatisfy(line -> assertThat(JsonText.member(line, "client")).isNotEmpty());
        String replayed = ask("replay", "access.log", "--json").out();
        for (String member : List.of("network", "from", "until", "cause", "rule")) {
            assertThat(JsonList.of(replayed, "bans", member))
                    .isEqualTo(JsonList.of(bans, "bans", member).reversed());
        }
        strictly();
    }

    /// The same log under a policy that takes one failure more.
    private void strictly() throws IOException {
        String yaml = Files.readString(folder.resolve("portcullis.yaml"));
        Program.write(folder.resolve("other.yaml"), yaml + "protection: {failed_logins: {limit: 6}}\n");
        String diff = ask("replay", "access.log", "--policy", "other.yaml", "--diff", "--json")
                .out();
        assertThat(JsonList.of(diff, "only_current", "network")).containsExactly(GUESSER + "/32");
        assertThat(JsonList.of(diff, "only_policy", "network")).isEmpty();
        assertThat(JsonText.member(diff, "same")).isEqualTo("2");
    }

    private Caller caller(String address) throws IOException {
        return new Caller(port, HOST, address);
    }

    private void guess(String address, int times) throws IOException {
        for (int i = 0; i < times; i++) {
            try (Caller caller = caller(address)) {
                assertThat(caller.fill(caller.flow(), "hunter-" + i).body()).contains("invalid_auth");
            }
        }
    }

    /// Each on a connection of its own, which may be closed without an answer.
    private void probe(String address, String... targets) {
        for (String target : targets) {
            try (Caller caller = caller(address)) {
                caller.get(target);
            } catch (IOException _) {
                // As it should be.
            }
        }
    }

    private void assert_refused(String address) {
        Patience.until(() -> isRefused(address).isPresent(), address + " refused");
        assertThatThrownBy(() -> {
                    try (Caller caller = caller(address)) {
                        caller.get("/");
                    }
                })
                .isInstanceOf(IOException.class);
    }

    private Optional<IOException> isRefused(String address) {
        try (Caller caller = caller(address)) {
            caller.get("/");
            return Optional.empty();
        } catch (IOException e) {
            return Optional.of(e);
        }
    }

    private String bans() {
        Program.Ended said = ask("bans", "--json");
        assertThat(said.exit()).as(said.err()).isZero();
        return said.out();
    }

    private Program.Ended ask(String... arguments) {
        return Program.run(folder, arguments);
    }
}
