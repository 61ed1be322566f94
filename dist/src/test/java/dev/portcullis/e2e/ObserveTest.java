package dev.portcullis.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.app.TimedServer;
import dev.portcullis.demo.HomeAssistantDouble;
import dev.portcullis.demo.Settings;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `observe`: everything is written down, nothing refused.
class ObserveTest {

    private static final String HOST = "home.test";

    @TempDir
    Path folder;

    private HomeAssistantDouble house;
    private TimedServer server;
    private Stranger client;

    private void start(String protection) throws IOException {
        house = HomeAssistantDouble.start(Settings.usual());
        server = new TimedServer(folder, Configurations.open(house.port(), protection));
        client = new Stranger(server.port(), HOST, "203.0.113.9");
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

    @Test
    void in_mode_observe_a_guesser_is_written_down_and_goes_on() throws IOException {
        start("protection: {mode: observe}\n");
        for (int i = 0; i < 5; i++) {
            assertThat(client.tries("owner", "guess-" + i).body()).contains("invalid_auth");
        }
        Patience.until(() -> say("bans", "--all").contains("203.0.113.9"), "what would have been a ban");
        for (int i = 0; i < 10; i++) {
            assertThat(client.tries("owner", "guess-" + i).body()).contains("invalid_auth");
        }
        assertThat(client.isTurnedAway()).isFalse();

        assertThat(say("bans", "--all")).contains("203.0.113.9", "1 of them only observed");
        assertThat(say("bans", "show", "203.0.113.9")).contains("would").doesNotContain("BANNED");
        assertThat(say("why", "203.0.113.9")).doesNotContain("BANNED");
        assertThat(say("status")).contains("observe", "0 active", "1 observed");
        assertThat(say("logins", "--failed")).contains("203.0.113.9");
    }

    @Test
    void the_owners_own_ban_holds_in_mode_observe_too() throws IOException {
        start("protection: {mode: observe}\n");

        say("bans", "add", "203.0.113.9");

        assertThat(client.isTurnedAway()).isTrue();
    }

    @Test
    void a_rule_can_be_observed_by_itself() throws IOException {
        start("""
                protection:
                  rules:
                    - {name: old-panel, match: {path: /old-panel/**}, weight: 3, mode: observe}
                    - {name: nosy, match: {header: "user-agent: nosy"}, weight: 3}
                """);

        assertThat(client.ask("GET", "/old-panel/x").status()).isEqualTo(404);
        Patience.until(() -> say("bans", "--all").contains("203.0.113.9"), "what would have been a ban");
        assertThat(client.isTurnedAway()).isFalse();
        assertThat(say("bans", "show", "203.0.113.9")).contains("old-panel", "would");

        Stranger nosy = client.movedTo("198.51.100.7");
        nosy.ask("GET", "/", "User-Agent: Very NOSY indeed");
        Patience.until(() -> say("bans").contains("198.51.100.7"), "the ban");
        assertThat(nosy.isTurnedAway()).isTrue();
        assertThat(say("bans", "show", "198.51.100.7")).contains("BANNED", "nosy");
    }
}
