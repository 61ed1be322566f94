package dev.portcullis.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.app.TimedServer;
import dev.portcullis.demo.HomeAssistantDouble;
import dev.portcullis.demo.Settings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Those who guess, each in their own way, at a server that runs as it does at home.
///
/// Everybody has an address and a user name of their own here, since neighbours are banned together, and logins are
/// slowed when many fail on one name.
class FailedLoginsTest {

    private static final String HOST = "home.test";
    private static final int ENOUGH = 5;

    @TempDir
    static Path folder;

    private static HomeAssistantDouble house;
    private static ZippingHouse gzip;
    private static ZippingHouse deflate;
    private static Program server;
    private static int port;
    private static Stranger neighbour;

    @BeforeAll
    static void start() throws IOException {
        house = HomeAssistantDouble.start(Settings.usual());
        gzip = ZippingHouse.with("gzip");
        deflate = ZippingHouse.with("deflate");
        server = Program.configured(folder, List.of(), """
                listen: {https: ["127.0.0.1:0"], proxy_protocol_from: [127.0.0.1]}
                sites:
                  - {hosts: [home.test], upstream: "http://127.0.0.1:%d", expose: [{preset: everything}]}
                  - {hosts: [gzip.test], upstream: "http://127.0.0.1:%d", expose: [{preset: everything}]}
                  - {hosts: [deflate.test], upstream: "http://127.0.0.1:%d", expose: [{preset: everything}]}
                certificates: {self_signed: true}
                state: state
                """.formatted(house.port(), gzip.port(), deflate.port()));
        port = server.port();
        neighbour = new Stranger(port, HOST, "203.0.113.200");
    }

    @AfterAll
    static void end() throws IOException {
        server.terminate();
        Program.Ended ended = server.ended();
        server.close();
        house.close();
        gzip.close();
        deflate.close();
        assertThat(ended.exit()).isZero();
    }

    private static Stranger from(String address) {
        return new Stranger(port, HOST, address);
    }

    private static void assertBanned(Stranger client, String network) throws IOException {
        server.line("banned " + network + " until");
        assertThat(client.isTurnedAway()).isTrue();
        Patience.until(() -> ask("bans").contains(network.replace("/32", "")), "the ban in the list");
        assertThat(neighbour.isTurnedAway()).isFalse();
        assertThat(neighbour.ask("GET", "/").status()).isEqualTo(200);
    }

    @Test
    void five_wrong_passwords_are_a_ban_and_the_ledger_tells_why_without_a_secret() throws IOException {
        Stranger client = from("203.0.113.9");
        for (int i = 0; i < ENOUGH; i++) {
            assertThat(client.isTurnedAway()).isFalse();
            assertThat(client.tries("cesar", "pet-name-" + i).body()).contains("invalid_auth");
        }
        assertBanned(client, "203.0.113.9/32");

        assertThat(ask("bans"))
                .contains("203.0.113.9", "failed logins", "internet")
                .doesNotContain("203.0.113.200");
        assertThat(ask("bans", "show", "203.0.113.9"))
                .contains("BANNED", "Rule         failed_logins", "/auth/login_flow/~")
                .containsPattern("(?s)(wrong password .*){5}");
        assertThat(ask("why", "203.0.113.9")).contains("BANNED", "wrong password", HOST);
        assertThat(ask("logins", "--failed")).contains("203.0.113.9", "wrong password");
        assertThat(Secrets.holding(folder.resolve("state"), "pet-name-", "cesar"))
                .isEmpty();
    }

    @Test
    void five_wrong_passwords_in_one_login_flow_on_one_connection_are_a_ban() throws IOException {
        Stranger client = from("203.0.113.10");
        try (Visitor visitor = client.connect()) {
            String flow = client.begin(visitor);
            for (int i = 0; i < ENOUGH; i++) {
                assertThat(client.submit(visitor, flow, "username", "otto", "password", "guess-" + i)
                                .body())
                        .contains("invalid_auth");
            }
        }
        assertBanned(client, "203.0.113.10/32");
    }

    @Test
    void the_right_password_with_wrong_codes_is_a_ban_at_the_fifth() throws IOException {
        Stranger client = from("198.51.100.7");
        try (Visitor visitor = client.connect()) {
            String flow = client.begin(visitor);
            assertThat(client.submit(visitor, flow, "username", "guest", "password", "battery-staple")
                            .body())
                    .contains("\"mfa\"");
            int wrong = 0;
            String answer = "";
            while (wrong < ENOUGH) {
                if (answer.contains("too_many_retry")) {
                    flow = client.begin(visitor);
                    client.submit(visitor, flow, "username", "guest", "password", "battery-staple");
                }
                answer = client.submit(visitor, flow, "code", "00000" + wrong).body();
                assertThat(answer).containsAnyOf("invalid_code", "too_many_retry");
                wrong++;
            }
        }
        assertBanned(client, "198.51.100.7/32");
        assertThat(ask("bans", "show", "198.51.100.7")).contains("wrong code");
    }

