package dev.portcullis.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.demo.HomeAssistantDouble;
import dev.portcullis.demo.RequestHead;
import dev.portcullis.demo.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `portcullis run` with the file of the README, seen from the internet and from home.
///
/// A front proxy on loopback tells where a client is: `X-Forwarded-For` of a listed peer is believed.
class RunTest {

    private static final String HOST = "home.example.org";
    private static final String INTERNET = "198.51.100.77";
    private static final String SENDER = "203.0.113.9";
    private static final String HOME = "192.168.1.50";

    @TempDir
    static Path folder;

    private static HomeAssistantDouble house;
    private static Program server;
    private static int port;

    @BeforeAll
    static void start() throws IOException {
        house = HomeAssistantDouble.start(
                Settings.usual().withWebhooks(List.of("doorbell-8c1f04", "car-arrived-77ab", "not-exposed")));
        server = Program.configured(folder, List.of(), """
                listen:
                  https: ["127.0.0.1:0"]
                  forwarded_from: [127.0.0.1]
                sites:
                  - hosts: [home.example.org]
                    upstream: http://127.0.0.1:%d
                    expose:
                      - webhooks: [doorbell-8c1f04, {id: car-arrived-77ab, methods: [POST], from: [203.0.113.0/24]}]
                        from: [internet]
                      - preset: ui
                        from: [lan, vpn]
                certificates:
                  self_signed: true
                  unknown_name: {internet: refuse, lan: refuse}
                state: state
                """.formatted(house.port()));
        port = server.port();
    }

    @AfterAll
    static void end() {
        server.terminate();
        Program.Ended ended = server.ended();
        server.close();
        house.close();
        assertThat(ended.exit()).isZero();
    }

