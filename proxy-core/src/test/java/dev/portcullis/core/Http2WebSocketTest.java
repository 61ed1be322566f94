package dev.portcullis.core;

import static dev.portcullis.core.Http2Frame.ENABLE_CONNECT_PROTOCOL;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Websockets on a stream of their own (RFC 8441), end to end.
class Http2WebSocketTest {

    static String[] handshake(String protocol, String... more) {
        Stream<String> fixed = Stream.of(
                ":method", "CONNECT",
                ":protocol", protocol,
                ":scheme", "https",
                ":authority", TestProxy.HOST,
                ":path", "/api/websocket",
                "sec-websocket-version", "13");
        return Stream.concat(fixed, Stream.of(more)).toArray(String[]::new);
    }

    static void open(Http2Wire wire, int stream, String... more) {
        wire.headers(stream, 0, handshake("websocket", more));
    }

    /// The 101 that belongs to this handshake (RFC 6455 §4.2.2).
    static String switching(String head, String... more) {
        try {
            String key = Wire.field(head, "Sec-WebSocket-Key") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
            byte[] sum = MessageDigest.getInstance("SHA-1").digest(key.getBytes(StandardCharsets.US_ASCII));
            String accept = Base64.getEncoder().encodeToString(sum);
            return Requests.switching(more).replace(Requests.WEBSOCKET_ACCEPT, accept);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private static Origin echo() throws IOException {
        return Origin.answering((head, wire) -> {
            if (head.contains("/fine")) {
                wire.write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
                return;
            }
            wire.write(switching(head, "Sec-WebSocket-Protocol: tty", "Sec-WebSocket-Extensions: permessage-deflate"));
            wire.in().transferTo(wire.out());
            wire.close();
        });
    }

    private static byte[] read(Http2Wire wire, int stream, int length) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        while (all.size() < length) {
            all.writeBytes(wire.message(stream).data());
        }
        return all.toByteArray();
    }

    @Test
    void rfc_8441_5_bytes_pass_both_ways_as_they_are_and_other_streams_beside_them() throws IOException {
        byte[] all = new byte[256 * 64];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        try (Origin origin = echo();
                TestProxy proxy = TestProxy.before(origin);
                Http2Wire wire = Http2Wire.connect(proxy)) {
            open(wire, 1, "sec-websocket-protocol", "tty, other", "sec-websocket-extensions", "permessage-deflate");
            Http2Frame head = wire.message(1);
            wire.data(1, false, all);

            assertThat(wire.serverSettings()).containsEntry(ENABLE_CONNECT_PROTOCOL, 1);
            assertThat(head.field(":status")).isEqualTo("200");
            assertThat(head.field("sec-websocket-protocol")).isEqualTo("tty");
            assertThat(head.field("sec-websocket-extensions")).isEqualTo("permessage-deflate");
            assertThat(head.field("sec-websocket-accept")).isNull();
            assertThat(head.endsStream()).isFalse();
            assertThat(read(wire, 1, all.length)).isEqualTo(all);
            assertThat(proxy.server().status().tunnels()).isOne();
            Http2House.assertServes(wire, 3);
            assertThat(origin.heads().getFirst())
                    .startsWith("GET /api/websocket HTTP/1.1\r\n")
                    .containsIgnoringCase("Upgrade: websocket\r\n")
                    .containsIgnoringCase("Sec-WebSocket-Protocol: tty, other\r\n")
                    .doesNotContain(":protocol");
        }
    }

    @Test
    void rfc_8441_5_the_clients_end_of_stream_is_the_upstreams_end_and_its_end_the_clients() throws Exception {
        try (Origin origin = Origin.answering((head, wire) -> {
                    wire.write(switching(head));
                    wire.write("read " + wire.in().readAllBytes().length);
                    wire.close();
                });
                TestProxy proxy = TestProxy.before(origin);
                Http2Wire wire = Http2Wire.connect(proxy)) {
            open(wire, 1);
            assertThat(wire.message(1).field(":status")).isEqualTo("200");
            wire.data(1, false, "abc");
            wire.data(1, true, "de");
            Http2Frame last = wire.message(1);
            while (!last.endsStream()) {
                last = wire.message(1);
            }

            Eventually.equal(0, () -> proxy.server().status().tunnels());
        }
    }

    @Test
    void rfc_8441_5_the_upstreams_end_is_the_end_of_the_stream() throws IOException {
        try (Origin origin = Origin.answering((head, wire) -> {
                    wire.write(switching(head) + "bye");
                    wire.close();
                });
                TestProxy proxy = TestProxy.before(origin);
                Http2Wire wire = Http2Wire.connect(proxy)) {
            open(wire, 1);
            Http2Answer answer = wire.answer(1);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("bye");
            assertThat(answer.reset()).isEqualTo(-1);
        }
    }

    @Test
    void an_upstream_that_refuses_is_answered_as_it_says() throws IOException {
        try (Origin origin = Origin.sending("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno");
                TestProxy proxy = TestProxy.before(origin);
                Http2Wire wire = Http2Wire.connect(proxy)) {
            open(wire, 1);
            Http2Answer answer = wire.answer(1);

            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.body()).isEqualTo("no");
            assertThat(proxy.server().status().tunnels()).isZero();
        }
    }

    @Test
    void a_reset_of_the_client_ends_the_upstreams_side() throws Exception {
        CountDownLatch ended = new CountDownLatch(1);
        try (Origin origin = Origin.answering((head, wire) -> {
                    wire.write(switching(head));
                    try {
                        wire.in().readAllBytes();
                    } finally {
                        ended.countDown();
                    }
                });
                TestProxy proxy = TestProxy.before(origin);
                Http2Wire wire = Http2Wire.connect(proxy)) {
            open(wire, 1);
            assertThat(wire.message(1).field(":status")).isEqualTo("200");
            wire.reset(1, Http2Frame.CANCEL);

            assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
            Eventually.equal(0, () -> proxy.server().status().tunnels());
        }
    }

    @Test
    void an_upstream_is_held_back_by_a_client_that_opens_no_window() throws Exception {
        AtomicLong written = new AtomicLong();
        try (Origin origin = Origin.answering((head, wire) -> {
                    wire.write(switching(head));
                    StreamingTest.endless(wire, written);
                });
                TestProxy proxy = TestProxy.before(origin);
                Http2Wire wire = Http2Wire.connect(proxy)) {
            open(wire, 1);
            StreamingTest.assertStalls(written);

            assertThat(wire.message(1).field(":status")).isEqualTo("200");
        }
    }

    @Test
    void the_taps_see_the_messages() throws IOException {
        RecordingProtection protection = new RecordingProtection();
        try (Origin origin = Origin.answering((head, wire) -> {
                    wire.write(switching(head));
                    wire.out().write(new byte[] {(byte) 0x81, 4, 'd', 'o', 'w', 'n'});
                    wire.in().readAllBytes();
                });
                TestProxy proxy = TestProxy.before(origin, settings -> settings.protection(protection));
                Http2Wire wire = Http2Wire.connect(proxy)) {
            open(wire, 1);
            assertThat(wire.message(1).field(":status")).isEqualTo("200");
            wire.data(1, false, new byte[] {(byte) 0x81, (byte) 0x82, 0, 0, 0, 0, 'u', 'p'});

            Eventually.equal(true, () -> protection.seen().contains("client up"));
            assertThat(protection.seen()).contains("server down");
        }
    }
}
