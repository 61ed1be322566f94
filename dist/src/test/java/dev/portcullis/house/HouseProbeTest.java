package dev.portcullis.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.acme.KeyAndChain;
import dev.portcullis.acme.SelfSigned;
import dev.portcullis.core.ProxyConfig.Upstream;
import dev.portcullis.core.ProxyConfig.UpstreamTls;
import dev.portcullis.demo.HomeAssistantDouble;
import dev.portcullis.demo.Settings;
import dev.portcullis.house.HouseAnswer.Forwarding;
import dev.portcullis.house.HouseAnswer.House;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HouseProbeTest {

    private static final InstantSource CLOCK = InstantSource.system();
    private static final String MANIFEST = "{\"name\":\"Home Assistant\",\"short_name\":\"Home Assistant\"}";

    @Test
    void finds_home_assistant_its_version_and_that_it_trusts_us() throws IOException {
        try (HomeAssistantDouble house = HomeAssistantDouble.start(Settings.usual())) {
            assertThat(ask(house.port())).isInstanceOfSatisfying(House.class, found -> {
                assertThat(found.version()).contains("2026.11.0");
                assertThat(found.onboarded()).isTrue();
                assertThat(found.forwarding()).isEqualTo(Forwarding.TRUSTED);
                assertThat(found.from()).isEqualTo("127.0.0.1");
                assertThat(found.ahead())
                        .get()
                        .satisfies(ahead -> assertThat(ahead.abs()).isLessThan(Duration.ofSeconds(40)));
            });
        }
    }

    @Test
    void sees_that_it_does_not_trust_us() throws IOException {
        Settings suspicious = Settings.usual().withTrustedProxies(List.of("192.168.1.10"));
        try (HomeAssistantDouble house = HomeAssistantDouble.start(suspicious)) {
            assertThat(ask(house.port()))
                    .isInstanceOfSatisfying(
                            House.class, found -> assertThat(found.forwarding()).isEqualTo(Forwarding.REFUSED));
        }
    }

    @Test
    void sees_that_a_stopping_house_is_one_that_comes_back() throws IOException {
        try (HomeAssistantDouble house = HomeAssistantDouble.start(Settings.usual())) {
            house.beginStopping();

            assertThat(ask(house.port())).isEqualTo(new HouseAnswer.Unavailable(503));
        }
    }

    @Test
    void knows_a_house_without_an_owner() throws IOException {
        try (ScriptedServer fresh = ScriptedServer.plain(request -> request.startsWith("GET /auth/providers")
                ? ScriptedServer.answer(400, "{\"message\":\"x\",\"code\":\"onboarding_required\"}")
                : ScriptedServer.answer(200, MANIFEST))) {
            assertThat(ask(fresh.port()))
                    .isEqualTo(new House(Optional.empty(), false, Forwarding.TRUSTED, "127.0.0.1", Optional.empty()));
        }
    }

    @Test
    void knows_the_providers_of_older_and_newer_versions_in_chunks_too() throws IOException {
        for (String providers : List.of(
                "[{\"name\":\"Local\",\"id\":null,\"type\":\"homeassistant\"}]",
                "{\"providers\":[{\"type\":\"homeassistant\"}],\"preselect_remember_me\":true}")) {
            String chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n" + providers.substring(0, 5)
                    + "\r\n" + Integer.toHexString(providers.length() - 5) + ";x\r\n" + providers.substring(5)
                    + "\r\n0\r\n\r\n";
            try (ScriptedServer house = ScriptedServer.plain(request -> request.startsWith("GET /auth/providers")
                    ? chunked
                    : ScriptedServer.answer(404, "404: Not Found"))) {
                assertThat(ask(house.port())).isInstanceOf(House.class);
            }
        }
    }

    @Test
    void tells_another_server_by_its_title() throws IOException {
        try (ScriptedServer router = ScriptedServer.plain(
                _ -> ScriptedServer.answer(200, "<html><head><Title>\n My Router\u001b[2J </TITLE>"))) {
            assertThat(ask(router.port())).isEqualTo(new HouseAnswer.Stranger(200, "My Router\u001b[2J"));
        }
    }

    @Test
    void follows_no_redirect() throws IOException {
        try (ScriptedServer server =
                ScriptedServer.plain(_ -> ScriptedServer.answer(307, "", "Location: http://192.168.1.20:8124/"))) {
            assertThat(ask(server.port())).isEqualTo(new HouseAnswer.Redirects(307, "http://192.168.1.20:8124/"));
        }
    }

    @Test
    void knows_a_house_that_has_banned_us() throws IOException {
        try (ScriptedServer house = ScriptedServer.plain(_ -> ScriptedServer.answer(403, "403: Forbidden"))) {
            assertThat(ask(house.port())).isEqualTo(new HouseAnswer.Banned("127.0.0.1"));
        }
    }

    @Test
    void knows_tls_where_plain_http_was_expected() throws IOException {
        try (ScriptedServer house = secured(CLOCK, "localhost", MANIFEST)) {
            assertThat(ask(house.port())).isEqualTo(new HouseAnswer.SpeaksTls());
        }
    }

    @Test
    void knows_plain_http_where_tls_was_expected() throws IOException {
        try (HomeAssistantDouble house = HomeAssistantDouble.start(Settings.usual())) {
            assertThat(ask(house.port(), new UpstreamTls.Unverified())).isEqualTo(new HouseAnswer.SpeaksPlain());
        }
    }

    @Test
    void says_what_is_wrong_with_a_certificate() throws IOException {
        try (ScriptedServer own = secured(CLOCK, "localhost", MANIFEST);
                ScriptedServer other = secured(CLOCK, "nas.home.arpa", MANIFEST);
                ScriptedServer old =
                        secured(InstantSource.fixed(Instant.parse("2024-01-01T00:00:00Z")), "localhost", MANIFEST)) {
            assertThat(reason(own)).contains("CN=Portcullis self-signed, an authority that is not trusted here");
            assertThat(reason(other)).isEqualTo("its certificate is not for localhost but for nas.home.arpa");
            assertThat(reason(old)).startsWith("its certificate ended on 2024-12-30T");
        }
    }

    @Test
    void believes_the_roots_that_it_is_given_and_anybody_where_the_owner_says_so() throws IOException {
        KeyAndChain pair = SelfSigned.create(List.of("localhost"), CLOCK, new SecureRandom());
        try (ScriptedServer house = ScriptedServer.secured(pair, _ -> ScriptedServer.answer(200, MANIFEST))) {
            assertThat(ask(house.port(), new UpstreamTls.Verified(pair.chain())))
                    .isInstanceOf(House.class);
            assertThat(ask(house.port(), new UpstreamTls.Unverified())).isInstanceOf(House.class);
        }
    }

    @Test
    void tells_nobody_from_somebody_who_is_silent() throws IOException {
        int port;
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            port = silent.getLocalPort();
            Upstream upstream = new Upstream("localhost", port, new UpstreamTls.Plain());
            assertThat(new HouseProbe(Duration.ofMillis(200), CLOCK).ask(upstream, "home.test"))
                    .isEqualTo(new HouseAnswer.NoAnswer("no answer in time"));
        }
        assertThat(ask(port)).isEqualTo(new HouseAnswer.Unreachable("connection refused"));
    }

    @Test
    void a_name_without_an_address_is_told_as_that() {
        Upstream upstream = new Upstream("nobody.invalid", 8123, new UpstreamTls.Plain());

        assertThat(new HouseProbe(Duration.ofSeconds(20), CLOCK).ask(upstream, "home.test"))
                .isEqualTo(new HouseAnswer.Unresolved());
    }

    @Test
    void what_speaks_another_protocol_is_no_answer() throws IOException {
        try (ScriptedServer mail = ScriptedServer.plain(_ -> "220 mail.example.org ESMTP\r\n");
                ScriptedServer shy = ScriptedServer.plain(_ -> "")) {
            assertThat(ask(mail.port())).isEqualTo(new HouseAnswer.NoAnswer("no HTTP"));
            assertThat(ask(shy.port()))
                    .isEqualTo(new HouseAnswer.NoAnswer("the connection was closed without an answer"));
        }
    }

    private static String reason(ScriptedServer server) {
        HouseAnswer answer = ask(server.port(), new UpstreamTls.Verified(List.of()));
        assertThat(answer).isInstanceOf(HouseAnswer.Untrusted.class);
        return ((HouseAnswer.Untrusted) answer).reason();
    }

    private static ScriptedServer secured(InstantSource issued, String name, String body) throws IOException {
        return ScriptedServer.secured(issued, List.of(name), _ -> ScriptedServer.answer(200, body));
    }

    private static HouseAnswer ask(int port) {
        return ask(port, new UpstreamTls.Plain());
    }

    private static HouseAnswer ask(int port, UpstreamTls tls) {
        return new HouseProbe(Duration.ofSeconds(20), CLOCK).ask(new Upstream("localhost", port, tls), "home.test");
    }
}
