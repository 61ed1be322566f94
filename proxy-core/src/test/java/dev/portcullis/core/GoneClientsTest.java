package dev.portcullis.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A client that ends TLS (RFC 8446 §6.1) and keeps its socket.
class GoneClientsTest {

    @ParameterizedTest
    @CsvSource({"false, false", "true, false", "false, true", "true, true"})
    void no_answer_is_read_for_a_client_that_has_said_goodbye(boolean stalled, boolean portable) throws Exception {
        AtomicLong written = new AtomicLong();
        CountDownLatch ended = new CountDownLatch(1);
        try (Origin origin = Origin.answering((head, wire) -> {
                    wire.write("HTTP/1.1 200 OK\r\nContent-Length: 100000000000\r\n\r\n");
                    try {
                        StreamingTest.endless(wire, written);
                    } finally {
                        ended.countDown();
                    }
                });
                TestProxy proxy = TestProxy.before(origin, s -> portable ? s.portable() : s);
                Socket plain = proxy.plain()) {
            SSLSocket secure = asked(plain);
            new Wire(secure, plain).readHead();
            if (stalled) {
                StreamingTest.assertStalls(written);
            }
            secure.shutdownOutput();

            UpstreamPoolTest.await(ended);
            Eventually.equal(0, () -> proxy.server().status().connections());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void over_http_2_none_is_either(boolean portable) throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        try (Origin origin = Origin.answering((head, wire) -> {
                    wire.write("HTTP/1.1 200 OK\r\nContent-Length: 100000000000\r\n\r\n");
                    try {
                        StreamingTest.endless(wire, new AtomicLong());
                    } finally {
                        ended.countDown();
                    }
                });
                TestProxy proxy = TestProxy.before(origin, s -> portable ? s.portable() : s);
                Http2Wire wire = Http2Wire.connect(proxy)) {
            wire.get(1, "/");
            Eventually.equal(1, origin::connections);
            wire.goodbye();

            UpstreamPoolTest.await(ended);
            Eventually.equal(0, () -> proxy.server().status().connections());
        }
    }

    /// Half of a request is none.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void what_it_began_to_ask_is_not_done(boolean portable) throws Exception {
        RefusalRecorder refusals = new RefusalRecorder();
        CountDownLatch ended = new CountDownLatch(1);
        try (Origin origin = Origin.answering((head, wire) -> {
                    try {
                        wire.in().readAllBytes();
                    } finally {
                        ended.countDown();
                    }
                });
                TestProxy proxy = TestProxy.before(origin, s -> (portable ? s.portable() : s).events(refusals));
                Socket plain = proxy.plain()) {
            SSLSocket secure = TestTls.secure(plain, TestProxy.HOST);
            new Wire(secure, plain).write(Requests.keeping("POST /api/webhook/x", "Content-Length: 3") + "on");
            Eventually.equal(1, origin::connections);
            secure.shutdownOutput();

            UpstreamPoolTest.await(ended);
            Eventually.equal(List.of("127.0.0.1 truncated"), () -> List.copyOf(refusals.told()));
            Eventually.equal(0, () -> proxy.server().status().connections());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void what_it_asked_before_is_done_all_the_same(boolean portable) throws IOException {
        CountDownLatch goodbye = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        try (Origin origin = Origin.answering((head, wire) -> {
                    UpstreamPoolTest.await(goodbye);
                    assertThat(wire.readBody(head)).isEqualTo("on");
                    wire.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
                    ended.countDown();
                });
                TestProxy proxy = TestProxy.before(origin, s -> portable ? s.portable() : s);
                Socket plain = proxy.plain()) {
            SSLSocket secure = TestTls.secure(plain, TestProxy.HOST);
            new Wire(secure, plain).write(Requests.keeping("POST /api/webhook/x", "Content-Length: 2") + "on");
            secure.shutdownOutput();
            goodbye.countDown();

            UpstreamPoolTest.await(ended);
            Eventually.equal(0, () -> proxy.server().status().connections());
        }
    }

    private static SSLSocket asked(Socket plain) throws IOException {
        SSLSocket secure = TestTls.secure(plain, TestProxy.HOST);
        secure.getOutputStream().write(Requests.keeping("GET /").getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        return secure;
    }
}
