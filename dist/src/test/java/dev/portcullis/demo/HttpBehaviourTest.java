package dev.portcullis.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HttpBehaviourTest {

    private HomeAssistantDouble house;
    private WireClient client;

    @BeforeEach
    void start() throws IOException {
        house = HomeAssistantDouble.start(Settings.usual());
        client = new WireClient(house.address());
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        house.close();
    }

    @Test
    void compresses_login_answers_as_zlib_when_the_word_deflate_occurs() throws IOException {
        String request = Household.open().replace("\r\n\r\n", "\r\nAccept-Encoding: deflate;q=0, gzip\r\n\r\n");
        WireClient.Reply reply = client.exchange(request);
        assertThat(reply.header("Content-Encoding")).isEqualTo("deflate");
        try (InputStream plain = new InflaterInputStream(new ByteArrayInputStream(reply.body()))) {
            assertThat(new String(plain.readAllBytes(), UTF_8)).contains("\"step_id\":\"init\"");
        }
    }

    @Test
    void compresses_with_gzip_where_only_that_is_known() throws IOException {
        WireClient.Reply reply = client.exchange(Household.get("/auth/providers", "Accept-Encoding: gzip"));
        assertThat(reply.header("Content-Encoding")).isEqualTo("gzip");
        try (InputStream plain = new GZIPInputStream(new ByteArrayInputStream(reply.body()))) {
            assertThat(new String(plain.readAllBytes(), UTF_8)).contains("Home Assistant Local");
        }
    }

    @Test
    void compresses_nothing_for_identity_or_brotli() throws IOException {
        for (String coding : List.of("identity", "br")) {
            WireClient.Reply reply = client.exchange(Household.get("/auth/providers", "Accept-Encoding: " + coding));
            assertThat(reply.header("Content-Encoding")).isEqualTo("-");
            assertThat(reply.text()).contains("Home Assistant Local");
        }
    }

    @Test
    void records_heads_as_they_came_over_the_wire() throws IOException {
        client.exchange("GET /api/%63onfig?b=2&a=1 HTTP/1.1\r\nHOST: ha\r\nx-Two: 1\r\nX-one: b\r\nX-TWO: 2\r\n\r\n");
        RequestHead head = house.recorder().heads().getFirst();
        assertThat(head.method()).isEqualTo("GET");
        assertThat(head.target()).isEqualTo("/api/%63onfig?b=2&a=1");
        assertThat(head.version()).isEqualTo("HTTP/1.1");
        assertThat(head.fields())
                .containsExactly(
                        new RequestHead.Field("HOST", "ha"),
                        new RequestHead.Field("x-Two", "1"),
                        new RequestHead.Field("X-one", "b"),
                        new RequestHead.Field("X-TWO", "2"));
        assertThat(head.values("x-two")).containsExactly("1", "2");
    }

    @Test
    void remembers_only_the_newest_heads_but_counts_all() throws IOException {
        Settings few = Settings.usual();
        try (HomeAssistantDouble small = HomeAssistantDouble.start(new Settings(
                        few.bind(),
                        few.trustedProxies(),
                        few.users(),
                        few.webhooks(),
                        few.version(),
                        few.timing(),
                        few.clock(),
                        few.random(),
                        2));
                WireClient other = new WireClient(small.address())) {
            for (int i = 0; i < 5; i++) {
                other.exchange(Household.get("/robots.txt?" + i));
            }
            assertThat(small.recorder().requests()).isEqualTo(5);
            assertThat(small.recorder().heads())
                    .extracting(RequestHead::target)
                    .containsExactly("/robots.txt?3", "/robots.txt?4");
        }
    }

    @Test
    void answers_pipelined_requests_in_their_order() throws IOException {
        client.send(Household.get("/robots.txt") + Household.get("/api/") + Household.get("/manifest.json"));
        assertThat(client.reply(false).status()).isEqualTo(200);
        assertThat(client.reply(false).status()).isEqualTo(401);
        assertThat(client.reply(false).header("Content-Type")).isEqualTo("application/manifest+json");
    }

    @Test
    void understands_a_request_that_comes_byte_by_byte() throws IOException {
        for (byte one : Household.json("/auth/login_flow", "{not json").getBytes(UTF_8)) {
            client.send(new byte[] {one});
        }
        assertThat(client.reply(false).text()).contains("Invalid JSON.");
    }

    @Test
    void invites_a_body_that_waits_to_be_invited() throws IOException {
        client.send("POST /auth/token HTTP/1.1\r\nHost: ha\r\nExpect: 100-continue\r\nContent-Length: 17\r\n\r\n");
        assertThat(client.reply(false).status()).isEqualTo(100);
        client.send("grant_type=nobody");
        assertThat(client.reply(false).text()).contains("unsupported_grant_type");
    }

    @Test
    void refuses_other_expectations() throws IOException {
        assertThat(client.exchange(Household.get("/", "Expect: miracles")).status())
                .isEqualTo(417);
    }

    @Test
    void refuses_a_head_with_two_lengths_and_hangs_up() throws IOException {
        String request = Household.form("/auth/token", "0\r\n\r\n");
        WireClient.Reply reply = client.exchange(request.replace("Host:", "Transfer-Encoding: chunked\r\nHost:"));
        assertThat(reply.status()).isEqualTo(400);
        assertThat(client.ended()).isTrue();
        assertThat(house.recorder().malformed()).isEqualTo(1);
        assertThat(house.recorder().requests()).isZero();
    }

    @Test
    void takes_a_long_target_and_refuses_a_longer_one() throws IOException {
        assertThat(client.exchange(Household.get("/robots.txt?" + "a".repeat(20_000)))
                        .status())
                .isEqualTo(200);
        assertThat(client.exchange(Household.get("/robots.txt?" + "a".repeat(30_000)))
                        .status())
                .isEqualTo(400);
        assertThat(client.ended()).isTrue();
    }

    @Test
    void refuses_a_json_body_above_16_mib_and_goes_on_with_the_connection() throws IOException {
        String token = Household.login(house.address());
        int size = 17 << 20;
        client.send("POST /api/states/sensor.x HTTP/1.1\r\nHost: ha\r\n" + Household.bearer(token)
                + "\r\nContent-Length: " + size + "\r\n\r\n");
        client.send(new byte[size]);
        WireClient.Reply reply = client.reply(false);
        assertThat(reply.status()).isEqualTo(413);
        assertThat(reply.text()).startsWith("Maximum request body size 16777216 exceeded, actual body size ");
        assertThat(client.exchange(Household.get("/robots.txt")).status()).isEqualTo(200);
    }

    @Test
    void answers_an_unknown_webhook_before_its_body_has_come() throws IOException {
        client.send("POST /api/webhook/nope HTTP/1.1\r\nHost: ha\r\nContent-Length: 3\r\n\r\n");
        assertThat(client.reply(false).status()).isEqualTo(200);
        client.send("abc" + Household.get("/robots.txt"));
        assertThat(client.reply(false).status()).isEqualTo(200);
    }

    @Test
    void closes_idle_connections_after_a_while() throws IOException {
        Settings hasty = Settings.usual().withTiming(Settings.Timing.usual().withKeepAlive(Duration.ofMillis(200)));
        try (HomeAssistantDouble other = HomeAssistantDouble.start(hasty);
                WireClient idle = new WireClient(other.address())) {
            assertThat(idle.exchange(Household.get("/robots.txt")).status()).isEqualTo(200);
            assertThat(idle.ended()).isTrue();
        }
    }

    @Test
    void believes_only_trusted_proxies() throws IOException {
        String request = Household.get("/robots.txt", "X-Forwarded-For: 203.0.113.1");
        assertThat(client.exchange(request).status()).isEqualTo(200);
        for (List<String> proxies : List.of(List.of("192.0.2.0/24"), List.<String>of())) {
            try (HomeAssistantDouble strict =
                            HomeAssistantDouble.start(Settings.usual().withTrustedProxies(proxies));
                    WireClient other = new WireClient(strict.address())) {
                assertThat(other.exchange(request).status()).isEqualTo(400);
                assertThat(other.exchange(Household.get("/robots.txt")).status())
                        .isEqualTo(200);
            }
        }
    }

    @Test
    void lets_a_local_only_user_in_from_a_private_address_only() throws IOException {
        Settings settings = Settings.usual().withUsers(List.of(new User("owner", "correct-horse", null, true, true)));
        try (HomeAssistantDouble local = HomeAssistantDouble.start(settings);
                WireClient other = new WireClient(local.address())) {
            for (String address : List.of("192.168.1.7", "203.0.113.7")) {
                String from = "\r\nX-Forwarded-For: " + address + "\r\n\r\n";
                String opened = other.exchange(Household.open().replace("\r\n\r\n", from))
                        .text();
                String step = Household.submit(Household.member(opened, "flow_id"), "owner", "correct-horse");
                WireClient.Reply end = other.exchange(step.replace("\r\n\r\n", from));
                assertThat(end.status()).isEqualTo(address.startsWith("192.168.") ? 200 : 403);
            }
        }
    }

    @Test
    void counts_fired_webhooks_of_known_ids_only() throws IOException {
        client.exchange(Household.json("/api/webhook/doorbell-8c1f04", "{}"));
        client.exchange(Household.json("/api/webhook/doorbell-8c1f0%34", "{}"));
        client.exchange(Household.json("/api/webhook/nope", "{}"));
        assertThat(house.recorder().firedWebhooks())
                .containsOnlyKeys("doorbell-8c1f04")
                .containsValue(2);
    }
}
