package dev.portcullis.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.rules.Otherwise;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What exchanges show is told: all of it, once, and for the right client.
class ExchangeLogTest {

    private final RecordingProtection protection = new RecordingProtection();

    private TestProxy watched(Origin origin) {
        return TestProxy.before(origin, s -> s.protection(protection));
    }

    private void assertTold(String... expected) {
        Eventually.equal(List.of(expected), () -> List.copyOf(protection.told()));
    }

    @Test
    void an_answer_is_told_when_it_has_ended() throws IOException {
        try (Origin origin = Origin.saying("hello");
                TestProxy proxy = watched(origin)) {
            proxy.exchange(Requests.closing("POST /a?b", "Content-Length: 4") + "body");

            assertTold("127.0.0.1 POST /a?b 200");
            assertThat(protection.seen()).containsExactlyInAnyOrder("request body", "answer hello");
        }
    }

    @Test
    void chunks_are_seen_without_their_framing() throws IOException {
        try (Origin origin = Origin.sending(
                        "HTTP/1.1 401 No\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
                TestProxy proxy = watched(origin)) {
            assertThat(proxy.get("/")).contains("\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n");

            assertTold("127.0.0.1 GET / 401");
            assertThat(String.join("", protection.seen()).replace("answer ", ""))
                    .isEqualTo("abcde");
        }
    }

    @Test
    void a_compressed_answer_passes_as_it_is_and_is_seen_inflated() throws IOException {
        byte[] packed = gzip("{\"errors\":{\"base\":\"invalid_auth\"}}");
        try (Origin origin = Origin.answering((head, wire) -> {
                    wire.write("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + packed.length
                            + "\r\n\r\n");
                    wire.out().write(packed);
                });
                TestProxy proxy = watched(origin)) {
            String answer = proxy.get("/");

            assertThat(answer).endsWith(new String(packed, StandardCharsets.ISO_8859_1));
            assertThat(protection.seen()).containsExactly("answer {\"errors\":{\"base\":\"invalid_auth\"}}");
        }
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        }
        return bytes.toByteArray();
    }

    @Test
    void of_a_huge_body_only_the_beginning_is_seen_and_all_of_it_arrives() throws IOException {
        int size = 5_000_000;
        try (Origin origin = Origin.answering((head, wire) -> {
                    wire.readBody(head);
                    wire.write("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n" + "x".repeat(size));
                });
                TestProxy proxy = watched(origin)) {
            String answer = proxy.exchange(Requests.closing("POST /", "Content-Length: " + size) + "y".repeat(size));

            assertThat(answer).endsWith("x".repeat(size));
            assertThat(protection.seen().stream()
                            .mapToInt(text -> text.replaceAll("^\\w+ ", "").length())
                            .sum())
                    .isEqualTo(2 * 4096);
        }
    }

    @Test
    void an_answer_that_breaks_off_is_told_with_the_status_that_the_client_got() throws IOException {
        try (Origin origin = Origin.answering((head, wire) -> {
                    wire.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
                    wire.close();
                });
                TestProxy proxy = watched(origin)) {
            proxy.get("/");

            assertTold("127.0.0.1 GET / 200");
        }
    }

    @Test
    void a_503_that_a_second_client_gets_too_is_told_as_a_restart() throws IOException {
        try (Origin origin = Origin.sending("HTTP/1.1 503 Starting\r\nContent-Length: 0\r\n\r\n");
                TestProxy proxy = TestProxy.before(
                        origin, s -> s.forwardedFrom("127.0.0.1/32").protection(protection))) {
            proxy.get("/", "X-Forwarded-For: 203.0.113.9");
            proxy.get("/", "X-Forwarded-For: 203.0.113.9");
            proxy.get("/", "X-Forwarded-For: 198.51.100.7");

            assertTold("203.0.113.9 GET / 503", "203.0.113.9 GET / 503", "198.51.100.7 GET / 503 restarting");
        }
    }

