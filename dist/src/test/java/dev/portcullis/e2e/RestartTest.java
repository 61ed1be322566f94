package dev.portcullis.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.demo.HomeAssistantDouble;
import dev.portcullis.demo.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Home Assistant goes away and comes back while people look at it.
class RestartTest {

    private static final String HOST = "home.test";

    @TempDir
    Path folder;

    @Test
    void while_the_house_restarts_browsers_are_asked_to_wait_and_the_first_request_afterwards_is_served()
            throws IOException {
        try (HomeAssistantDouble house = HomeAssistantDouble.start(Settings.usual());
                Program server = Program.configured(folder, List.of(), Configurations.everything(house.port()));
                Talk.Client client = new Talk.Client();
                Visitor patient = new Visitor(server.port(), HOST)) {
            int port = server.port();
            Talk talk = Talk.authenticated(client, port, new Owner(port, HOST).token());
            for (int round = 0; round < 3; round++) {
                assertThat(patient.exchange("GET", "/").status()).isEqualTo(200);
                house.stop();
                assertThat(talk.closeCode()).isGreaterThanOrEqualTo(1000);
                asked_to_wait(patient.exchange("GET", "/", "Accept: text/html,application/xhtml+xml"));
                asked_to_wait(Visitor.ask(port, HOST, "GET", "/", "Accept: text/html"));
                Visitor.Reply plain = patient.exchange("GET", "/api/", "Accept: application/json");
                assertThat(plain.status()).isEqualTo(503);
                assertThat(plain.body()).doesNotContain("<html");
                assertThat(status("up")).isEqualTo("false");
                assertThat(status("trouble")).isNotEmpty();

                house.restart();

                // The very first one, on the connection that saw the failures.
                assertThat(patient.exchange("GET", "/", "Accept: text/html").status())
                        .isEqualTo(200);
                assertThat(Visitor.ask(port, HOST, "GET", "/").status()).isEqualTo(200);
                assertThat(status("up")).isEqualTo("true");
                assertThat(status("trouble")).isEmpty();
                talk = Talk.authenticated(client, port, new Owner(port, HOST).token());
            }
            assertThat(server.line("is down")).contains("127.0.0.1:" + house.port());
            assertThat(server.line("answers again")).contains("127.0.0.1:" + house.port());
            talk.close();
            server.terminate();
            assertThat(server.ended().exit()).isZero();
        }
    }

    @Test
    void while_the_house_shuts_down_its_503_becomes_the_same_page_for_browsers() throws IOException {
        try (HomeAssistantDouble house = HomeAssistantDouble.start(Settings.usual());
                Program server = Program.configured(folder, List.of(), Configurations.everything(house.port()))) {
            house.beginStopping();

            asked_to_wait(Visitor.ask(server.port(), HOST, "GET", "/", "Accept: text/html"));
            assertThat(Visitor.ask(server.port(), HOST, "GET", "/").status()).isEqualTo(503);
        }
    }

    private static void asked_to_wait(Visitor.Reply reply) {
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.field("Retry-After")).isPresent();
        assertThat(reply.field("Content-Type")).contains("text/html; charset=utf-8");
        assertThat(reply.body()).contains("not answering yet").hasSizeLessThan(4096);
    }

    private String status(String member) {
        return JsonText.member(
                Program.run(folder, "status", "--json", "--state", "state").out(), member);
    }
}
