package dev.portcullis.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.demo.HomeAssistantDouble;
import dev.portcullis.demo.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Websockets of Node, whose HTTP/2 is nghttp2's: as streams of a connection, and as connections.
class NodeTest {

    private static final Path SCRIPT = Path.of("src/test/resources/e2e/websocket.mjs");

    @TempDir
    Path folder;

    private HomeAssistantDouble house;
    private Program server;
    private String token;

    @BeforeEach
    void start() throws IOException {
        house = HomeAssistantDouble.start(Settings.usual());
        server = Program.configured(folder, List.of(), Configurations.everything(house.port()));
        token = new Owner(server.port(), "localhost").token();
    }

    @AfterEach
    void end() {
        server.close();
        house.close();
    }

    @Test
    void a_websocket_over_http_2_talks_while_others_use_its_connection_and_closes() {
        assertThat(Tool.run(node("http2", "use")))
                .isEqualTo("opened 200\nlarge 1000000\nevent state_changed\nbeside it 200\nclosed 4000\nended\n");
        stop();
    }

    @Test
    void a_websocket_over_http_1_talks_and_closes() {
        assertThat(Tool.run(node("http1", "use")))
                .isEqualTo("opened 101\nlarge 1000000\nevent state_changed\nclosed 4000\nended\n");
        stop();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http1", "http2"})
    void a_stop_says_goodbye_to_it(String protocol) {
        try (Tool node = new Tool(node(protocol, "wait"))) {
            node.says("ready");

            stop();

            String said = node.ended();
            assertThat(said).contains("\nclosed 1001\n").endsWith("ended\n").doesNotContain("failed");
            if (protocol.equals("http2")) {
                assertThat(said).contains("\ngoaway 0\n");
            }
        }
    }

    private void stop() {
        server.terminate();
        Program.Ended ended = server.ended();
        assertThat(ended.exit()).isZero();
        assertThat(ended.err()).isEmpty();
    }

    private List<String> node(String protocol, String wish) {
        return List.of("nodejs", SCRIPT.toString(), protocol, String.valueOf(server.port()), token, wish);
    }
}
