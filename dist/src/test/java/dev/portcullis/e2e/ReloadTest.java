package dev.portcullis.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.demo.HomeAssistantDouble;
import dev.portcullis.demo.Settings;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `portcullis reload`, SIGHUP and `watch: true` with the built program: the file is changed, and the house
/// goes on.
class ReloadTest {

    private static final String HOST = "home.test";
    private static final String WEBSOCKET = "GET /api/websocket HTTP/1.1\r\nHost: home.test\r\nConnection: Upgrade\r\n"
            + "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n";

    @TempDir
    Path folder;

    private HomeAssistantDouble house;
    private Program server;
    private int port;

    @BeforeEach
    void start() throws IOException {
        house = HomeAssistantDouble.start(Settings.usual());
        server = Program.configured(folder, List.of(), yaml("preset: everything", "false"));
        port = server.port();
    }

    @AfterEach
    void end() {
        server.close();
        house.close();
    }

    private String yaml(String rule, String watch) {
        return """
                listen: {https: ["127.0.0.1:0"]}
                sites:
                  - hosts: [home.test]
                    upstream: http://127.0.0.1:%d
                    expose: [{%s, from: [lan]}]
                certificates: {self_signed: true}
                state: state
                watch: %s
                """.formatted(house.port(), rule, watch);
    }

    private void write(String yaml) {
        Program.write(folder.resolve("portcullis.yaml"), yaml);
    }

    private Program.Ended say(String command) {
        return Program.run(folder, command, "--config", "portcullis.yaml", "--state", "state");
    }

    private SSLSocket websocket() throws IOException {
        SSLSocket socket = Tls.connect(port, HOST);
        socket.getOutputStream().write(WEBSOCKET.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        assertThat(new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII))
                .isEqualTo("HTTP/1.1 101");
        return socket;
    }

    private int status(String target) throws IOException {
        return Visitor.ask(port, HOST, "GET", target).status();
    }

    @Test
    void rules_bans_and_websockets() throws IOException {
        assertThat(Program.run(folder, "bans", "add", "203.0.113.7", "--state", "state")
                        .exit())
                .isZero();
        try (SSLSocket kept = websocket()) {
            write(yaml("paths: [\"/api/websocket\", \"/manifest.json\"]", "false"));
            Program.Ended said = say("reload");
            assertThat(said.exit()).as(said.err()).isZero();
            assertThat(said.out())
                    .contains("reloaded\n", "site home.test: expose changed")
                    .doesNotContain("closed,");
            assertThat(status("/manifest.json")).isEqualTo(200);
            assertThat(Program.run(folder, "bans", "--state", "state").out()).contains("203.0.113.7");

            write(yaml("paths: [\"/manifest.json\"]", "false"));
            assertThat(say("reload").out()).contains("closed, as not allowed any more: 1");
            // It ends: the server has closed the websocket.
            kept.getInputStream().transferTo(OutputStream.nullOutputStream());
        }
    }

    @Test
    void what_was_counted_against_a_client_still_counts_and_a_port_in_use_changes_nothing() throws IOException {
        String yaml = """
                listen: {https: ["127.0.0.1:%s"], proxy_protocol_from: [127.0.0.1]}
                sites:
                  - hosts: [home.test]
                    upstream: http://127.0.0.1:%d
                    expose: [{preset: everything%s}]
                certificates: {self_signed: true}
                state: state
                """;
        write(yaml.formatted("0", house.port(), ""));
        assertThat(say("reload").exit()).isZero();
        Stranger stranger = new Stranger(port, HOST, "203.0.113.9");
        for (int i = 0; i < 4; i++) {
            assertThat(stranger.tries("owner", "wrong" + i).status()).isEqualTo(200);
        }

        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            write(yaml.formatted(taken.getLocalPort(), house.port(), ""));
            Program.Ended refused = say("reload");
            assertThat(refused.exit()).isEqualTo(2);
            assertThat(refused.err()).contains("the port is in use");
        }
        write(yaml.formatted("0", house.port(), ", from: [internet]"));
        assertThat(say("reload").out()).contains("expose changed");
        assertThat(Program.run(folder, "bans", "--state", "state").out()).doesNotContain("203.0.113.9");
        assertThat(stranger.tries("owner", "wrong again").status()).isEqualTo(200);

        server.line("banned", "203.0.113.9");
    }

    @Test
    void a_bad_file_changes_nothing_and_says_why() throws IOException {
        write(yaml("preset: evrything", "false"));
        Program.Ended said = say("reload");

        assertThat(said.exit()).isEqualTo(2);
        assertThat(said.err()).contains("portcullis.yaml:5:").contains("evrything");
        Program.Ended found = Program.run(folder, "reload", "--config", "portcullis.yaml");
        assertThat(found.err()).contains("portcullis.yaml:5:").contains("evrything");
        assertThat(found.exit()).isEqualTo(2);
        assertThat(status("/manifest.json")).isEqualTo(200);
        assertThat(say("status").out()).contains("differs from the configuration in force");

        write(yaml("preset: everything", "false").replace("state: state", "state: elsewhere"));
        Program.Ended moved = Program.run(folder, "reload", "--state", "state");
        assertThat(moved.exit()).isEqualTo(1);
        assertThat(moved.err()).contains("state changed").contains("Restart");
    }

    @Test
    void a_signal_reloads_and_a_file_that_is_watched_is_taken_up_by_itself() throws Exception {
        write(yaml("paths: [\"/manifest.json\"]", "true"));
        Process hangUp = new ProcessBuilder("kill", "-HUP", Long.toString(server.pid())).start();
        assertThat(hangUp.waitFor(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
        server.line("configuration reloaded: ");

        write(yaml("paths: [\"/nowhere\"]", "true") + "wrong: key\n");
        server.line("configuration not reloaded", "wrong");
        assertThat(status("/manifest.json")).isEqualTo(200);
    }
}
