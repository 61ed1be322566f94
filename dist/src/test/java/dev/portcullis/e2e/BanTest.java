package dev.portcullis.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.app.TimedServer;
import dev.portcullis.demo.HomeAssistantDouble;
import dev.portcullis.demo.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a ban does to the banned, and what it leaves alone.
class BanTest {

    private static final String HOST = "home.test";
    private static final List<String> SECRET_FILES =
            List.of("/.env", "/.git/config", "/.aws/credentials", "/.ssh/id_rsa", "/.htpasswd", "/.svn/entries");

    @TempDir
    Path folder;

    private HomeAssistantDouble house;
    private TimedServer server;
    private Stranger client;
    private Stranger other;

    @BeforeEach
    void start() throws IOException {
        house = HomeAssistantDouble.start(Settings.usual());
        server = new TimedServer(folder, """
                listen: {https: ["127.0.0.1:0"], proxy_protocol_from: [127.0.0.1]}
                sites:
                  - {hosts: [home.test], upstream: "http://127.0.0.1:%1$d", expose: [{preset: everything}]}
                  - hosts: [other.test]
                    kind: generic
                    upstream: http://127.0.0.1:%1$d
                    expose: [{preset: everything}]
                certificates: {self_signed: true}
                protection: {never_ban: [lan, 198.51.100.0/28]}
                logs: {access: access.log}
                state: state
                """.formatted(house.port()));
        client = new Stranger(server.port(), HOST, "203.0.113.9");
        other = client.movedTo("203.0.113.10");
    }

    @AfterEach
    void end() {
        server.close();
        house.close();
    }

    private String say(String... command) {
        TimedServer.Said said = server.say(command);
        assertThat(said.exit()).as(said.err()).isZero();
        return said.out();
    }

    private CompressingTalk talk(Stranger who) throws IOException, InterruptedException {
        String token = who.token();
        CompressingTalk talk = new CompressingTalk(server.port(), HOST, who.line());
        assertThat(talk.next()).contains("auth_required");
        talk.send("{\"type\":\"auth\",\"access_token\":\"" + token + "\"}");
        assertThat(talk.next()).contains("auth_ok");
        return talk;
    }

    private static void assertAnswers(CompressingTalk talk, int id) throws InterruptedException {
        talk.send("{\"id\":" + id + ",\"type\":\"ping\"}");
        assertThat(talk.next()).contains("pong");
    }

    @Test
    void bans_add_closes_the_open_websocket_and_nobody_elses_and_refuses_the_next_connection_before_tls()
            throws Exception {
        try (CompressingTalk theirs = talk(client);
                CompressingTalk others = talk(other)) {
            assertAnswers(theirs, 1);

            assertThat(say("bans", "add", "203.0.113.9", "--force", "--for", "1d", "--reason", "enough"))
                    .contains("203.0.113.9");

            theirs.awaitEnd();
            assertThat(client.isTurnedAway()).isTrue();
            assertAnswers(others, 1);
            assertThat(other.isTurnedAway()).isFalse();
        }
        assertThat(say("bans", "show", "203.0.113.9")).contains("BANNED", "enough");
    }

    @Test
    void a_client_that_logged_in_is_banned_on_five_times_the_evidence_and_its_websocket_is_closed() throws Exception {
        try (CompressingTalk theirs = talk(client);
                CompressingTalk others = talk(other)) {
            int last = SECRET_FILES.size() - 2;
            for (String file : SECRET_FILES.subList(0, last)) {
                assertThat(client.ask("GET", file).status()).isEqualTo(404);
            }
            Patience.until(() -> say("why", "203.0.113.9").contains("probes 12"), "four probes to count");
            assertThat(say("why", "203.0.113.9")).contains("not banned");
            assertAnswers(theirs, 1);

            assertThat(client.ask("GET", SECRET_FILES.get(last)).status()).isEqualTo(404);

            theirs.awaitEnd();
            assertThat(client.isTurnedAway()).isTrue();
            assertAnswers(others, 1);
        }
    }

    @Test
    void a_ban_ends_when_its_time_has_come_and_the_next_one_lasts_longer() throws IOException {
        assertThat(client.ask("GET", "/.env").status()).isEqualTo(404);
        Patience.until(() -> say("bans").contains("203.0.113.9"), "the ban");
        server.pass(Duration.ofMinutes(50));
        assertThat(client.isTurnedAway()).isTrue();

        server.pass(Duration.ofMinutes(20));

        assertThat(client.ask("GET", "/").status()).isEqualTo(200);
        assertThat(say("bans")).contains("nobody is banned");
        assertThat(client.ask("GET", "/.env").status()).isEqualTo(404);
        Patience.until(() -> say("bans").contains("203.0.113.9"), "the second ban");
        server.pass(Duration.ofHours(3));
        assertThat(client.isTurnedAway()).isTrue();
        server.pass(Duration.ofMinutes(90));
        assertThat(client.isTurnedAway()).isFalse();
    }

