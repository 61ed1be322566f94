package dev.portcullis.core;

import static dev.portcullis.core.Http2Frame.CANCEL;
import static dev.portcullis.core.Http2Frame.CONTINUATION;
import static dev.portcullis.core.Http2Frame.DATA;
import static dev.portcullis.core.Http2Frame.END_HEADERS;
import static dev.portcullis.core.Http2Frame.END_STREAM;
import static dev.portcullis.core.Http2Frame.ENHANCE_YOUR_CALM;
import static dev.portcullis.core.Http2Frame.HEADERS;
import static dev.portcullis.core.Http2Frame.PADDED;
import static dev.portcullis.core.Http2Frame.PING;
import static dev.portcullis.core.Http2Frame.PRIORITY;
import static dev.portcullis.core.Http2Frame.PRIORITY_UPDATE;
import static dev.portcullis.core.Http2Frame.RST_STREAM;
import static dev.portcullis.core.Http2Frame.SETTINGS;
import static dev.portcullis.core.Http2Frame.WINDOW_UPDATE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Frames that cost their sender nothing, 100,000 on each of three connections: each is told to calm down and closed
/// (RFC 9113 §10.5), the upstream sees next to nothing of it, and another client is served meanwhile.
class Http2FloodsTest {

    private static final int FRAMES = 100_000;
    private static final int CONNECTIONS = 3;
    private static final int UNKNOWN = 0x5A;
    private static final int STREAMS = 100;

    private static final byte[] GET = Http2Wire.block(Http2Wire.request("GET", "/held"));
    private static final byte[] POST = Http2Wire.block(Http2Wire.request("POST", "/held", "content-length", "1"));

    /// The frame number `i` of a flood.
    private interface Sender {
        boolean send(Http2Flood flood, int i);
    }

    enum Flood {
        SETTINGS_FRAMES((flood, i) -> flood.frame(SETTINGS, 0, 0)),
        SETTINGS_THAT_CHANGE((flood, i) -> flood.frame(SETTINGS, 0, 0, Http2Bytes.settings(4, i))),
        PINGS((flood, i) -> flood.frame(PING, 0, 0, new byte[8])),
        PRIORITIES((flood, i) -> flood.frame(PRIORITY, 0, 2 * i + 1, new byte[] {0, 0, 0, 0, 1})),
        PRIORITY_UPDATES((flood, i) -> flood.frame(PRIORITY_UPDATE, 0, 0, new byte[] {0, 0, 0, 1, 'u'})),
        UNKNOWN_FRAMES((flood, i) -> flood.frame(UNKNOWN, 0, 0, new byte[3])),
        EMPTY_DATA((flood, i) -> i == 0 ? flood.frame(HEADERS, END_HEADERS, 1, POST) : flood.frame(DATA, 0, 1)),
        PADDING_ALONE((flood, i) -> i == 0
                ? flood.frame(HEADERS, END_HEADERS, 1, POST)
                : flood.frame(DATA, PADDED, 1, new byte[] {2, 0, 0})),
        CONTINUATIONS((flood, i) ->
                i == 0 ? flood.frame(HEADERS, END_STREAM, 1, GET) : flood.frame(CONTINUATION, 0, 1, field(i))),
        EMPTY_CONTINUATIONS(
                (flood, i) -> i == 0 ? flood.frame(HEADERS, END_STREAM, 1, GET) : flood.frame(CONTINUATION, 0, 1)),
        WINDOW_UPDATES((flood, i) -> flood.frame(WINDOW_UPDATE, 0, 0, Http2Bytes.number(1))),
        /// CVE-2023-44487.
        RAPID_RESETS((flood, i) -> flood.frame(HEADERS, END_HEADERS | END_STREAM, 2 * i + 1, GET)
                && flood.frame(RST_STREAM, 0, 2 * i + 1, Http2Bytes.number(CANCEL))),
        /// Likewise, but only once as many requests as are allowed are open: each takes the place of one before.
        RESETS_IN_A_FULL_HOUSE((flood, i) ->
                (i < STREAMS || flood.frame(RST_STREAM, 0, 2 * (i - STREAMS) + 1, Http2Bytes.number(CANCEL)))
                        && flood.frame(HEADERS, END_HEADERS | END_STREAM, 2 * i + 1, GET)),
        /// CVE-2025-8671: it is made the server's to reset the stream.
        MADE_TO_RESET_BY_LENGTH((flood, i) -> flood.frame(HEADERS, END_HEADERS, 2 * i + 1, POST)
                && flood.frame(DATA, END_STREAM, 2 * i + 1, new byte[2])),
        MADE_TO_RESET_BY_FIELDS((flood, i) -> flood.frame(HEADERS, END_HEADERS | END_STREAM, 2 * i + 1, malformed()));

        @SuppressWarnings("ImmutableEnumChecker") // a lambda that keeps nothing
        private final Sender sender;

        Flood(Sender sender) {
            this.sender = sender;
        }

        private static byte[] field(int i) {
            return Http2Wire.block("x-" + i, "y");
        }

        private static byte[] malformed() {
            return Http2Wire.block(Http2Wire.request("GET", "/held", "connection", "close"));
        }
    }

    private final RefusalRecorder refusals = new RefusalRecorder();

    @ParameterizedTest
    @EnumSource(Flood.class)
    void is_told_to_calm_down_and_closed(Flood flood) throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (Origin origin = Origin.answering((head, wire) -> answer(head, wire, over));
                TestProxy proxy = TestProxy.before(origin, s -> s.events(refusals));
                Http2Wire other = Http2Wire.connect(proxy)) {
            List<Http2Flood> floods = new ArrayList<>();
            for (int i = 0; i < CONNECTIONS; i++) {
                floods.add(Http2Flood.on(Http2Wire.connect(proxy)));
            }
            for (Http2Flood each : floods) {
                pour(flood, each);
            }
            for (Http2Flood each : floods) {
                assertThat(each.end()).isEqualTo(ENHANCE_YOUR_CALM);
            }
            other.get(1, "/other");
            assertThat(other.answer(1).body()).isEqualTo("ok");
            over.countDown();

            assertThat(refusals.told().stream().filter(told -> told.endsWith(" http2-flood")))
                    .as(refusals.told().toString())
                    .hasSize(CONNECTIONS);
            assertThat(origin.heads()).hasSizeLessThanOrEqualTo(1 + CONNECTIONS * 2 * STREAMS);
            Eventually.equal(1, () -> proxy.server().status().connections());
        }
    }

    private static void pour(Flood flood, Http2Flood connection) {
        boolean open = true;
        for (int i = 0; open && i < FRAMES; i++) {
            open = flood.sender.send(connection, i);
        }
        connection.flush();
    }

    private static void answer(String head, Wire wire, CountDownLatch over) throws IOException {
        if (head.contains("/held")) {
            UpstreamPoolTest.await(over);
        }
        wire.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    }
}