    @BeforeEach
    void forget() {
        house.recorder().clear();
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /api/webhook/doorbell-8c1f04, " + INTERNET,
        "PUT, /api/webhook/doorbell-8c1f04, " + INTERNET,
        "GET, /api/webhook/doorbell-8c1f04?who=me, " + INTERNET,
        "POST, /api/webhook/doorbell%2D8c1f04, " + INTERNET,
        "POST, /api/webhook/car-arrived-77ab, " + SENDER,
    })
    void lets_the_listed_webhooks_through_from_where_they_are_exposed_to(String method, String target, String from)
            throws IOException {
        assertThat(ask(from, method, target).status()).isEqualTo(200);

        assertThat(house.recorder().firedWebhooks()).hasSize(1).containsValue(1);
        assertThat(house.recorder().heads().getFirst().target()).isEqualTo(target.replace("%2D", "-"));
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /api/webhook/not-exposed, " + INTERNET,
        "POST, /api/webhook/doorbell-8c1f04x, " + INTERNET,
        "POST, /api/webhook/doorbell-8c1f0, " + INTERNET,
        "POST, /api/webhook/Doorbell-8c1f04, " + INTERNET,
        "POST, /api/webhook/doorbell-8c1f04/, " + INTERNET,
        "POST, /api/webhook/doorbell-8c1f04/more, " + INTERNET,
        "POST, /api/webhook/, " + INTERNET,
        "DELETE, /api/webhook/doorbell-8c1f04, " + INTERNET,
        "PATCH, /api/webhook/doorbell-8c1f04, " + INTERNET,
        "GET, /api/webhook/car-arrived-77ab, " + SENDER,
        "PUT, /api/webhook/car-arrived-77ab, " + SENDER,
        "POST, /api/webhook/car-arrived-77ab, " + INTERNET,
        "POST, /api/webhook/car-arrived-77ab, 203.0.114.9",
        "GET, /, " + INTERNET,
        "GET, /api/, " + INTERNET,
        "POST, /auth/login_flow, " + INTERNET,
        "POST, /auth/token, " + INTERNET,
        "GET, /api/websocket, " + INTERNET,
        "GET, /static/app.js, " + SENDER,
        "GET, /, 2001:db8::9",
    })
    void drops_everything_else_without_a_byte_and_without_telling_the_house(String method, String target, String from) {
        assertThatThrownBy(() -> ask(from, method, target))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("the server closed the connection after \"\"");
        assertThat(house.recorder().requests()).isZero();
    }

    @Test
    void serves_the_whole_user_interface_at_home_and_tells_the_house_who_asks() throws IOException {
        assertThat(ask(HOME, "GET", "/").body()).contains("Home Assistant stand-in");

        RequestHead seen = house.recorder().heads().getFirst();
        assertThat(seen.values("X-Forwarded-For")).containsExactly(HOME);
        assertThat(seen.values("X-Forwarded-Proto")).containsExactly("https");
        assertThat(seen.values("X-Forwarded-Host")).containsExactly(HOST);
        assertThat(seen.values("Host")).containsExactly(HOST);
    }

    @Test
    void what_a_client_claims_about_itself_never_reaches_the_house() throws IOException {
        Map<String, String> lies = Map.of(
                "Forwarded", "for=10.9.9.9",
                "X-Real-IP", "10.9.9.9",
                "X-Forwarded-Proto", "http",
                "X-Forwarded-Host", "evil.example",
                "X-Forwarded-Server", "evil.example",
                "X-Client-IP", "10.9.9.9",
                "True-Client-IP", "10.9.9.9",
                "CF-Connecting-IP", "10.9.9.9");
        List<String> fields = new java.util.ArrayList<>(
                List.of("X-Forwarded-For: 10.9.9.9, " + HOME, "Connection: keep-alive, X-Forwarded-For, X-Real-IP"));
        lies.forEach((name, value) -> fields.add(name + ": " + value));

        assertThat(Visitor.ask(port, HOST, "GET", "/", fields.toArray(String[]::new))
                        .status())
                .isEqualTo(200);

        RequestHead seen = house.recorder().heads().getFirst();
        assertThat(seen.fields().stream().map(RequestHead.Field::value))
                .noneMatch(value -> value.contains("10.9.9.9") || value.contains("evil"));
        assertThat(seen.values("X-Forwarded-For")).containsExactly(HOME);
        assertThat(seen.values("X-Forwarded-Proto")).containsExactly("https");
    }

    @Test
    void another_name_is_refused_in_the_handshake() {
        assertThatThrownBy(() -> new Visitor(port, "other.example.org")).isInstanceOf(IOException.class);
    }

    @Test
    void another_host_than_that_of_the_handshake_is_421() throws IOException {
        try (Visitor visitor = new Visitor(port, HOST, "other.example.org")) {
            assertThat(visitor.exchange("GET", "/").status()).isEqualTo(421);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /api/webhook/car-arrived-77ab, " + SENDER + ", FORWARDED",
        "POST, /api/webhook/car-arrived-77ab, " + INTERNET + ", DROPPED",
        "GET, /a/../b, " + HOME + ", 400",
    })
    void explain_says_the_same_with_a_running_server_and_without(
            String method, String path, String from, String decision) {
        String[] question = {"explain", method, path, "--from", from, "--config", "portcullis.yaml"};
        Program.Ended asked = Program.run(folder, question);
        String[] alone = java.util.Arrays.copyOf(question, question.length + 2);
        alone[question.length] = "--state";
        alone[question.length + 1] = "nobody-here";
        Program.Ended computed = Program.run(folder, alone);

        assertThat(asked.exit()).isZero();
        assertThat(asked.err()).isEmpty();
        assertThat(asked.out()).contains(decision);
        assertThat(computed.exit()).isZero();
        assertThat(computed.err()).contains("no server runs");
        int standing = asked.out().indexOf("The client now");
        int rules = asked.out().indexOf("Rules, in order");
        assertThat(asked.out().substring(standing)).contains("not banned");
        // How the client stands is known to a running server only.
        String rest = rules < 0 ? "" : asked.out().substring(rules);
        assertThat(computed.out().strip()).isEqualTo((asked.out().substring(0, standing) + rest).strip());
    }

    @Test
    void a_second_server_with_another_state_names_the_port_that_is_taken() {
        Program.write(folder.resolve("second.yaml"), """
                listen: {https: ["127.0.0.1:%d"]}
                sites:
                  - hosts: [home.example.org]
                    upstream: http://127.0.0.1:8123
                    expose: [{preset: ui, from: [lan]}]
                certificates: {self_signed: true}
                state: second
                """.formatted(port));

        Program.Ended second = Program.run(folder, "run", "--config", "second.yaml");

        assertThat(second.exit()).isEqualTo(1);
        assertThat(second.out()).isEmpty();
        assertThat(second.err())
                .contains("127.0.0.1:" + port)
                .contains("the port is in use")
                .hasLineCount(1);
    }

    private static Visitor.Reply ask(String from, String method, String target) throws IOException {
        return Visitor.ask(port, HOST, method, target, "X-Forwarded-For: " + from, "Content-Length: 0");
    }
}
