package dev.portcullis.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.demo.HomeAssistantDouble;
import dev.portcullis.demo.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A house with very many wall tablets.
class IdleWebSocketsTest {

    private static final String MANY_OF_ONE_CLIENT = """
            protection:
              rate_limits:
                request: {rate: 1000/s, burst: 2000}
                connection: {rate: 1000/s, burst: 2000, open: 2000}
            limits: {upstream_connections: 2000, upstream_per_client: 2000}
            """;

    private static final int MANY = 1_000;
    private static final int AT_ONCE = 50;

    @TempDir
    Path folder;

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void a_thousand_idle_websockets_stay_up_and_all_answer_afterwards() throws IOException {
        List<Talk> talks = new ArrayList<>();
        try (HomeAssistantDouble house = HomeAssistantDouble.start(Settings.usual());
                Program server = Program.configured(
                        folder, List.of(), Configurations.everything(house.port()) + MANY_OF_ONE_CLIENT);
                Talk.Client client = new Talk.Client()) {
            int port = server.port();
            String token = new Owner(port, "localhost").token();
            while (talks.size() < MANY) {
                List<Talk> fresh = new ArrayList<>();
                for (int i = 0; i < AT_ONCE; i++) {
                    fresh.add(Talk.to(client, "wss://localhost:" + port + "/api/websocket"));
                }
                fresh.forEach(talk -> talk.authenticate(token));
                talks.addAll(fresh);
            }

            assertThat(status("websockets")).isEqualTo(String.valueOf(MANY));
            // Other visitors come and go meanwhile.
            for (int i = 0; i < AT_ONCE; i++) {
                assertThat(Visitor.ask(port, "home.test", "GET", "/").status()).isEqualTo(200);
            }
            talks.forEach(talk -> talk.send("{\"id\":1,\"type\":\"ping\"}"));
            talks.forEach(talk -> talk.expect("pong"));
            assertThat(talks).allMatch(Talk::isOpen);
            assertThat(status("websockets")).isEqualTo(String.valueOf(MANY));

            talks.forEach(Talk::close);
            Patience.until(() -> status("websockets").equals("0"), "all websockets are gone from status");
            server.terminate();
            assertThat(server.ended().exit()).isZero();
        }
    }

    private String status(String member) {
        return JsonText.member(
                Program.run(folder, "status", "--json", "--state", "state").out(), member);
    }
}
