package dev.portcullis.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.app.TimedServer;
import dev.portcullis.demo.HomeAssistantDouble;
import dev.portcullis.demo.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Tokens are tried one after the other, as what comes to the same place within ten seconds counts once.
class InventedTokensTest {

    private static final String HOST = "home.test";
    private static final Duration PAUSE = Duration.ofSeconds(11);
    private static final int ENOUGH_GRANTS = 5;
    private static final int ENOUGH_ACCESS_TOKENS = 20;

    @TempDir
    Path folder;

    private HomeAssistantDouble house;
    private TimedServer server;
    private Stranger client;

    @BeforeEach
    void start() throws IOException {
        house = HomeAssistantDouble.start(Settings.usual());
        server = new TimedServer(folder, Configurations.open(house.port(), ""));
        client = new Stranger(server.port(), HOST, "203.0.113.9");
    }

    @AfterEach
    void end() {
        server.close();
        house.close();
    }

    private String why() {
        return server.say("why", client.address()).out();
    }

    private void assertBanned() throws IOException {
        Patience.until(() -> why().contains("BANNED"), "the ban");
        assertThat(client.isTurnedAway()).isTrue();
        assertThat(client.movedTo("203.0.113.10").ask("GET", "/").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"grant_type=refresh_token&refresh_token=", "grant_type=authorization_code&code="})
    void five_refresh_tokens_or_authorization_codes_are_a_ban(String grant) throws IOException {
        for (int i = 1; i <= ENOUGH_GRANTS; i++) {
            assertThat(client.asksForTokens(grant + "5eeded" + i + "f00d").status())
                    .isEqualTo(400);
            if (i < ENOUGH_GRANTS) {
                String count = "failed logins " + i + ",";
                Patience.until(() -> why().contains(count), count);
                server.pass(PAUSE);
            }
        }
        assertBanned();
        assertThat(Secrets.holding(folder, "5eeded")).isEmpty();
    }

    @Test
    void refresh_tokens_in_one_burst_count_once() throws IOException {
        try (Visitor visitor = client.connect()) {
            for (int i = 0; i < 3 * ENOUGH_GRANTS; i++) {
                assertThat(visitor.post(
                                        "/auth/token",
                                        "application/x-www-form-urlencoded",
                                        "grant_type=refresh_token&client_id=https://home.test/&refresh_token=a" + i)
                                .status())
                        .isEqualTo(400);
            }
        }
        Patience.until(() -> why().contains("failed logins 1,"), "the first to count");
        assertThat(client.isTurnedAway()).isFalse();
    }

    @Test
    void twenty_access_tokens_on_compressed_websockets_are_a_ban() throws Exception {
        for (int i = 1; i <= ENOUGH_ACCESS_TOKENS; i++) {
            try (CompressingTalk talk = new CompressingTalk(server.port(), HOST, client.line())) {
                assertThat(talk.agreed()).contains("permessage-deflate");
                assertThat(talk.next()).contains("auth_required");
                talk.send("{\"type\":\"auth\",\"access_token\":\"5eeded" + i + "\"}");
                assertThat(talk.next()).contains("auth_invalid");
            }
            if (i == ENOUGH_ACCESS_TOKENS - 1) {
                Patience.until(() -> why().contains("failed logins 4.75,"), "all but one");
            }
            server.pass(PAUSE);
        }
        assertBanned();
        assertThat(server.say("bans", "show", client.address()).out()).contains("websocket");
        assertThat(Secrets.holding(folder, "5eeded")).isEmpty();
    }
}
