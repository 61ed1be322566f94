package dev.portcullis.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HouseSocketTest {

    private static final String PATH = "/api/websocket";

    private HomeAssistantDouble house;

    @BeforeEach
    void start() throws IOException {
        house = HomeAssistantDouble.start(Settings.usual());
    }

    @AfterEach
    void stop() {
        house.close();
    }

    @Test
    void asks_for_a_token_and_welcomes_a_good_one() throws IOException {
        try (TalkingClient client = new TalkingClient(house.address(), PATH)) {
            assertThat(client.next()).isEqualTo("{\"type\":\"auth_required\",\"ha_version\":\"2026.11.0\"}");
            client.send("{\"type\":\"auth\",\"access_token\":\"" + Household.login(house.address()) + "\"}");
            assertThat(client.next()).isEqualTo("{\"type\":\"auth_ok\",\"ha_version\":\"2026.11.0\"}");
            client.send("{\"id\":1,\"type\":\"ping\"}");
            assertThat(client.next()).isEqualTo("{\"id\":1,\"type\":\"pong\"}");
        }
    }

    @Test
    void turns_a_bad_token_away_and_closes_normally() {
        try (TalkingClient client = new TalkingClient(house.address(), PATH)) {
            client.next();
            client.send("{\"type\":\"auth\",\"access_token\":\"bad\"}");
            assertThat(client.next())
                    .isEqualTo("{\"type\":\"auth_invalid\",\"message\":\"Invalid access token or password\"}");
            assertThat(client.closeCode()).isEqualTo(1000);
        }
    }

    @Test
    void names_the_mistake_in_a_first_message_that_is_no_authentication() {
        try (TalkingClient client = new TalkingClient(house.address(), PATH)) {
            client.next();
            client.send("{\"type\":\"get_states\",\"id\":1}");
            assertThat(client.next())
                    .startsWith("{\"type\":\"auth_invalid\",\"message\":\"Auth message incorrectly formatted: ");
            assertThat(client.closeCode()).isEqualTo(1000);
        }
    }

    @Test
    void closes_without_a_word_on_what_is_not_json_or_not_text() {
        try (TalkingClient text = new TalkingClient(house.address(), PATH);
                TalkingClient binary = new TalkingClient(house.address(), PATH)) {
            text.next();
            text.send("hello");
            assertThat(text.closeCode()).isEqualTo(1000);
            binary.next();
            binary.sendBinary(new byte[] {1});
            assertThat(binary.closeCode()).isEqualTo(1000);
        }
    }

    @Test
    void closes_on_a_client_that_says_nothing() throws IOException {
        Settings hasty = Settings.usual().withTiming(Settings.Timing.usual().withSocketAuth(Duration.ofMillis(100)));
        try (HomeAssistantDouble other = HomeAssistantDouble.start(hasty);
                TalkingClient client = new TalkingClient(other.address(), PATH)) {
            assertThat(client.next()).contains("auth_required");
            assertThat(client.closeCode()).isEqualTo(1000);
        }
    }

    @Test
    void tells_subscribers_what_another_client_fires() throws IOException {
        try (TalkingClient listener = TalkingClient.authenticated(house.address());
                TalkingClient speaker = TalkingClient.authenticated(house.address())) {
            listener.send("{\"id\":1,\"type\":\"subscribe_events\",\"event_type\":\"doorbell\"}");
            assertThat(listener.next()).isEqualTo("{\"id\":1,\"type\":\"result\",\"success\":true,\"result\":null}");
            speaker.send("{\"id\":1,\"type\":\"fire_event\",\"event_type\":\"other\"}");
            speaker.send("{\"id\":2,\"type\":\"fire_event\",\"event_type\":\"doorbell\",\"event_data\":{\"n\":7}}");
            assertThat(listener.next())
                    .startsWith(
                            "{\"id\":1,\"type\":\"event\",\"event\":{\"event_type\":\"doorbell\",\"data\":{\"n\":7}");
            listener.send("{\"id\":2,\"type\":\"unsubscribe_events\",\"subscription\":1}");
            assertThat(listener.next()).contains("\"success\":true");
            house.fire("doorbell", "n", "8");
            listener.send("{\"id\":3,\"type\":\"ping\"}");
            assertThat(listener.next()).contains("pong");
        }
    }

    @Test
    void reports_a_changing_temperature_by_itself() throws IOException {
        try (TalkingClient client = TalkingClient.authenticated(house.address())) {
            client.send("{\"id\":1,\"type\":\"subscribe_events\",\"event_type\":\"state_changed\"}");
            client.next();
            assertThat(client.next()).contains(Entities.THERMOMETER);
        }
    }

    @Test
    void answers_a_large_result_in_one_message() throws IOException {
        try (TalkingClient client = TalkingClient.authenticated(house.address())) {
            client.send("{\"id\":1,\"type\":\"demo/large_result\"}");
            assertThat(client.next().length()).isGreaterThanOrEqualTo(1 << 20);
        }
    }

    @Test
    void says_binary_messages_back() throws IOException {
        try (TalkingClient client = TalkingClient.authenticated(house.address())) {
            client.sendBinary(new byte[] {1, 2, (byte) 0xff});
            assertThat(client.next()).isEqualTo("binary:0102ff");
        }
    }

    @Test
    void refuses_unknown_commands_and_ids_that_do_not_grow() throws IOException {
        try (TalkingClient client = TalkingClient.authenticated(house.address())) {
            client.send("{\"id\":3,\"type\":\"nope\"}");
            assertThat(client.next())
                    .isEqualTo("{\"id\":3,\"type\":\"result\",\"success\":false,"
                            + "\"error\":{\"code\":\"unknown_command\",\"message\":\"Unknown command.\"}}");
            client.send("{\"id\":3,\"type\":\"ping\"}");
            assertThat(client.next()).contains("id_reuse");
        }
    }

    @Test
    void signs_a_path_for_this_path_its_query_and_this_life_only() throws IOException {
        String signed;
        try (TalkingClient client = TalkingClient.authenticated(house.address())) {
            client.send("{\"id\":1,\"type\":\"auth/sign_path\",\"path\":\"/api/states?a=1\",\"expires\":60}");
            Object result = Json.readObject(client.next()).orElseThrow().get("result");
            signed = ((Map<?, ?>) result).get("path").toString();
        }
        assertThat(signed).startsWith("/api/states?a=1&authSig=");
        assertThat(status(signed)).isEqualTo(200);
        assertThat(status(signed + "&width=100")).isEqualTo(200);
        assertThat(status(signed.replace("a=1", "a=2"))).isEqualTo(401);
        assertThat(status(signed.replace("/api/states", "/api/config"))).isEqualTo(401);
        assertThat(status(signed.substring(0, signed.length() - 3) + "AAA")).isEqualTo(401);
        house.restart();
        assertThat(status(signed)).isEqualTo(401);
    }

    @Test
    void echoes_on_an_add_ons_socket_and_takes_its_sub_protocol() {
        try (TalkingClient client = new TalkingClient(house.address(), "/api/hassio_ingress/abc/ws", "tty", "other")) {
            assertThat(client.protocol()).isEqualTo("tty");
            client.send("hello");
            assertThat(client.next()).isEqualTo("hello");
        }
    }

    @Test
    void wants_a_real_handshake() throws IOException {
        try (WireClient client = new WireClient(house.address())) {
            assertThat(client.exchange(Household.get(PATH)).text()).startsWith("No WebSocket UPGRADE hdr: None");
            String request = Household.get(
                    PATH, "Upgrade: websocket", "Connection: keep-alive, Upgrade", "Sec-WebSocket-Version: 13");
            assertThat(client.exchange(request).status()).isEqualTo(400);
            assertThat(client.exchange(Household.get("/robots.txt")).status()).isEqualTo(200);
        }
    }

    private int status(String target) throws IOException {
        try (WireClient client = new WireClient(house.address())) {
            return client.exchange(Household.get(target)).status();
        }
    }
}
