package dev.portcullis.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.rules.net.Cidr;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// Banned clients are kept out, and only they.
class BanGateTest {

    private static final String BANNED = "203.0.113.9";
    private static final String OTHER = "198.51.100.7";

    private final RecordingProtection protection = new RecordingProtection();

    /// Switches protocols and sends back whatever comes; answers anything else.
    private static Origin echo() throws IOException {
        return Origin.answering((head, wire) -> {
            if (head.contains("Upgrade: websocket")) {
                wire.write(Requests.switching());
                wire.in().transferTo(wire.out());
                wire.close();
            } else {
                wire.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            }
        });
    }

    private void ban(TestProxy proxy, String network) {
        protection.ban(network);
        Cidr cidr = Cidr.parse(network);
        proxy.server().evict(cidr::contains);
    }

    /// What a socket reads until its end; a reset is one too.
    private static int bytesUntilEnd(Socket socket) throws IOException {
        try {
            return socket.getInputStream().readAllBytes().length;
        } catch (SocketException e) {
            return 0;
        }
    }

    private static int bytesUntilEnd(Wire wire) throws IOException {
        try {
            return wire.in().readAllBytes().length;
        } catch (SocketException e) {
            return 0;
        }
    }

    /// A TLS connection behind a PROXY protocol header.
    private static Wire from(TestProxy proxy, String client) throws IOException {
        Socket plain = proxy.plain();
        plain.getOutputStream().write(header(client));
        return new Wire(TestTls.secure(plain, TestProxy.HOST), plain);
    }

