package dev.portcullis.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebSocketTest {

    /// Switches, then sends back whatever comes.
    private static Origin echo() throws IOException {
        return Origin.answering((head, wire) -> {
            wire.write(Requests.switching());
            wire.in().transferTo(wire.out());
            wire.close();
        });
    }

    @Test
    void bytes_pass_both_ways_as_they_are() throws IOException {
        byte[] all = new byte[256 * 64];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        try (Origin origin = echo();
                TestProxy proxy = TestProxy.before(origin);
                Wire wire = proxy.connect()) {
            wire.write(Requests.webSocket("/api/websocket"));
            String head = wire.readHead();
            wire.out().write(all);
            wire.out().flush();

            assertThat(head)
                    .startsWith("HTTP/1.1 101 ")
                    .contains("Connection: Upgrade\r\n")
                    .contains("Upgrade: websocket\r\n")
                    .contains("Sec-WebSocket-Accept: " + Requests.WEBSOCKET_ACCEPT + "\r\n");
            assertThat(wire.in().readNBytes(all.length)).isEqualTo(all);
            assertThat(proxy.server().status().tunnels()).isOne();
        }
    }

    @Test
    void sub_protocols_and_extensions_are_left_to_the_two_ends() throws IOException {
        try (Origin origin = Origin.answering((head, wire) -> {
                    wire.write(Requests.switching(
                            "Sec-WebSocket-Protocol: tty", "Sec-WebSocket-Extensions: permessage-deflate"));
                    wire.in().readAllBytes();
                });
                TestProxy proxy = TestProxy.before(origin);
                Wire wire = proxy.connect()) {
            wire.write(Requests.webSocket(
                    "/api/websocket",
                    "Sec-WebSocket-Protocol: tty, other",
                    "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits"));

            assertThat(wire.readHead())
                    .contains("Sec-WebSocket-Protocol: tty\r\n")
                    .contains("Sec-WebSocket-Extensions: permessage-deflate\r\n");
            assertThat(origin.onlyHead())
                    .contains("Connection: Upgrade\r\nUpgrade: websocket\r\n")
                    .contains("Sec-WebSocket-Protocol: tty, other\r\n")
                    .contains("Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n")
                    .contains("Sec-WebSocket-Version: 13\r\n");
        }
    }

    @Test
    void what_the_client_sends_right_behind_its_handshake_is_kept() throws IOException {
        try (Origin origin = echo();
                TestProxy proxy = TestProxy.before(origin);
                Wire wire = proxy.connect()) {
            wire.write(Requests.webSocket("/api/websocket") + "early bird");
            wire.readHead();

            assertThat(wire.read(10)).isEqualTo("early bird");
        }
    }

    @Test
    void what_the_upstream_sends_right_behind_its_handshake_is_kept() throws IOException {
        try (Origin origin = Origin.answering((head, wire) -> {
                    wire.write(Requests.switching() + "early bird");
                    wire.in().readAllBytes();
                });
                TestProxy proxy = TestProxy.before(origin);
                Wire wire = proxy.connect()) {
            wire.write(Requests.webSocket("/api/websocket"));
            wire.readHead();

            assertThat(wire.read(10)).isEqualTo("early bird");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/websocket|Sec-WebSocket-Version: 777|Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "GET /api/websocket|Sec-WebSocket-Version: 13|Sec-WebSocket-Key: short",
                "GET /api/websocket|Sec-WebSocket-Version: 13|Sec-WebSocket-Key: AAAA",
                "GET /api/websocket|Sec-WebSocket-Version: 13",
                "GET /api/websocket|Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "POST /api/websocket|Sec-WebSocket-Version: 13|Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "GET /api/websocket|Content-Length: 5|Sec-WebSocket-Version: 13"
                        + "|Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="
            })
    void a_made_up_handshake_opens_no_tunnel(String request) throws IOException {
        try (Origin origin = Origin.sending(Requests.switching());
                TestProxy proxy = TestProxy.before(origin)) {
            String[] parts = request.split("\\|");
            List<String> fields = new ArrayList<>(Arrays.asList(parts).subList(1, parts.length));
            fields.add("Connection: Upgrade");
            fields.add("Upgrade: websocket");
            String answer = proxy.exchange(
                    Requests.keeping(parts[0], fields.toArray(String[]::new)) + Requests.keeping("GET /smuggled"));

            assertThat(answer)
                    .startsWith(request.contains("777") ? "HTTP/1.1 426 " : "HTTP/1.1 400 ")
                    .containsOnlyOnce("HTTP/1.1");
            assertThat(origin.heads()).isEmpty();
        }
    }

    @Test
    void bytes_behind_a_refused_upgrade_never_become_a_request() throws IOException {
        try (Origin origin = Origin.saying("no");
                TestProxy proxy = TestProxy.before(origin)) {
            String answer = proxy.exchange(Requests.webSocket("/api/websocket") + Requests.keeping("GET /smuggled"));

            assertThat(answer).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\nno");
            assertThat(origin.onlyHead()).contains("/api/websocket");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Accept: AAAAAAAAAAAAAAAAAAAAAAAAAAA=\r\n",
                "Connection: Upgrade\r\nUpgrade: websocket\r\n",
                "Connection: Upgrade\r\nUpgrade: h2c\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n",
                "Upgrade: websocket\r\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n"
            })
    void an_upstream_that_did_not_mean_it_opens_no_tunnel(String fields) throws IOException {
        try (Origin origin = Origin.sending("HTTP/1.1 101 Switching Protocols\r\n" + fields + "\r\nsecret");
                TestProxy proxy = TestProxy.before(origin);
                Wire wire = proxy.connect()) {
            wire.write(Requests.webSocket("/api/websocket"));

            assertThat(wire.readAnswer()).startsWith("HTTP/1.1 502 ").doesNotContain("secret");
            assertThat(proxy.server().status().tunnels()).isZero();
        }
    }

    @Test
    void the_upstream_is_asked_to_upgrade_only_where_the_client_asked() throws IOException {
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(origin)) {
            proxy.get("/", "Upgrade: websocket", "Sec-WebSocket-Version: 13");
            proxy.get("/", "Connection: Upgrade", "Upgrade: h2c");

            assertThat(origin.heads())
                    .hasSize(2)
                    .allSatisfy(
                            head -> assertThat(head).doesNotContain("Upgrade:").doesNotContain("Connection:"));
        }
    }

    @Test
    void an_upstream_is_held_back_by_a_client_that_does_not_read() throws Exception {
        AtomicLong written = new AtomicLong();
        CountDownLatch ended = new CountDownLatch(1);
        try (Origin origin = Origin.answering((head, wire) -> {
                    wire.write(Requests.switching());
                    try {
                        StreamingTest.endless(wire, written);
                    } finally {
                        ended.countDown();
                    }
                });
                TestProxy proxy = TestProxy.before(origin);
                Wire wire = proxy.connect()) {
            wire.write(Requests.webSocket("/api/websocket"));
            wire.readHead();
            StreamingTest.assertStalls(written);
            wire.close();

            assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void a_client_is_held_back_by_an_upstream_that_does_not_read() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        AtomicLong written = new AtomicLong();
        try (Origin origin = Origin.answering((head, wire) -> {
                    wire.write(Requests.switching());
                    UpstreamPoolTest.await(done);
                });
                TestProxy proxy = TestProxy.before(origin);
                Wire wire = proxy.connect()) {
            wire.write(Requests.webSocket("/api/websocket"));
            wire.readHead();
            StreamingTest.writeInBackground(wire, written);
            StreamingTest.assertStalls(written);
            done.countDown();
        }
    }

    @Test
    void all_that_a_client_sent_before_it_ended_its_side_arrives() throws Exception {
        int size = 8 * 1024 * 1024;
        CountDownLatch sent = new CountDownLatch(1);
        try (Origin origin = Origin.answering((head, wire) -> {
                    wire.write(Requests.switching());
                    UpstreamPoolTest.await(sent);
                    wire.write("" + wire.in().readAllBytes().length);
                    wire.close();
                });
                TestProxy proxy = TestProxy.before(origin);
                Socket plain = proxy.plain();
                Wire wire = new Wire(TestTls.secure(plain, TestProxy.HOST), plain)) {
            wire.write(Requests.webSocket("/api/websocket"));
            wire.readHead();
            Thread writer = Thread.ofVirtual().start(() -> {
                try {
                    wire.out().write(new byte[size]);
                    wire.out().flush();
                    plain.shutdownOutput();
                } catch (IOException e) {
                    // Shows in what arrives.
                }
            });
            sent.countDown();
            writer.join();

            assertThat(wire.readToEnd()).isEqualTo("" + size);
        }
    }

    @Test
    void a_thousand_idle_ones_stay_and_answer() throws IOException {
        int count = 1000;
        List<Wire> wires = new ArrayList<>();
        try (Origin origin = echo();
                TestProxy proxy = TestProxy.before(origin, s -> s.atUpstream(count, count))) {
            javax.net.ssl.SSLContext context = TestTls.trusting();
            for (int i = 0; i < count; i++) {
                Wire wire = new Wire(TestTls.layered(context, proxy.plain(), TestProxy.HOST));
                wires.add(wire);
                wire.write(Requests.webSocket("/api/websocket"));
                assertThat(wire.readHead()).startsWith("HTTP/1.1 101 ");
            }
            for (int i = 0; i < count; i++) {
                wires.get(i).write("hello " + (i + 1000));
            }
            for (int i = 0; i < count; i++) {
                assertThat(wires.get(i).read(10)).isEqualTo("hello " + (i + 1000));
            }
            assertThat(proxy.server().status().tunnels()).isEqualTo(count);
        } finally {
            for (Wire wire : wires) {
                wire.close();
            }
        }
    }

    @Test
    void an_idle_one_ends_in_time_on_both_sides() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        try (Origin origin = Origin.answering((head, wire) -> {
                    wire.write(Requests.switching());
                    wire.in().readAllBytes();
                    ended.countDown();
                });
                TestProxy proxy =
                        TestProxy.before(origin, s -> s.timeouts(Settings.websocketIdleTime(Duration.ofMillis(300))));
                Wire wire = proxy.connect()) {
            wire.write(Requests.webSocket("/api/websocket"));
            wire.readHead();

            assertThat(wire.readToEnd()).isEmpty();
            assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void one_whose_upstream_takes_nothing_more_ends_in_time_too() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        try (Origin origin = Origin.answering((head, wire) -> {
                    wire.write(Requests.switching());
                    UpstreamPoolTest.await(done);
                });
                TestProxy proxy =
                        TestProxy.before(origin, s -> s.timeouts(Settings.websocketIdleTime(Duration.ofMillis(500))));
                Wire wire = proxy.connect()) {
            wire.write(Requests.webSocket("/api/websocket"));
            wire.readHead();
            StreamingTest.writeInBackground(wire, new AtomicLong());

            assertThat(wire.readToEnd()).isEmpty();
            done.countDown();
        }
    }

    @Test
    void the_upstreams_end_is_the_clients_end() throws IOException {
        try (Origin origin = Origin.answering((head, wire) -> {
                    wire.write(Requests.switching() + "bye");
                    wire.close();
                });
                TestProxy proxy = TestProxy.before(origin);
                Wire wire = proxy.connect()) {
            wire.write(Requests.webSocket("/api/websocket"));
            wire.readHead();

            assertThat(wire.readToEnd()).isEqualTo("bye");
        }
    }

    @Test
    void a_stop_says_goodbye_between_two_frames() throws Exception {
        CountDownLatch halfSent = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (Origin origin = Origin.answering((head, wire) -> {
                    wire.write(Requests.switching());
                    wire.out().write(new byte[] {(byte) 0x81, 4, 'a', 'b'});
                    halfSent.countDown();
                    UpstreamPoolTest.await(goOn);
                    wire.out().write(new byte[] {'c', 'd'});
                    wire.in().readAllBytes();
                });
                TestProxy proxy = TestProxy.before(origin);
                Wire wire = proxy.connect()) {
            wire.write(Requests.webSocket("/api/websocket"));
            wire.readHead();
            wire.in().readNBytes(4);
            Thread stop = Thread.ofVirtual().start(proxy::close);
            goOn.countDown();

            assertThat(wire.in().readAllBytes()).containsExactly('c', 'd', 0x88, 2, 0x03, 0xE9);
            stop.join();
        }
    }
}