    @Test
    void bans_remove_lets_in_at_once_and_forgets_what_counted() throws IOException {
        for (int i = 0; i < 5; i++) {
            assertThat(client.tries("owner", "guess-" + i).body()).contains("invalid_auth");
        }
        Patience.until(() -> say("bans").contains("203.0.113.9"), "the ban");

        assertThat(say("bans", "remove", "203.0.113.9")).contains("203.0.113.9");

        assertThat(client.tries("owner", "guess-6").body()).contains("invalid_auth");
        Patience.until(() -> say("why", "203.0.113.9").contains("failed logins 1,"), "the sixth to count");
        assertThat(say("why", "203.0.113.9")).contains("not banned");
    }

    @Test
    void what_is_never_banned_is_banned_by_force_only() {
        TimedServer.Said asked = server.say("bans", "add", "192.168.1.50");

        assertThat(asked.exit()).isEqualTo(1);
        assertThat(asked.err()).contains("192.168.1.50", "zone lan", "--force");
        assertThat(say("bans")).contains("nobody is banned");

        assertThat(say("bans", "add", "192.168.1.50", "--force")).contains("192.168.1.50");
        assertThat(say("bans")).contains("192.168.1.50");
    }

    @Test
    void the_household_at_home_is_spared_and_the_owner_hears_of_it() throws IOException {
        Stranger tablet = client.movedTo("192.168.1.50");
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j < 4; j++) {
                assertThat(tablet.tries("owner", "forgotten-" + i + j).body()).contains("invalid_auth");
            }
            server.pass(Duration.ofMinutes(1));
        }
        for (String file : SECRET_FILES) {
            assertThat(tablet.ask("GET", file).status()).isEqualTo(404);
        }
        Patience.until(() -> say("why", "192.168.1.50").contains("probes 18"), "all to count");
        assertThat(say("why", "192.168.1.50")).contains("not banned", "zone lan");
        assertThat(say("status")).contains("192.168.1.50");
        assertThat(say("bans", "--all")).contains("no such ban");
        assertThat(tablet.isTurnedAway()).isFalse();
    }

    @Test
    void a_network_that_is_never_banned_is_spared_too_and_its_neighbours_are_not() throws IOException {
        Stranger office = client.movedTo("198.51.100.15");
        Stranger street = client.movedTo("198.51.100.16");

        assertThat(office.ask("GET", "/.env").status()).isEqualTo(404);
        assertThat(street.ask("GET", "/.env").status()).isEqualTo(404);

        Patience.until(() -> say("bans").contains("198.51.100.16"), "the ban");
        assertThat(street.isTurnedAway()).isTrue();
        assertThat(office.isTurnedAway()).isFalse();
        assertThat(say("why", "198.51.100.15")).contains("not banned", "198.51.100.0/28");
    }

    @Test
    void four_banned_neighbours_ban_their_network() throws IOException {
        for (int i = 1; i <= 4; i++) {
            assertThat(client.movedTo("203.0.113." + i).ask("GET", "/.env").status())
                    .isEqualTo(404);
        }
        Patience.until(() -> say("bans").contains("203.0.113.0/24"), "the ban of the network");

        assertThat(client.isTurnedAway()).isTrue();
        assertThat(client.movedTo("203.0.114.1").isTurnedAway()).isFalse();
        assertThat(say("why", "203.0.113.9")).contains("BANNED", "203.0.113.0/24");
    }

    @Test
    void who_is_turned_away_is_counted_and_costs_no_line_of_any_log() throws IOException {
        assertThat(client.ask("GET", "/.env").status()).isEqualTo(404);
        Patience.until(() -> say("bans").contains("203.0.113.9"), "the ban");
        for (int i = 0; i < 20; i++) {
            assertThat(client.isTurnedAway()).isTrue();
        }
        assertThat(other.ask("GET", "/").status()).isEqualTo(200);

        Patience.until(() -> lines().size() == 2, "what was served to be logged");
        assertThat(lines().getFirst()).contains("/.env", "203.0.113.9");
        assertThat(lines().getLast()).contains("203.0.113.10");
        server.close();
        assertThat(say("bans", "show", "203.0.113.9")).contains("Turned away  20 connections");
    }

    private List<String> lines() {
        try {
            return Files.readAllLines(folder.resolve("access.log"));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void at_a_site_that_is_no_home_assistant_status_codes_count() throws IOException {
        Stranger guesser = new Stranger(server.port(), "other.test", "203.0.113.9");
        for (int i = 0; i < 5; i++) {
            assertThat(guesser.isTurnedAway()).isFalse();
            assertThat(guesser.ask("GET", "/api/states", "Authorization: Basic 5eeded" + i)
                            .status())
                    .isEqualTo(401);
            server.pass(Duration.ofSeconds(11));
        }
        Patience.until(() -> say("bans").contains("203.0.113.9"), "the ban");
        assertThat(guesser.isTurnedAway()).isTrue();
        assertThat(Secrets.holding(folder, "5eeded")).isEmpty();
    }
}