    private static byte[] header(String client) {
        return ("PROXY TCP4 " + client + " 127.0.0.1 40000 443\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String open(Wire wire, String... fields) throws IOException {
        wire.write(Requests.webSocket("/api/websocket", fields));
        return wire.readHead();
    }

    private static void assertEchoes(Wire wire, String text) throws IOException {
        wire.write(text);
        assertThat(wire.read(text.length())).isEqualTo(text);
    }

    @Test
    void a_banned_client_gets_no_byte_and_no_tls() throws IOException {
        protection.ban("127.0.0.1/32");
        try (Origin origin = echo();
                TestProxy proxy = TestProxy.before(origin, s -> s.protection(protection));
                Socket plain = proxy.plain()) {
            assertThat(bytesUntilEnd(plain)).isZero();
            assertThat(protection.turnedAway()).containsExactly("127.0.0.1");
            assertThat(protection.told()).isEmpty();
            assertThat(proxy.server().status().refused()).isOne();
            Eventually.equal(0, () -> proxy.server().status().connections());
        }
    }

    @Test
    void a_ban_closes_the_open_websocket_of_the_client_and_nobody_elses() throws IOException {
        try (Origin origin = echo();
                TestProxy proxy = TestProxy.before(
                        origin, s -> s.proxyProtocolFrom("127.0.0.1/32").protection(protection));
                Wire theirs = from(proxy, BANNED);
                Wire others = from(proxy, OTHER)) {
            assertThat(open(theirs)).startsWith("HTTP/1.1 101 ");
            assertThat(open(others)).startsWith("HTTP/1.1 101 ");
            assertEchoes(theirs, "\u0081\u0002hi");

            ban(proxy, BANNED + "/32");

            assertThat(bytesUntilEnd(theirs)).isZero();
            Eventually.equal(1, () -> proxy.server().status().tunnels());
            assertEchoes(others, "\u0081\u0002ho");
            try (Socket again = proxy.plain()) {
                again.getOutputStream().write(header(BANNED));
                assertThat(bytesUntilEnd(again)).isZero();
            }
            assertThat(protection.turnedAway()).containsExactly(BANNED);
        }
    }

    @Test
    void behind_a_front_proxy_only_the_requests_of_the_banned_client_are_ended() throws IOException {
        protection.ban(BANNED + "/32");
        try (Origin origin = echo();
                TestProxy proxy = TestProxy.before(
                        origin, s -> s.forwardedFrom("127.0.0.1/32").protection(protection));
                Wire kept = proxy.connect()) {
            assertThat(proxy.get("/", "X-Forwarded-For: " + BANNED)).isEmpty();
            kept.write(Requests.keeping("GET /", "X-Forwarded-For: " + OTHER));
            assertThat(kept.readAnswer()).endsWith("ok");

            assertThat(origin.heads()).hasSize(1);
            assertThat(protection.turnedAway()).containsExactly(BANNED);
            assertThat(protection.told()).containsExactlyInAnyOrder(BANNED + " GET / 0 banned", OTHER + " GET / 200");
        }
    }

    @Test
    void a_banned_client_behind_a_front_proxy_gets_no_answer_to_a_bad_request_either() throws IOException {
        protection.ban(BANNED + "/32");
        try (Origin origin = echo();
                TestProxy proxy = TestProxy.before(
                        origin, s -> s.forwardedFrom("127.0.0.1/32").protection(protection))) {
            String request = Requests.closing("GET /", "X-Forwarded-For: " + BANNED);

            assertThat(proxy.exchange(request.replace("Host: home.test", "Host: other.test")))
                    .isEmpty();
            assertThat(protection.told()).containsExactly(BANNED + " GET / 0 banned");
        }
    }

    @Test
    void a_ban_closes_of_a_front_proxys_connections_only_those_that_carry_the_client_just_now() throws IOException {
        try (Origin origin = echo();
                TestProxy proxy = TestProxy.before(
                        origin, s -> s.forwardedFrom("127.0.0.1/32").protection(protection));
                Wire theirs = proxy.connect();
                Wire others = proxy.connect();
                Wire idle = proxy.connect()) {
            open(theirs, "X-Forwarded-For: " + BANNED);
            open(others, "X-Forwarded-For: " + OTHER);
            idle.write(Requests.keeping("GET /", "X-Forwarded-For: " + BANNED));
            assertThat(idle.readAnswer()).endsWith("ok");

            ban(proxy, BANNED + "/32");

            assertThat(bytesUntilEnd(theirs)).isZero();
            assertEchoes(others, "\u0081\u0002ho");
            idle.write(Requests.keeping("GET /", "X-Forwarded-For: " + OTHER));
            assertThat(idle.readAnswer()).endsWith("ok");
        }
    }

    @Test
    void a_listed_front_proxy_is_served_whatever_its_own_address_is_banned_for() throws IOException {
        protection.ban("127.0.0.0/8");
        try (Origin origin = echo();
                TestProxy proxy = TestProxy.before(
                        origin, s -> s.forwardedFrom("127.0.0.1/32").protection(protection))) {
            assertThat(proxy.get("/")).endsWith("ok");
            proxy.server().evict(client -> true);
            assertThat(proxy.get("/", "X-Forwarded-For: " + OTHER)).endsWith("ok");
            assertThat(protection.turnedAway()).isEmpty();
        }
    }

    @Test
    void on_listen_http_a_banned_client_gets_challenges_answered_and_nothing_else() throws IOException {
        protection.ban("127.0.0.1/32");
        HttpChallenges pending = token -> Optional.of(token + ".thumb");
        try (Origin origin = echo();
                TestProxy proxy =
                        TestProxy.before(origin, s -> s.challenges(pending).protection(protection))) {
            assertThat(plain(proxy, "GET /.well-known/acme-challenge/abc")).endsWith("abc.thumb");
            assertThat(protection.turnedAway()).isEmpty();
            assertThat(plain(proxy, "GET /")).isEmpty();
            assertThat(protection.turnedAway()).isEqualTo(List.of("127.0.0.1"));
        }
    }

    @Test
    void a_ban_closes_what_the_client_has_open_on_listen_http() throws IOException {
        try (Origin origin = echo();
                TestProxy proxy = TestProxy.before(origin, s -> s.protection(protection));
                Wire wire = new Wire(new Socket("127.0.0.1", proxy.httpPort()))) {
            wire.write(Requests.keeping("GET /"));
            assertThat(wire.readAnswer()).startsWith("HTTP/1.1 308 ");

            ban(proxy, "127.0.0.1/32");

            Eventually.equal(0, () -> proxy.server().status().connections());
        }
    }

    @Test
    void a_ban_leaves_a_front_proxys_connections_on_listen_http_open() throws IOException {
        try (Origin origin = echo();
                TestProxy proxy = TestProxy.before(
                        origin, s -> s.forwardedFrom("127.0.0.1/32").protection(protection));
                Wire wire = new Wire(new Socket("127.0.0.1", proxy.httpPort()))) {
            wire.write(Requests.keeping("GET /"));
            assertThat(wire.readAnswer()).startsWith("HTTP/1.1 308 ");

            ban(proxy, "127.0.0.1/32");
            wire.write(Requests.keeping("GET /"));

            assertThat(wire.readAnswer()).startsWith("HTTP/1.1 308 ");
        }
    }

    @Test
    void a_client_in_the_network_of_a_proxy_that_named_it_is_kept_out_like_any_other() throws IOException {
        protection.ban("127.0.0.66/32");
        try (Origin origin = echo();
                TestProxy proxy = TestProxy.before(
                        origin, s -> s.proxyProtocolFrom("127.0.0.0/8").protection(protection));
                Socket plain = proxy.plain()) {
            plain.getOutputStream().write(header("127.0.0.66"));

            assertThat(bytesUntilEnd(plain)).isZero();
            assertThat(protection.turnedAway()).containsExactly("127.0.0.66");
        }
    }

    @Test
    void a_client_in_the_network_of_front_proxies_is_kept_out_like_any_other() throws IOException {
        protection.ban("127.0.0.66/32");
        try (Origin origin = echo();
                TestProxy proxy = TestProxy.before(
                        origin, s -> s.forwardedFrom("127.0.0.0/8").protection(protection))) {
            assertThat(proxy.get("/", "X-Forwarded-For: 127.0.0.66")).isEmpty();
            assertThat(proxy.get("/")).endsWith("ok");
            assertThat(protection.turnedAway()).containsExactly("127.0.0.66");
        }
    }

    private static String plain(TestProxy proxy, String line) throws IOException {
        try (Wire wire = new Wire(new Socket("127.0.0.1", proxy.httpPort()))) {
            wire.write(Requests.closing(line));
            return wire.readToEnd();
        } catch (SocketException e) {
            return "";
        }
    }

    @Test
    void eviction_after_the_end_is_no_error() throws IOException {
        try (Origin origin = echo();
                TestProxy proxy = TestProxy.before(origin)) {
            proxy.close();
            proxy.server().evict(client -> true);
            assertThat(proxy.server().status().connections()).isZero();
        }
    }
}
