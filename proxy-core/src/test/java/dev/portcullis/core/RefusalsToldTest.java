package dev.portcullis.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every refusal is counted and told once, under its name and for the right client.
class RefusalsToldTest {

    private final RefusalRecorder refusals = new RefusalRecorder();

    private void assertTold(TestProxy proxy, String... expected) {
        Eventually.equal(List.of(expected), () -> List.copyOf(refusals.told()));
        assertThat(proxy.server().status().refused()).isEqualTo(expected.length);
    }

    @Test
    void a_misdirected_request_is_put_down_to_the_client_behind_a_front_proxy() throws IOException {
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(
                        origin, s -> s.forwardedFrom("127.0.0.1/32").events(refusals))) {
            String request = Requests.closing("GET /", "X-Forwarded-For: 203.0.113.9");

            assertThat(proxy.exchange(request.replace("Host: home.test", "Host: other.test")))
                    .startsWith("HTTP/1.1 421 ");
            assertTold(proxy, "203.0.113.9 misdirected");
        }
    }

    @Test
    void broken_framing_of_a_front_proxy_is_counted_but_nobodys_fault() throws IOException {
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(
                        origin, s -> s.forwardedFrom("127.0.0.1/32").events(refusals))) {
            assertThat(proxy.exchange(Requests.closing("POST /", "Content-Length: x")))
                    .startsWith("HTTP/1.1 400 ");
            Eventually.equal(1L, () -> proxy.server().status().refused());
            assertThat(refusals.told()).isEmpty();
        }
    }

    @Test
    void a_body_that_is_too_large_and_broken_is_answered_and_told_once() throws IOException {
        try (Origin origin = Origin.answering((head, wire) -> wire.in().readAllBytes());
                TestProxy proxy = TestProxy.before(origin, s -> s.maxBody(10).events(refusals));
                Wire wire = proxy.connect()) {
            wire.write(Requests.keeping("POST /", "Transfer-Encoding: chunked"));
            // The connection to the upstream stands when the first byte has come through.
            Eventually.equal(1, origin.heads()::size);
            wire.write("b\r\n0123456789a\r\nzz\r\n");

            assertThat(wire.readToEnd()).startsWith("HTTP/1.1 413 ").containsOnlyOnce("HTTP/1.1");
            assertTold(proxy, "127.0.0.1 body-size");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_handshake_without_a_common_cipher_is_told(boolean portable) throws IOException {
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = handshakes(origin, portable);
                SSLSocket socket = TestTls.layered(TestTls.trusting(), proxy.plain(), TestProxy.HOST)) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            socket.setEnabledCipherSuites(new String[] {"TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"});
            assertThat(handshakes(socket)).isFalse();

            assertTold(proxy, "127.0.0.1 handshake");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_client_that_leaves_within_its_handshake_is_told(boolean portable) throws IOException {
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = handshakes(origin, portable)) {
            try (Socket plain = proxy.plain()) {
                plain.getOutputStream().write(hello());
                assertThat(plain.getInputStream().read())
                        .as("a handshake record")
                        .isEqualTo(22);
            }
            assertTold(proxy, "127.0.0.1 handshake");
        }
    }

    private TestProxy handshakes(Origin origin, boolean portable) {
        return TestProxy.before(origin, s -> (portable ? s.portable() : s).events(refusals));
    }

    private static boolean handshakes(SSLSocket socket) {
        try {
            socket.startHandshake();
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /// A ClientHello that asks for the site.
    private static byte[] hello() throws IOException {
        SSLEngine engine = TestTls.trusting().createSSLEngine(TestProxy.HOST, 443);
        engine.setUseClientMode(true);
        ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), hello);
        byte[] bytes = new byte[hello.flip().remaining()];
        hello.get(bytes);
        return bytes;
    }

    @Test
    void a_body_that_is_announced_too_large_is_told() throws IOException {
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(origin, s -> s.maxBody(10).events(refusals))) {
            assertThat(proxy.exchange(Requests.closing("POST /", "Content-Length: 11") + "0123456789a"))
                    .startsWith("HTTP/1.1 413 ");
            assertTold(proxy, "127.0.0.1 body-size");
        }
    }

    @Test
    void a_malformed_answer_is_told() throws IOException {
        try (Origin origin = Origin.sending("ICY 200 OK\r\n\r\n");
                TestProxy proxy = TestProxy.before(origin, s -> s.events(refusals))) {
            assertThat(proxy.get("/")).startsWith("HTTP/1.1 502 ");
            assertTold(proxy, "127.0.0.1 upstream-answer");
        }
    }

    @Test
    void an_upstream_that_is_away_or_restarting_is_told() throws IOException {
        try (Origin origin = Origin.sending("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n");
                TestProxy proxy = TestProxy.before(origin, s -> s.events(refusals))) {
            assertThat(proxy.get("/")).startsWith("HTTP/1.1 503 ");
            origin.close();
            assertThat(proxy.get("/")).startsWith("HTTP/1.1 503 ");
            assertTold(proxy, "127.0.0.1 upstream-down", "127.0.0.1 upstream-down");
        }
    }

    @Test
    void an_upstream_that_is_late_is_told() throws IOException {
        CountDownLatch done = new CountDownLatch(1);
        try (Origin origin = Origin.answering((head, wire) -> UpstreamPoolTest.await(done));
                TestProxy proxy = TestProxy.before(
                        origin,
                        s -> s.timeouts(Settings.idleTime(Duration.ofMillis(300)))
                                .events(refusals))) {
            assertThat(proxy.get("/")).startsWith("HTTP/1.1 504 ");
            assertTold(proxy, "127.0.0.1 upstream-time");
            done.countDown();
        }
    }

    @Test
    void refusals_of_an_upstream_are_not_ours() throws IOException {
        try (Origin origin = Origin.sending("HTTP/1.1 413 Content Too Large\r\nContent-Length: 0\r\n\r\n");
                TestProxy proxy = TestProxy.before(origin, s -> s.events(refusals))) {
            assertThat(proxy.get("/")).startsWith("HTTP/1.1 413 ");
            assertThat(refusals.told()).isEqualTo(List.of());
            assertThat(proxy.server().status().refused()).isZero();
        }
    }
}
