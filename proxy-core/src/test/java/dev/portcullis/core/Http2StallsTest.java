package dev.portcullis.core;

import static dev.portcullis.core.Http2Frame.CANCEL;
import static dev.portcullis.core.Http2Frame.INITIAL_WINDOW_SIZE;
import static dev.portcullis.core.Http2Frame.WINDOW_UPDATE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// Who does not read is waited for, and nobody waits with him (RFC 9113 §5.2).
class Http2StallsTest {

    private static void sayHello(Wire wire) throws IOException {
        wire.write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");
    }

    @Test
    void an_upstream_is_held_back_by_a_stream_whose_window_is_closed_and_other_streams_go_on() throws Exception {
        AtomicLong written = new AtomicLong();
        CountDownLatch ended = new CountDownLatch(1);
        try (Origin origin = Origin.answering((head, wire) -> {
                    if (head.contains("/fine")) {
                        sayHello(wire);
                        return;
                    }
                    wire.write("HTTP/1.1 200 OK\r\n\r\n");
                    try {
                        StreamingTest.endless(wire, written);
                    } finally {
                        ended.countDown();
                    }
                });
                TestProxy proxy = TestProxy.before(origin);
                Http2Wire wire = Http2Wire.connectRaw(proxy).greet(INITIAL_WINDOW_SIZE, 1000)) {
            wire.get(1, "/endless");
            StreamingTest.assertStalls(written);
            Http2House.assertServes(wire, 3);
            Http2House.assertServes(wire, 5);
            wire.reset(1, CANCEL);

            assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
            Http2House.assertServes(wire, 7);
        }
    }

    @Test
    void an_upstream_is_held_back_by_a_connection_whose_window_is_closed_and_opens_again() throws Exception {
        AtomicLong written = new AtomicLong();
        try (Origin origin = Origin.answering((head, wire) -> {
                    if (head.contains("/fine")) {
                        sayHello(wire);
                        return;
                    }
                    wire.write("HTTP/1.1 200 OK\r\n\r\n");
                    StreamingTest.endless(wire, written);
                });
                TestProxy proxy = TestProxy.before(origin);
                Http2Wire wire = Http2Wire.connectRaw(proxy).greet(INITIAL_WINDOW_SIZE, 1 << 24)) {
            wire.get(1, "/endless");
            StreamingTest.assertStalls(written);
            wire.reset(1, CANCEL);
            wire.window(0, 1_000_000);

            Http2House.assertServes(wire, 3);
        }
    }

    @Test
    void a_client_is_held_back_by_an_upstream_that_does_not_read_and_its_other_streams_go_on() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        int size = 20_000_000;
        try (Origin origin = Origin.answering((head, wire) -> {
                    if (head.contains("/fine")) {
                        sayHello(wire);
                        return;
                    }
                    UpstreamPoolTest.await(goOn);
                    assertThat(wire.readBody(head)).hasSize(size);
                    sayHello(wire);
                });
                TestProxy proxy = TestProxy.before(origin);
                Http2Wire wire = Http2Wire.connect(proxy)) {
            wire.post(1, "/upload", "content-length", "" + size);
            int sent = sendUntilStopped(wire, 1);
            assertThat(sent).isLessThan(size);
            Http2House.assertServes(wire, 3);
            goOn.countDown();
            wire.upload(1, true, new byte[size - sent]);

            assertThat(wire.answer(1).body()).isEqualTo("hello");
        }
    }

    /// Sends what the stream's window allows until, a PING later, it allows nothing more.
    private static int sendUntilStopped(Http2Wire wire, int stream) throws IOException {
        int sent = 0;
        int quiet = 0;
        while (quiet < 3) {
            int room = wire.room(stream);
            quiet = room == 0 ? quiet + 1 : 0;
            if (room > 0) {
                wire.upload(stream, false, new byte[room]);
                sent += room;
            }
            wire.pinged();
        }
        return sent;
    }

    @Test
    void many_streams_share_a_connection_window_in_turn() throws Exception {
        try (Http2House house = new Http2House();
                Http2Wire wire = house.connect()) {
            for (int stream = 1; stream < 40; stream += 2) {
                wire.get(stream, "/bytes/100000");
            }
            for (int stream = 39; stream > 0; stream -= 2) {
                assertThat(wire.answer(stream).body()).hasSize(100_000);
            }
        }
    }

    @Test
    void what_an_ended_stream_did_not_read_is_given_back_to_the_connection() throws Exception {
        try (Http2House house = new Http2House();
                Http2Wire wire = house.connect()) {
            int returned = 0;
            for (int stream = 1; stream < 40; stream += 2) {
                wire.post(stream, "/held");
                wire.data(stream, false, new byte[16_384]);
                wire.data(stream, false, new byte[16_384]);
                wire.reset(stream, CANCEL);
            }
            // All but what stands below the proxy's own threshold for an update.
            while (returned < 16 * 32_768) {
                Http2Frame frame = wire.next(0);
                returned += frame.type() == WINDOW_UPDATE ? frame.increment() : 0;
            }
            Http2House.assertServes(wire, 41);
        }
    }
}
