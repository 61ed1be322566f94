package dev.portcullis.core;

import static dev.portcullis.core.Http2Frame.CANCEL;
import static dev.portcullis.core.Http2Frame.CONTINUATION;
import static dev.portcullis.core.Http2Frame.DATA;
import static dev.portcullis.core.Http2Frame.END_HEADERS;
import static dev.portcullis.core.Http2Frame.END_STREAM;
import static dev.portcullis.core.Http2Frame.HEADERS;
import static dev.portcullis.core.Http2Frame.MAX_CONCURRENT_STREAMS;
import static dev.portcullis.core.Http2Frame.PRIORITY;
import static dev.portcullis.core.Http2Frame.PROTOCOL_ERROR;
import static dev.portcullis.core.Http2Frame.REFUSED_STREAM;
import static dev.portcullis.core.Http2Frame.RST_STREAM;
import static dev.portcullis.core.Http2Frame.STREAM_CLOSED;
import static dev.portcullis.core.Http2Frame.WINDOW_UPDATE;
import static dev.portcullis.core.Http2House.frame;
import static dev.portcullis.core.Http2House.row;
import static dev.portcullis.core.Http2Wire.block;
import static dev.portcullis.core.Http2Wire.request;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What may come on a stream in each of its states (RFC 9113 §5.1), and how many there may be.
class Http2StreamsTest {

    private static final byte[] GET = block(request("GET", "/"));
    private static Http2House house;

    @BeforeAll
    static void open() throws IOException {
        house = new Http2House();
    }

    @AfterAll
    static void close() {
        house.close();
    }

    static Stream<Arguments> wrong() {
        return Stream.concat(idleOrOrder(), ended());
    }

    private static Stream<Arguments> idleOrOrder() {
        return Stream.of(
                frame("5.1 idle: DATA", PROTOCOL_ERROR, DATA, END_STREAM, 1, new byte[4]),
                frame("5.1 idle: RST_STREAM", PROTOCOL_ERROR, RST_STREAM, 0, 1, Http2Bytes.number(CANCEL)),
                frame("5.1 idle: WINDOW_UPDATE", PROTOCOL_ERROR, WINDOW_UPDATE, 0, 1, Http2Bytes.number(100)),
                frame("5.1 idle: CONTINUATION", PROTOCOL_ERROR, CONTINUATION, END_HEADERS, 1, GET),
                frame("5.1.1 an even stream", PROTOCOL_ERROR, HEADERS, END_STREAM | END_HEADERS, 2, GET),
                frame(
                        "5.1.1 WINDOW_UPDATE of an even stream",
                        PROTOCOL_ERROR,
                        WINDOW_UPDATE,
                        0,
                        2,
                        Http2Bytes.number(1)),
                row("5.1.1 a stream below one that was opened before", PROTOCOL_ERROR, wire -> {
                    wire.get(5, "/held");
                    wire.get(3, "/");
                }));
    }

