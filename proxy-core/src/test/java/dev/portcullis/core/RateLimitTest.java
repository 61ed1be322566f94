package dev.portcullis.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.rules.limit.LimitPolicy;
import dev.portcullis.rules.limit.LimitPolicy.Bucket;
import dev.portcullis.rules.path.PathPattern;
import dev.portcullis.rules.route.Exposure;
import dev.portcullis.rules.route.Route;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// One client's requests and connections are bounded; the buckets of these tests do not fill up within a test.
class RateLimitTest {

    private static final Bucket PLENTY = new Bucket(1000, Duration.ofSeconds(1), 100_000);
    private static final Bucket TWO = new Bucket(1, Duration.ofHours(1), 2);

    private final RecordingProtection protection = new RecordingProtection();

    private static LimitPolicy requests(Bucket auth, Bucket webhook, Bucket request) {
        return new LimitPolicy(true, auth, webhook, request, PLENTY, 200, 1000);
    }

    private static LimitPolicy connections(Bucket connection, int open) {
        return new LimitPolicy(true, PLENTY, PLENTY, PLENTY, connection, open, 1000);
    }

    @Test
    void one_request_too_many_is_told_when_to_come_again_and_the_connection_is_kept() throws IOException {
        protection.limits(requests(PLENTY, PLENTY, TWO));
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(origin, s -> s.protection(protection));
                Wire wire = proxy.connect()) {
            for (int i = 0; i < 2; i++) {
                wire.write(Requests.keeping("GET /"));
                assertThat(wire.readAnswer()).startsWith("HTTP/1.1 200 ");
            }
            for (int i = 0; i < 2; i++) {
                wire.write(Requests.keeping("GET /late"));
                String answer = wire.readAnswer();
                assertThat(answer).startsWith("HTTP/1.1 429 ").contains("rate-limit: ");
                assertThat(Integer.parseInt(Wire.field(answer, "Retry-After"))).isBetween(1, 3600);
            }
            assertThat(origin.heads()).hasSize(2);
            assertThat(protection.told().subList(2, 4))
                    .containsExactly("127.0.0.1 GET /late 429 rate-limit", "127.0.0.1 GET /late 429 rate-limit");
        }
    }

    @ParameterizedTest
    @CsvSource({"POST /auth/token, true", "POST /auth/login_flow/abc, true", "GET /auth/authorize, false"})
    void logins_have_an_allowance_of_their_own_and_429_is_the_answer_even_there(String line, boolean limited)
            throws IOException {
        protection.limits(requests(TWO, PLENTY, PLENTY));
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(origin, s -> s.protection(protection))) {
            proxy.exchange(Requests.closing(line));
            proxy.exchange(Requests.closing(line));

            assertThat(proxy.exchange(Requests.closing(line))).startsWith(limited ? "HTTP/1.1 429 " : "HTTP/1.1 200 ");
        }
    }

    @Test
    void what_is_a_login_is_a_matter_of_home_assistant() throws IOException {
        protection.limits(requests(TWO, TWO, PLENTY));
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(origin, s -> s.generic().protection(protection))) {
            for (int i = 0; i < 4; i++) {
                assertThat(proxy.exchange(Requests.closing("POST /auth/token"))).startsWith("HTTP/1.1 200 ");
            }
        }
    }

    @Test
    void a_rule_may_have_a_rate_of_its_own() throws IOException {
        List<Route> routes = Exposure.paths(
                        List.of(PathPattern.parse("/slow/**")), Set.of(), Settings.ANYWHERE, OptionalLong.empty())
                .stream()
                .map(route -> route.withRate(TWO))
                .toList();
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy =
                        TestProxy.before(origin, s -> s.exposing(routes).protection(protection))) {
            proxy.get("/slow/1");
            proxy.get("/slow/2");

            assertThat(proxy.get("/slow/3")).startsWith("HTTP/1.1 429 ");
            assertThat(origin.heads()).hasSize(2);
        }
    }

    @Test
    void behind_a_front_proxy_each_client_has_its_own_allowance() throws IOException {
        protection.limits(requests(PLENTY, PLENTY, TWO));
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(
                        origin, s -> s.forwardedFrom("127.0.0.1/32").protection(protection));
                Wire wire = proxy.connect()) {
            for (int i = 0; i < 2; i++) {
                wire.write(Requests.keeping("GET /", "X-Forwarded-For: 203.0.113.9"));
                assertThat(wire.readAnswer()).startsWith("HTTP/1.1 200 ");
            }
            wire.write(Requests.keeping("GET /", "X-Forwarded-For: 203.0.113.9"));
            assertThat(wire.readAnswer()).startsWith("HTTP/1.1 429 ");
            wire.write(Requests.keeping("GET /", "X-Forwarded-For: 203.0.113.10"));
            assertThat(wire.readAnswer()).startsWith("HTTP/1.1 200 ");
        }
    }

    @Test
    void a_body_that_follows_a_refused_request_is_not_taken_for_another_one() throws IOException {
        protection.limits(requests(PLENTY, PLENTY, new Bucket(1, Duration.ofHours(1), 1)));
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(origin, s -> s.protection(protection))) {
            proxy.get("/");
            String smuggled = Requests.keeping("GET /smuggled");
            String answer =
                    proxy.exchange(Requests.keeping("POST /", "Content-Length: " + smuggled.length()) + smuggled);

            assertThat(answer).startsWith("HTTP/1.1 429 ").containsOnlyOnce("HTTP/1.1");
            assertThat(protection.told())
                    .filteredOn(told -> told.contains("smuggled"))
                    .isEmpty();
        }
    }

    private static int bytesUntilEnd(Socket socket) throws IOException {
        try (socket) {
            return socket.getInputStream().readAllBytes().length;
        } catch (SocketException e) {
            return 0;
        }
    }

    @Test
    void connections_that_come_too_fast_are_closed_before_tls() throws IOException {
        protection.limits(connections(TWO, 100));
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(origin, s -> s.protection(protection))) {
            assertThat(proxy.get("/")).endsWith("ok");
            assertThat(proxy.get("/")).endsWith("ok");

            assertThat(bytesUntilEnd(proxy.plain())).isZero();
            Eventually.equal(3, () -> protection.told().size());
            assertThat(protection.told().getLast()).isEqualTo("127.0.0.1 0 connection-rate");
        }
    }

    @Test
    void one_client_may_have_so_many_connections_open_and_a_closed_one_makes_room() throws IOException {
        protection.limits(connections(PLENTY, 2));
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(origin, s -> s.protection(protection));
                Wire first = proxy.connect()) {
            try (Wire second = proxy.connect()) {
                assertThat(second.socket().isConnected()).isTrue();
                assertThat(bytesUntilEnd(proxy.plain())).isZero();
            }
            Eventually.equal(1, () -> proxy.server().status().connections());
            assertThat(proxy.get("/")).endsWith("ok");
            first.write(Requests.keeping("GET /"));
            assertThat(first.readAnswer()).endsWith("ok");
        }
    }

    @Test
    void a_front_proxy_may_open_as_many_connections_as_it_likes() throws IOException {
        protection.limits(connections(TWO, 2));
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(
                        origin, s -> s.forwardedFrom("127.0.0.1/32").protection(protection))) {
            for (int i = 0; i < 5; i++) {
                assertThat(proxy.get("/", "X-Forwarded-For: 203.0.113.9")).endsWith("ok");
            }
        }
    }
}
