package dev.portcullis.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.rules.net.Cidr;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Who is offered HTTP/2 (RFC 7301 §3.2), and what a ban does to connections that speak it.
class Http2DoorTest {

    private static final String BANNED = "203.0.113.9";
    private static final String OTHER = "198.51.100.7";

    private final RecordingProtection protection = new RecordingProtection();

    private static String chosen(TestProxy proxy, String... offered) throws IOException {
        try (SSLSocket socket = TestTls.layered(TestTls.trusting(), proxy.plain(), TestProxy.HOST)) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(offered);
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            return socket.getApplicationProtocol();
        }
    }

    @ParameterizedTest
    @CsvSource({"false, h2", "true, h2", "false, http/1.1", "true, http/1.1"})
    void a_front_proxy_is_offered_http_1_1_only_and_everybody_else_http_2_first(boolean portable, String expected)
            throws IOException {
        String front = expected.equals("h2") ? "192.0.2.1/32" : "127.0.0.1/32";
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(origin, s -> (portable ? s.portable() : s).forwardedFrom(front))) {
            assertThat(chosen(proxy, "http/1.1", "h2")).isEqualTo(expected);
            assertThat(chosen(proxy, "h2", "http/1.1")).isEqualTo(expected);
            assertThat(chosen(proxy, "http/1.1")).isEqualTo("http/1.1");
        }
    }

    private static Http2Wire from(TestProxy proxy, String client) throws IOException {
        Socket plain = proxy.plain();
        String header = "PROXY TCP4 " + client + " 127.0.0.1 40000 443\r\n";
        plain.getOutputStream().write(header.getBytes(StandardCharsets.ISO_8859_1));
        return Http2Wire.over(plain, TestProxy.HOST).greet();
    }

    @Test
    void a_ban_closes_the_clients_connection_with_all_its_streams_and_nobody_elses() throws Exception {
        CountDownLatch asked = new CountDownLatch(3);
        CountDownLatch ended = new CountDownLatch(3);
        try (Origin origin = Origin.answering((head, wire) -> {
                    if (head.contains("/fine")) {
                        wire.write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
                        return;
                    }
                    if (head.contains("/api/websocket")) {
                        wire.write(Http2WebSocketTest.switching(head));
                    }
                    asked.countDown();
                    wire.in().readAllBytes();
                    ended.countDown();
                });
                TestProxy proxy = TestProxy.before(
                        origin, s -> s.proxyProtocolFrom("127.0.0.1/32").protection(protection));
                Http2Wire theirs = from(proxy, BANNED);
                Http2Wire others = from(proxy, OTHER)) {
            theirs.get(1, "/held");
            theirs.post(3, "/held");
            Http2WebSocketTest.open(theirs, 5);
            assertThat(theirs.message(5).field(":status")).isEqualTo("200");
            UpstreamPoolTest.await(asked);

            protection.ban(BANNED + "/32");
            proxy.server().evict(Cidr.parse(BANNED + "/32")::contains);

            assertThat(theirs.closedWithin(30_000)).isTrue();
            assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
            Eventually.equal(0, () -> proxy.server().status().tunnels());
            Http2House.assertServes(others, 1);
        }
    }

    @Test
    void a_stop_ends_an_upload_that_is_complete_and_refuses_streams_that_come_after_it() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        try (Origin origin = Origin.answering((head, wire) -> {
                    asked.countDown();
                    String body = wire.readBody(head);
                    wire.write("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
                });
                TestProxy proxy = TestProxy.before(origin);
                Http2Wire wire = Http2Wire.connect(proxy)) {
            wire.post(1, "/echo", "content-length", "4");
            wire.data(1, false, "ha");
            UpstreamPoolTest.await(asked);
            Thread stop = Thread.ofVirtual().start(proxy::close);
            Http2Frame goAway = wire.next(0);
            while (goAway.type() != Http2Frame.GOAWAY) {
                goAway = wire.next(0);
            }
            wire.get(3, "/late");
            assertThat(wire.answer(3).reset()).isEqualTo(Http2Frame.REFUSED_STREAM);
            wire.data(1, true, "lf");

            assertThat(goAway.lastStream()).isOne();
            assertThat(wire.answer(1).body()).isEqualTo("half");
            assertThat(wire.goAway()).isEqualTo(Http2Frame.NO_ERROR);
            assertThat(origin.heads()).hasSize(1);
            stop.join();
        }
    }
}