    private static Stream<Arguments> ended() {
        return Stream.of(
                row("5.1 half closed: DATA", STREAM_CLOSED, wire -> {
                    wire.get(1, "/held");
                    wire.data(1, true, "x");
                }),
                row("5.1 half closed: HEADERS", STREAM_CLOSED, wire -> {
                    wire.get(1, "/held");
                    wire.headers(1, END_STREAM, "x-late", "1");
                }),
                row("5.1 half closed: CONTINUATION", PROTOCOL_ERROR, wire -> {
                    wire.get(1, "/held");
                    wire.frame(CONTINUATION, END_HEADERS, 1, GET);
                }),
                row("5.1 reset by the client: DATA", STREAM_CLOSED, wire -> {
                    wire.post(1, "/held");
                    wire.reset(1, CANCEL);
                    wire.data(1, true, "x");
                }),
                row("5.1 reset by the client: HEADERS", STREAM_CLOSED, wire -> {
                    wire.post(1, "/held");
                    wire.reset(1, CANCEL);
                    wire.headers(1, END_STREAM, "x-late", "1");
                }),
                row("5.1 reset by the client: CONTINUATION", PROTOCOL_ERROR, wire -> {
                    wire.post(1, "/held");
                    wire.reset(1, CANCEL);
                    wire.frame(CONTINUATION, END_HEADERS, 1, GET);
                }),
                row("5.1 closed: DATA", STREAM_CLOSED, wire -> {
                    Http2House.assertServes(wire, 1);
                    wire.data(1, true, "x");
                }),
                row("5.1 closed: HEADERS", STREAM_CLOSED, wire -> {
                    Http2House.assertServes(wire, 1);
                    wire.get(1, "/");
                }),
                row("5.1 closed: CONTINUATION", PROTOCOL_ERROR, wire -> {
                    Http2House.assertServes(wire, 1);
                    wire.frame(CONTINUATION, END_HEADERS, 1, GET);
                }),
                row("6.1 DATA on a stream that a GET has ended, empty and without an end", STREAM_CLOSED, wire -> {
                    wire.get(1, "/held");
                    wire.data(1, false, "");
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    void the_connection_ends_with(Http2House.Step does, int code) throws IOException {
        house.assertBroken(does, code);
    }

    static Stream<Arguments> right() {
        byte[] priority = new byte[] {0, 0, 0, 0, 15};
        return Stream.of(
                row("5.1 idle: PRIORITY", wire -> wire.frame(PRIORITY, 0, 1, priority)),
                row("5.1 half closed: WINDOW_UPDATE, PRIORITY, RST_STREAM", wire -> {
                    wire.get(1, "/held");
                    wire.window(1, 1);
                    wire.frame(PRIORITY, 0, 1, priority);
                    wire.reset(1, CANCEL);
                }),
                row("5.1 closed: PRIORITY, WINDOW_UPDATE, RST_STREAM", wire -> {
                    Http2House.assertServes(wire, 1);
                    wire.frame(PRIORITY, 0, 1, priority);
                    wire.window(1, 1);
                    wire.reset(1, CANCEL);
                }),
                row("5.1 reset by the client: WINDOW_UPDATE, PRIORITY", wire -> {
                    wire.get(1, "/held");
                    wire.reset(1, CANCEL);
                    wire.window(1, 1);
                    wire.frame(PRIORITY, 0, 1, priority);
                }),
                row("5.1.1 streams that leave numbers out", wire -> {
                    Http2House.assertServes(wire, 7);
                    Http2House.assertServes(wire, 77);
                }),
                row("5.1 PRIORITY of a stream that was left out", wire -> {
                    Http2House.assertServes(wire, 7);
                    wire.frame(PRIORITY, 0, 3, priority);
                }),
                row("5.1 reset by us: DATA and trailers that were under way", wire -> {
                    wire.headers(1, 0, request("POST", "/", "connection", "close"));
                    assertThat(wire.answer(1).reset()).isEqualTo(PROTOCOL_ERROR);
                    wire.data(1, false, "under way");
                    wire.headers(1, END_STREAM, "x-trailer", "1");
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("right")
    void the_connection_lives_on_after(Http2House.Step does) throws IOException {
        house.assertServes(does);
    }

    @Test
    void rfc_9113_5_1_2_a_stream_above_the_announced_number_is_refused_and_the_others_live() throws IOException {
        try (Http2House full = new Http2House();
                Http2Wire wire = full.connect()) {
            int most = wire.serverSettings().get(MAX_CONCURRENT_STREAMS);
            for (int i = 0; i < most; i++) {
                wire.get(2 * i + 1, "/held");
            }
            int one = 2 * most + 1;
            wire.get(one, "/fine");
            assertThat(wire.answer(one).reset()).isEqualTo(REFUSED_STREAM);
            assertThat(full.heads()).noneMatch(head -> head.contains("/fine"));

            wire.reset(1, CANCEL);
            Http2House.assertServes(wire, one + 2);
        }
    }

    @Test
    void rfc_9113_5_1_2_the_header_block_of_a_refused_stream_still_feeds_the_table() throws IOException {
        try (Http2House full = new Http2House();
                Http2Wire wire = full.connect()) {
            int most = wire.serverSettings().get(MAX_CONCURRENT_STREAMS);
            for (int i = 0; i < most; i++) {
                wire.get(2 * i + 1, "/held");
            }
            int one = 2 * most + 1;
            byte[] kept = Http2Bytes.indexed("x-kept", "through it all");
            wire.frame(HEADERS, END_STREAM | END_HEADERS, one, Http2Bytes.concat(GET, kept));
            assertThat(wire.answer(one).reset()).isEqualTo(REFUSED_STREAM);
            wire.reset(1, CANCEL);
            byte[] newest = new byte[] {(byte) (0x80 | 62)};
            byte[] again = Http2Bytes.concat(block(request("GET", "/again")), newest);
            wire.frame(HEADERS, END_STREAM | END_HEADERS, one + 2, again);

            assertThat(wire.answer(one + 2).status()).isEqualTo(200);
            assertThat(full.heads())
                    .filteredOn(head -> head.contains("/again"))
                    .singleElement()
                    .asString()
                    .containsIgnoringCase("x-kept: through it all\r\n");
        }
    }

    @Test
    void rfc_9113_5_4_2_a_reset_ends_the_request_at_the_upstream_too() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        try (Origin origin = Origin.answering((head, wire) -> {
                    asked.countDown();
                    wire.in().readAllBytes();
                    ended.countDown();
                });
                TestProxy proxy = TestProxy.before(origin);
                Http2Wire wire = Http2Wire.connect(proxy)) {
            wire.get(1, "/held");
            UpstreamPoolTest.await(asked);
            wire.reset(1, CANCEL);

            assertThat(ended.await(30, TimeUnit.SECONDS)).isTrue();
        }
    }
}
