package dev.portcullis.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.app.TimedServer;
import dev.portcullis.demo.HomeAssistantDouble;
import dev.portcullis.demo.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a client may do at once, at a server whose clock stands still: no bucket fills up by itself.
class RateLimitTest {

    private static final String HOST = "home.test";
    private static final int PAGE_LOAD = 150;
    private static final int CONNECTIONS_OF_A_BROWSER = 6;
    private static final int FLOOD = 600;
    private static final int REQUESTS_AT_ONCE = 400;
    private static final int LOGINS_AT_ONCE = 20;

    @TempDir
    Path folder;

    private HomeAssistantDouble house;
    private TimedServer server;
    private Stranger client;

    @BeforeEach
    void start() throws IOException {
        house = HomeAssistantDouble.start(Settings.usual());
        server = new TimedServer(folder, """
                listen: {https: ["127.0.0.1:0"], proxy_protocol_from: [127.0.0.1]}
                sites:
                  - hosts: [home.test]
                    upstream: http://127.0.0.1:%d
                    expose:
                      - {webhooks: [doorbell-8c1f04], rate: 3/m}
                      - preset: everything
                certificates: {self_signed: true}
                state: state
                """.formatted(house.port()));
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

    /// Asks for the page on some kept connections in turn, as a browser does.
    ///
    /// @return how often each status came
    private Map<Integer, Integer> asks(Stranger who, int times) throws IOException {
        Map<Integer, Integer> statuses = new TreeMap<>();
        Visitor[] connections = new Visitor[CONNECTIONS_OF_A_BROWSER];
        for (int i = 0; i < CONNECTIONS_OF_A_BROWSER; i++) {
            connections[i] = who.connect();
        }
        for (int i = 0; i < times; i++) {
            Visitor.Reply reply = connections[i % CONNECTIONS_OF_A_BROWSER].exchange("GET", "/?" + i);
            statuses.merge(reply.status(), 1, Integer::sum);
            if (reply.status() == 429) {
                assertThat(reply.field("Retry-After")).contains("1");
            }
        }
        for (Visitor connection : connections) {
            connection.close();
        }
        return statuses;
    }

    @Test
    void a_page_load_passes_and_so_does_the_next_one() throws IOException {
        assertThat(asks(client, PAGE_LOAD)).isEqualTo(Map.of(200, PAGE_LOAD));
        assertThat(asks(client, PAGE_LOAD)).isEqualTo(Map.of(200, PAGE_LOAD));
    }

    @Test
    void a_flood_gets_429_with_the_time_to_wait_and_no_ban() throws IOException {
        assertThat(asks(client, FLOOD)).isEqualTo(Map.of(200, REQUESTS_AT_ONCE, 429, FLOOD - REQUESTS_AT_ONCE));

        assertThat(house.recorder().requests()).isEqualTo(REQUESTS_AT_ONCE);
        assertThat(client.movedTo("203.0.113.10").ask("GET", "/").status()).isEqualTo(200);
        server.pass(Duration.ofSeconds(1));
        assertThat(asks(client, PAGE_LOAD)).isEqualTo(Map.of(200, 50, 429, PAGE_LOAD - 50));
        assertThat(say("why", "203.0.113.9")).contains("not banned", "failed logins 0, probes 0");
        assertThat(say("status")).contains("300 times over a rate limit");
    }

    @Test
    void logins_beyond_the_limit_are_429_at_the_flow_and_at_the_tokens_and_nothing_that_signs_anybody_out()
            throws IOException {
        try (Visitor visitor = client.connect()) {
            for (int i = 0; i < LOGINS_AT_ONCE; i++) {
                client.begin(visitor);
            }
            assertThat(visitor.post("/auth/login_flow", "application/json", "{}")
                            .status())
                    .isEqualTo(429);
        }
        for (String grant : new String[] {"grant_type=refresh_token&refresh_token=a", "grant_type=nonsense"}) {
            Visitor.Reply reply = client.asksForTokens(grant);
            assertThat(reply.status()).isEqualTo(429);
            assertThat(reply.field("Retry-After")).contains("6");
        }
        // Those who are logged in already do not notice.
        assertThat(client.ask("GET", "/").status()).isEqualTo(200);
        assertThat(client.movedTo("203.0.113.10")
                        .tries("owner", "correct-horse")
                        .body())
                .contains("create_entry");
        server.pass(Duration.ofSeconds(6));
        assertThat(client.asksForTokens("grant_type=refresh_token&refresh_token=a")
                        .status())
                .isEqualTo(400);
        assertThat(say("why", "203.0.113.9")).contains("not banned");
    }

    @Test
    void a_rule_with_a_rate_of_its_own_has_its_own_429() throws IOException {
        for (int i = 0; i < 3; i++) {
            assertThat(client.ask("POST", "/api/webhook/doorbell-8c1f04", "Content-Length: 0")
                            .status())
                    .isEqualTo(200);
        }
        Visitor.Reply fourth = client.ask("POST", "/api/webhook/doorbell-8c1f04", "Content-Length: 0");
        assertThat(fourth.status()).isEqualTo(429);
        assertThat(fourth.field("Retry-After")).contains("20");
        assertThat(client.ask("GET", "/").status()).isEqualTo(200);
        assertThat(client.movedTo("203.0.113.10")
                        .ask("POST", "/api/webhook/doorbell-8c1f04", "Content-Length: 0")
                        .status())
                .isEqualTo(200);
        server.pass(Duration.ofSeconds(20));
        assertThat(client.ask("POST", "/api/webhook/doorbell-8c1f04", "Content-Length: 0")
                        .status())
                .isEqualTo(200);
        assertThat(house.recorder().firedWebhooks()).containsEntry("doorbell-8c1f04", 5);
    }

    @Test
    void connections_beyond_the_limit_are_closed_without_a_byte_and_a_moment_later_served() throws IOException {
        int served = 0;
        while (!client.isTurnedAway()) {
            served++;
        }
        assertThat(served).isEqualTo(100);
        assertThat(client.movedTo("203.0.113.10").isTurnedAway()).isFalse();
        server.pass(Duration.ofSeconds(1));
        assertThat(client.ask("GET", "/").status()).isEqualTo(200);
        assertThat(say("why", "203.0.113.9")).contains("not banned", "failed logins 0, probes 0");
    }

    @Test
    void when_many_try_one_name_logins_from_the_internet_are_slowed_and_those_at_home_are_not() throws IOException {
        Stranger owner = client.movedTo("192.0.2.50");
        assertThat(owner.token()).isNotEmpty();
        for (int i = 0; i < 10; i++) {
            assertThat(client.movedTo("203.0." + i + ".9")
                            .tries("owner", "guess")
                            .body())
                    .contains("invalid_auth");
        }
        Patience.until(() -> say("status").contains("Many clients at once"), "the notice");

        int admitted = 0;
        while (status(client.movedTo("198.51." + admitted + ".7")) == 200) {
            admitted++;
        }
        assertThat(admitted).isEqualTo(6);
        assertThat(status(client.movedTo("192.168.1.50"))).isEqualTo(200);
        assertThat(status(owner)).isEqualTo(200);
        server.pass(Duration.ofMinutes(10));
        assertThat(status(client)).isEqualTo(200);
        assertThat(say("bans")).contains("nobody is banned");
    }

    private static int status(Stranger who) throws IOException {
        try (Visitor visitor = who.connect()) {
            return visitor.post(
                            "/auth/login_flow",
                            "application/json",
                            "{\"client_id\":\"https://home.test/\",\"handler\":[\"homeassistant\",null],"
                                    + "\"redirect_uri\":\"https://home.test/\"}")
                    .status();
        }
    }
}