    @ParameterizedTest
    @CsvSource({"gzip, 192.0.2.20", "deflate, 192.0.2.21"})
    void wrong_passwords_are_seen_through_a_compression_that_nobody_asked_for(String coding, String address)
            throws IOException {
        Stranger client = new Stranger(port, coding + ".test", address);
        for (int i = 0; i < ENOUGH; i++) {
            try (Visitor visitor = client.connect()) {
                assertThat(client.submit(visitor, "0123456789abcdef", "username", coding, "password", "x" + i)
                                .field("Content-Encoding"))
                        .contains(coding);
            }
        }
        assertBanned(client, address + "/32");
    }

    @Test
    void a_client_that_accepts_compressed_answers_is_seen_all_the_same() throws IOException {
        Stranger client = from("198.51.100.8");
        for (int i = 0; i < ENOUGH; i++) {
            try (Visitor visitor = client.connect()) {
                String flow = client.begin(visitor, "Accept-Encoding: deflate, gzip");
                String body =
                        "{\"client_id\":\"https://home.test/\",\"username\":\"emma\",\"password\":\"x" + i + "\"}";
                assertThat(visitor.post(
                                        "/auth/login_flow/" + flow,
                                        "application/json",
                                        body,
                                        "Accept-Encoding: gzip, deflate, br")
                                .body())
                        .contains("invalid_auth");
            }
        }
        assertBanned(client, "198.51.100.8/32");
    }

    @Test
    void one_refresh_token_that_is_refused_again_and_again_bans_nobody() throws IOException {
        Stranger tablet = from("192.0.2.100");
        for (int i = 0; i < 3 * ENOUGH; i++) {
            assertThat(tablet.asksForTokens("grant_type=refresh_token&refresh_token=revoked-long-ago")
                            .status())
                    .isEqualTo(400);
        }
        assertThat(ask("why", "192.0.2.100")).contains("not banned", "failed logins 1,");
        assertThat(tablet.isTurnedAway()).isFalse();
    }

    @Test
    void whoever_changes_the_address_within_a_64_is_one_client() throws IOException {
        for (int i = 1; i <= ENOUGH; i++) {
            assertThat(from("2001:db8:1:2::" + i).tries("lena", "guess-" + i).body())
                    .contains("invalid_auth");
        }
        assertBanned(from("2001:db8:1:2:ffff:ffff:ffff:ffff"), "2001:db8:1:2::/64");
        assertThat(from("2001:db8:1:3::1").ask("GET", "/").status()).isEqualTo(200);
        assertThat(ask("why", "2001:db8:1:2::77")).contains("BANNED");
    }

    @Test
    void an_ipv4_address_written_as_ipv6_is_the_same_client() throws IOException {
        Stranger dotted = from("203.0.113.77");
        Stranger mapped = from("::ffff:203.0.113.77");
        for (int i = 0; i < ENOUGH; i++) {
            assertThat((i % 2 == 0 ? dotted : mapped)
                            .tries("karl", "guess-" + i)
                            .body())
                    .contains("invalid_auth");
        }
        assertBanned(mapped, "203.0.113.77/32");
        assertThat(dotted.isTurnedAway()).isTrue();
        assertThat(ask("why", "::ffff:203.0.113.77")).contains("203.0.113.77", "BANNED");
    }

    @Test
    void four_wrong_passwords_and_the_right_one_let_the_owner_in() throws IOException {
        Stranger owner = from("198.51.100.150");
        for (int i = 1; i < ENOUGH; i++) {
            assertThat(owner.tries("owner", "almost-" + i).body()).contains("invalid_auth");
        }
        assertThat(owner.token()).isNotEmpty();
        // A fifth, from what is now known as home.
        assertThat(owner.tries("owner", "almost-5").body()).contains("invalid_auth");
        assertThat(ask("why", "198.51.100.150")).contains("not banned");
        assertThat(owner.isTurnedAway()).isFalse();
    }

    private static String ask(String... command) {
        TimedServer.Said ended = TimedServer.say(folder, command);
        assertThat(ended.exit()).as(ended.err()).isZero();
        assertThat(ended.err()).isEmpty();
        return ended.out();
    }
}