    @Test
    void a_client_that_does_not_wait_for_its_answer_is_told_all_the_same() throws IOException {
        CountDownLatch done = new CountDownLatch(1);
        try (Origin origin = Origin.answering((head, wire) -> UpstreamPoolTest.await(done));
                TestProxy proxy = watched(origin)) {
            Socket plain = proxy.plain();
            // A reset: who only ends its own side still waits for the answer.
            plain.setSoLinger(true, 0);
            try (Wire wire = new Wire(TestTls.secure(plain, TestProxy.HOST), plain)) {
                wire.write(Requests.keeping("GET /slow"));
                Eventually.equal(1, origin.heads()::size);
            }
            assertTold("127.0.0.1 GET /slow 0");
            done.countDown();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET /a/..%2fb | 127.0.0.1 GET /a/..%2fb 400 path",
                "GET /x HTTP/1.1\\r\\nHost: other.test | 127.0.0.1 GET /x 421 misdirected",
                "POST /auth/token HTTP/1.1\\r\\nHost: other.test | 127.0.0.1 POST /auth/token 0 misdirected",
            })
    void a_refused_request_is_told_once_with_what_it_got(String line, String told) throws IOException {
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = watched(origin)) {
            String text = line.replace("\\r\\n", "\r\n");
            proxy.exchange(text.contains("Host:") ? text + "\r\nConnection: close\r\n\r\n" : Requests.closing(text));

            Eventually.equal(1, () -> protection.told().size());
            assertThat(protection.told().getFirst()).startsWith(told);
            assertThat(origin.heads()).isEmpty();
        }
    }

    @Test
    void an_ambiguous_path_is_told_with_what_is_ambiguous() throws IOException {
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = watched(origin)) {
            String answer = proxy.get("/a/..%2fb");
            String violation =
                    answer.substring(answer.lastIndexOf("path: ") + 6).strip();

            assertTold("127.0.0.1 GET /a/..%2fb 400 path " + violation);
        }
    }

    @ParameterizedTest
    @CsvSource({"DROP, 0", "NOT_FOUND, 404", "FORBIDDEN, 403"})
    void what_is_not_exposed_is_told_with_what_the_client_got(Otherwise otherwise, int status) throws IOException {
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(
                        origin, s -> s.exposing(List.of()).otherwise(otherwise).protection(protection))) {
            proxy.get("/wp-login.php");

            assertTold("127.0.0.1 GET /wp-login.php " + status + " not-exposed");
        }
    }

    @Test
    void broken_framing_is_told_of_the_connection_or_of_the_request_that_it_broke() throws IOException {
        try (Origin origin = Origin.answering((head, wire) -> wire.in().readAllBytes());
                TestProxy proxy = watched(origin)) {
            proxy.exchange(Requests.closing("POST /", "Content-Length: x"));
            assertTold("127.0.0.1 0 content-length");
            proxy.exchange(Requests.closing("POST /b", "Transfer-Encoding: chunked") + "zz\r\n");
            assertTold("127.0.0.1 0 content-length", "127.0.0.1 POST /b 400 chunk");
        }
    }

    @Test
    void broken_framing_of_a_front_proxy_is_told_of_nobody() throws IOException {
        try (Origin origin = Origin.answering((head, wire) -> wire.in().readAllBytes());
                TestProxy proxy = TestProxy.before(
                        origin, s -> s.forwardedFrom("127.0.0.1/32").protection(protection))) {
            proxy.exchange(Requests.closing("POST /", "Content-Length: x"));
            String client = "X-Forwarded-For: 203.0.113.9";
            proxy.exchange(Requests.closing("POST /", client, "Transfer-Encoding: chunked") + "zz\r\n");

            Eventually.equal(2L, () -> proxy.server().status().refused());
            Eventually.equal(0, () -> proxy.server().status().connections());
            assertThat(protection.told()).isEmpty();
        }
    }

    @Test
    void what_a_front_proxy_does_wrong_before_its_client_is_known_is_told_of_nobody() throws IOException {
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(
                        origin, s -> s.forwardedFrom("127.0.0.1/32").protection(protection))) {
            proxy.get("/", "X-Forwarded-For: unknown");
            try (Socket plain = proxy.plain()) {
                plain.getOutputStream().write("no TLS".getBytes(StandardCharsets.ISO_8859_1));
                plain.shutdownOutput();
                plain.getInputStream().readAllBytes();
            }
            proxy.get("/", "X-Forwarded-For: 203.0.113.9");

            assertTold("203.0.113.9 GET / 200");
        }
    }

    @Test
    void a_body_that_grows_too_large_is_told_once() throws IOException {
        try (Origin origin = Origin.answering((head, wire) -> wire.in().readAllBytes());
                TestProxy proxy = TestProxy.before(origin, s -> s.maxBody(3).protection(protection))) {
            proxy.exchange(Requests.closing("POST /", "Transfer-Encoding: chunked") + "4\r\nabcd\r\nzz\r\n");

            assertTold("127.0.0.1 POST / 413 body-size");
        }
    }

    @Test
    void an_upstream_that_was_away_a_moment_ago_is_told_to_be_restarting() throws IOException {
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = watched(origin)) {
            int port = origin.port();
            assertThat(proxy.get("/1")).endsWith("ok");
            origin.close();
            proxy.get("/2");
            try (Origin again = Origin.onPort(port, (head, wire) -> {
                wire.write("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n");
            })) {
                assertThat(proxy.get("/3")).startsWith("HTTP/1.1 401 ");
                assertThat(again.heads()).hasSize(1);
            }
            assertTold("127.0.0.1 GET /1 200", "127.0.0.1 GET /2 503 upstream-down", "127.0.0.1 GET /3 401 restarting");
        }
    }

    @Test
    void a_websockets_first_messages_are_seen_and_it_is_told_once_decided() throws IOException {
        protection.deciding(3);
        try (Origin origin = Origin.answering((head, wire) -> {
                    wire.write(Requests.switching() + "\u0081\u0005ready");
                    wire.read(2 + 4 + 5);
                    wire.write("\u0081\u0004deny");
                    wire.in().transferTo(wire.out());
                    wire.close();
                });
                TestProxy proxy = watched(origin);
                Wire wire = proxy.connect()) {
            wire.write(Requests.webSocket("/api/websocket", "User-Agent: test"));
            wire.readHead();
            assertThat(wire.read(7)).endsWith("ready");
            wire.write("\u0081\u0085\0\0\0\0login");
            assertThat(wire.read(6)).endsWith("deny");

            assertTold("127.0.0.1 GET /api/websocket 101");
            assertThat(protection.seen()).containsExactly("server ready", "client login", "server deny");
            wire.write("\u0081\u0002no");
            assertThat(wire.read(4)).endsWith("no");
        }
        assertTold("127.0.0.1 GET /api/websocket 101");
        assertThat(protection.seen()).hasSize(3);
    }

    @Test
    void a_websocket_that_ends_undecided_is_told_then_with_its_own_request() throws IOException {
        try (Origin origin = Origin.answering((head, wire) -> {
                    if (head.contains("Upgrade")) {
                        wire.write(Requests.switching());
                        wire.in().transferTo(wire.out());
                        wire.close();
                    } else {
                        wire.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                    }
                });
                TestProxy proxy = watched(origin)) {
            try (Wire wire = proxy.connect()) {
                wire.write(Requests.webSocket("/api/websocket"));
                assertThat(wire.readHead()).startsWith("HTTP/1.1 101 ");
                // Another request takes over the memory that held the handshake's head.
                proxy.get("/another-request-with-a-longer-target");
                assertTold("127.0.0.1 GET /another-request-with-a-longer-target 200");
            }
            assertTold("127.0.0.1 GET /another-request-with-a-longer-target 200", "127.0.0.1 GET /api/websocket 101");
        }
    }
}
