package dev.portcullis.rules.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SocketLoginTest {

    private static final String REQUIRED = "{\"type\":\"auth_required\",\"ha_version\":\"2026.11.1\"}";
    private static final String OK = "{\"type\":\"auth_ok\",\"ha_version\":\"2026.11.1\"}";
    private static final String INVALID =
            "{\"type\":\"auth_invalid\",\"message\":\"Invalid access token or password\"}";

    private final ExchangeReader reader = House.quiet().begin(Sent.get("/api/websocket"));
    private final MessageReader socket = Objects.requireNonNull(reader.socket());

    private boolean server(String text) {
        byte[] octets = ("--" + text + "--").getBytes(StandardCharsets.UTF_8);
        return socket.fromServer(octets, 2, octets.length - 2);
    }

    private boolean client(String text) {
        byte[] octets = ("--" + text + "--").getBytes(StandardCharsets.UTF_8);
        return socket.fromClient(octets, 2, octets.length - 2);
    }

    private @Nullable Observation seen() {
        return reader.answered(House.NOW, 101, false);
    }

    private static String auth(String token) {
        return "{\"type\": \"auth\", \"access_token\": \"" + token + "\"}";
    }

    @Test
    void a_good_token_is_learned_with_its_issuer() {
        String token = House.fresh();
        assertThat(server(REQUIRED)).isTrue();
        assertThat(client(auth(token))).isTrue();
        assertThat(socket.decided()).isFalse();
        assertThat(server(OK)).isFalse();
        assertThat(socket.decided()).isTrue();
        Observation seen = Objects.requireNonNull(seen());
        assertThat(seen.outcome()).isEqualTo(Outcome.SOCKET_OK);
        assertThat(seen.credential().kind()).isEqualTo(Credential.Kind.SOCKET_TOKEN);
        assertThat(seen.credential().hashes()).containsExactly(House.HASH.of(token), House.HASH.of(House.ISSUER));
        assertThat(seen.credential().expired()).isFalse();
    }

    @Test
    void a_bad_token_is_refused_and_an_expired_one_is_marked() {
        server(REQUIRED);
        client(auth(House.stale()));
        assertThat(server(INVALID)).isFalse();
        Observation seen = Objects.requireNonNull(seen());
        assertThat(seen.outcome()).isEqualTo(Outcome.SOCKET_REFUSED);
        assertThat(seen.credential().expired()).isTrue();
    }

    @Test
    void a_first_message_that_is_no_login_is_malformed() {
        server(REQUIRED);
        client("{\"type\": \"get_states\", \"id\": 1}");
        server(
                "{\"type\":\"auth_invalid\",\"message\":\"Auth message incorrectly formatted: extra keys not allowed\"}");
        Observation seen = Objects.requireNonNull(seen());
        assertThat(seen.outcome()).isEqualTo(Outcome.SOCKET_MALFORMED);
        assertThat(seen.credential()).isEqualTo(Credential.NONE);
    }

    @Test
    void a_socket_password_is_kept_in_no_form() {
        server(REQUIRED);
        client("{\"type\":\"auth\",\"api_password\":\"tiger-lily\"}");
        server(INVALID);
        Credential credential = Objects.requireNonNull(seen()).credential();
        assertThat(credential.kind()).isEqualTo(Credential.Kind.SOCKET_TOKEN);
        assertThat(credential.hashes()).isEmpty();
    }

    @Test
    void only_the_clients_first_message_is_a_login() {
        client(auth("guessed-token"));
        client(auth(House.stale()));
        server(REQUIRED);
        server(INVALID);
        assertThat(Objects.requireNonNull(seen()).credential().hashes())
                .containsExactly(House.HASH.of("guessed-token"));
    }

    @Test
    void a_server_that_does_not_ask_for_a_login_is_left_alone() {
        assertThat(server("{\"type\":\"hello\"}")).isFalse();
        assertThat(socket.decided()).isFalse();
        assertThat(seen()).isNull();
    }

    @Test
    void a_socket_that_closes_without_an_answer_shows_nothing() {
        server(REQUIRED);
        client("hello");
        assertThat(seen()).isNull();
    }

    @Test
    void another_answer_ends_the_reading() {
        server(REQUIRED);
        assertThat(server("{\"id\":1,\"result\":{\"type\":\"auth_ok\"}}")).isFalse();
        assertThat(socket.decided()).isFalse();
    }

    @Test
    void no_more_than_the_longest_message_is_looked_at() {
        server(REQUIRED);
        server("{\"x\":\"" + "y".repeat(MessageReader.LONGEST_MESSAGE) + "\",\"type\":\"auth_ok\"}");
        assertThat(socket.decided()).isFalse();
    }

    @Test
    void other_sockets_are_not_looked_at() {
        House house = House.quiet();
        assertThat(house.begin(Sent.get("/api/websocket/")).socket()).isNull();
        assertThat(house.begin(Sent.get("/api/hassio_ingress/abc/ws")).socket()).isNull();
        assertThat(house.begin(Sent.get("/api/websocket").at(House.OTHER)).socket())
                .isNull();
    }
}
