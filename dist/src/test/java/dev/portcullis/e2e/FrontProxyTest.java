package dev.portcullis.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.app.TimedServer;
import dev.portcullis.demo.HomeAssistantDouble;
import dev.portcullis.demo.Settings;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Behind a CDN or a tunnel, all clients come through few connections of one address.
class FrontProxyTest {

    private static final String HOST = "home.test";
    private static final String CLIENT = "X-Forwarded-For: 203.0.113.9";
    private static final String OTHER = "X-Forwarded-For: 198.51.100.7";

    @TempDir
    Path folder;

    private HomeAssistantDouble house;
    private TimedServer server;

    @BeforeEach
    void start() throws IOException {
        house = HomeAssistantDouble.start(Settings.usual());
        server = new TimedServer(
                folder, Configurations.open(house.port(), "").replace("proxy_protocol_from", "forwarded_from"));
    }

    @AfterEach
    void end() {
        server.close();
        house.close();
    }

    private String why(String address) {
        return server.say("why", address).out();
    }

    private void fails(Visitor connection, String user, int times) throws IOException {
        String flow = JsonText.member(
                connection
                        .post(
                                "/auth/login_flow",
                                "application/json",
                                "{\"client_id\":\"https://home.test/\",\"handler\":[\"homeassistant\",null],"
                                        + "\"redirect_uri\":\"https://home.test/\"}",
                                CLIENT)
                        .body(),
                "flow_id");
        for (int i = 0; i < times; i++) {
            assertThat(connection
                            .post(
                                    "/auth/login_flow/" + flow,
                                    "application/json",
                                    "{\"client_id\":\"https://home.test/\",\"username\":\"" + user
                                            + "\",\"password\":\"x\"}",
                                    CLIENT)
                            .body())
                    .contains("invalid_auth");
        }
    }

    @Test
    void the_ban_hits_the_client_and_neither_the_proxy_nor_whom_it_carries_besides() throws IOException {
        try (Visitor theirs = new Visitor(server.port(), HOST);
                Visitor others = new Visitor(server.port(), HOST)) {
            assertThat(others.exchange("GET", "/", OTHER).status()).isEqualTo(200);
            fails(theirs, "cesar", 5);
            Patience.until(() -> why("203.0.113.9").contains("BANNED"), "the ban");

            // Its own connection ends at once or with its next request, without an answer.
            assertThat(answerTo(theirs, CLIENT)).isEmpty();
            assertThat(answerTo(new Visitor(server.port(), HOST), CLIENT)).isEmpty();
            assertThat(answerTo(new Visitor(server.port(), HOST), CLIENT + ", 127.0.0.1"))
                    .isEmpty();
            assertThat(others.exchange("GET", "/", OTHER).status()).isEqualTo(200);
            assertThat(Visitor.ask(server.port(), HOST, "GET", "/", OTHER).status())
                    .isEqualTo(200);
        }
        assertThat(why("127.0.0.1")).contains("not banned");
        assertThat(why("198.51.100.7")).contains("not banned");
    }

    @Test
    void a_client_cannot_get_another_banned_by_what_it_claims() throws IOException {
        try (Visitor connection = new Visitor(server.port(), HOST)) {
            // The front proxy appends what it saw itself; what stands before that is the client's own word.
            for (int i = 0; i < 3; i++) {
                assertThat(answerTo(connection, "X-Forwarded-For: 198.51.100.7, 203.0.113.9"))
                        .contains("200");
            }
            assertThat(connection
                            .exchange("GET", "/.env", "X-Forwarded-For: 198.51.100.7, 203.0.113.9")
                            .status())
                    .isEqualTo(404);
        }
        Patience.until(() -> why("203.0.113.9").contains("BANNED"), "the ban of whom the proxy saw");
        assertThat(why("198.51.100.7")).contains("not banned", "probes 0");
        assertThat(Visitor.ask(server.port(), HOST, "GET", "/", OTHER).status()).isEqualTo(200);
    }

    @Test
    void the_same_client_is_meant_however_its_address_is_written() throws IOException {
        assertThat(Visitor.ask(server.port(), HOST, "GET", "/.env", "X-Forwarded-For: ::ffff:203.0.113.9")
                        .status())
                .isEqualTo(404);
        Patience.until(() -> why("203.0.113.9").contains("BANNED"), "the ban");

        assertThat(answerTo(new Visitor(server.port(), HOST), CLIENT)).isEmpty();
        assertThat(answerTo(new Visitor(server.port(), HOST), "X-Forwarded-For: ::ffff:cb00:7109"))
                .isEmpty();
    }

    /// The status, or nothing where the connection ended without a byte.
    private static String answerTo(Visitor connection, String field) throws IOException {
        try {
            return String.valueOf(connection.exchange("GET", "/", field).status());
        } catch (EOFException | SocketException e) {
            assertThat(e.getMessage()).doesNotContain("HTTP/1.1");
            return "";
        }
    }
}
