package dev.portcullis.core;

import static dev.portcullis.core.Http2Frame.CANCEL;
import static dev.portcullis.core.Http2Frame.END_STREAM;
import static dev.portcullis.core.Http2Frame.PROTOCOL_ERROR;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// How websockets over HTTP/2 are refused, held back and ended (RFC 8441, RFC 6455 §7.4).
class Http2TunnelsTest {

    private static final byte[] GOODBYE = {(byte) 0x88, 2, 0x03, (byte) 0xE9};

    private static Origin silent(CountDownLatch until, CountDownLatch ended) throws IOException {
        return Origin.answering((head, wire) -> {
            if (head.contains("/fine")) {
                wire.write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
                return;
            }
            wire.write(Http2WebSocketTest.switching(head));
            UpstreamPoolTest.await(until);
            wire.in().readAllBytes();
            ended.countDown();
        });
    }

    @ParameterizedTest
    @CsvSource({
        "websocket, 1, upgrade",
        "connect-udp, 0, upgrade",
        "WebSocket, 0, upgrade",
        "'websocket ', 0, field-value",
        "'', 0, upgrade",
    })
    void rfc_8441_4_an_extended_connect_that_opens_no_websocket_is_malformed(String protocol, int flags, String refusal)
            throws IOException {
        RefusalRecorder refusals = new RefusalRecorder();
        try (Http2House house = new Http2House(s -> s.events(refusals));
                Http2Wire wire = house.connect()) {
            wire.headers(1, flags, Http2WebSocketTest.handshake(protocol));

            assertThat(wire.answer(1).reset()).isEqualTo(PROTOCOL_ERROR);
            Http2House.assertServes(wire, 3);
            assertThat(house.heads()).noneMatch(head -> head.contains("/api/websocket"));
            assertThat(refusals.told()).containsExactly("127.0.0.1 " + refusal);
        }
    }

    @Test
    void rfc_8441_4_a_protocol_without_connect_is_malformed() throws IOException {
        try (Http2House house = new Http2House();
                Http2Wire wire = house.connect()) {
            wire.headers(1, END_STREAM, Http2Wire.request("GET", "/", ":protocol", "websocket"));

            assertThat(wire.answer(1).reset()).isEqualTo(PROTOCOL_ERROR);
            Http2House.assertServes(wire, 3);
            assertThat(house.heads()).hasSize(1);
        }
    }

    @Test
    void a_client_is_held_back_by_an_upstream_that_does_not_read_and_its_other_streams_go_on() throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        int most = 20_000_000;
        try (Origin origin = silent(read, ended);
                TestProxy proxy = TestProxy.before(origin);
                Http2Wire wire = Http2Wire.connect(proxy)) {
            Http2WebSocketTest.open(wire, 1);
            assertThat(wire.message(1).field(":status")).isEqualTo("200");
            int sent = 0;
            int quiet = 0;
            while (quiet < 3 && sent < most) {
                int room = wire.room(1);
                quiet = room == 0 ? quiet + 1 : 0;
                wire.upload(1, false, new byte[room]);
                sent += room;
                wire.pinged();
            }

            assertThat(sent).isLessThan(most);
            Http2House.assertServes(wire, 3);
            read.countDown();
            wire.upload(1, true, new byte[1_000_000]);
            assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void a_stop_says_goodbye_and_ends_the_stream() throws Exception {
        CountDownLatch now = new CountDownLatch(0);
        CountDownLatch ended = new CountDownLatch(1);
        try (Origin origin = silent(now, ended);
                TestProxy proxy = TestProxy.before(origin);
                Http2Wire wire = Http2Wire.connect(proxy)) {
            Http2WebSocketTest.open(wire, 1);
            assertThat(wire.message(1).field(":status")).isEqualTo("200");
            Thread stop = Thread.ofVirtual().start(proxy::close);
            ByteArrayOutputStream said = new ByteArrayOutputStream();
            Http2Frame frame = wire.message(1);
            while (!frame.endsStream()) {
                said.writeBytes(frame.data());
                frame = wire.message(1);
            }
            said.writeBytes(frame.data());

            assertThat(said.toByteArray()).isEqualTo(GOODBYE);
            wire.data(1, true, "");
            assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
            assertThat(wire.closedWithin(30_000)).isTrue();
            stop.join();
        }
    }

    @Test
    void an_idle_one_ends_in_time_and_the_connection_serves_on() throws Exception {
        CountDownLatch now = new CountDownLatch(0);
        CountDownLatch ended = new CountDownLatch(1);
        try (Origin origin = silent(now, ended);
                TestProxy proxy =
                        TestProxy.before(origin, s -> s.timeouts(Settings.websocketIdleTime(Duration.ofMillis(300))));
                Http2Wire wire = Http2Wire.connect(proxy)) {
            Http2WebSocketTest.open(wire, 1);
            Http2Answer answer = wire.answer(1);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.reset()).isEqualTo(CANCEL);
            assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
            Http2House.assertServes(wire, 3);
            Eventually.equal(0, () -> proxy.server().status().tunnels());
        }
    }
}
