package dev.portcullis.core;

import static dev.portcullis.core.Http2Bytes.concat;
import static dev.portcullis.core.Http2Bytes.number;
import static dev.portcullis.core.Http2Bytes.settings;
import static dev.portcullis.core.Http2Frame.ACK;
import static dev.portcullis.core.Http2Frame.CONTINUATION;
import static dev.portcullis.core.Http2Frame.DATA;
import static dev.portcullis.core.Http2Frame.END_HEADERS;
import static dev.portcullis.core.Http2Frame.END_STREAM;
import static dev.portcullis.core.Http2Frame.FLOW_CONTROL_ERROR;
import static dev.portcullis.core.Http2Frame.FRAME_SIZE_ERROR;
import static dev.portcullis.core.Http2Frame.GOAWAY;
import static dev.portcullis.core.Http2Frame.HEADERS;
import static dev.portcullis.core.Http2Frame.PADDED;
import static dev.portcullis.core.Http2Frame.PING;
import static dev.portcullis.core.Http2Frame.PRIORITY;
import static dev.portcullis.core.Http2Frame.PRIORITY_UPDATE;
import static dev.portcullis.core.Http2Frame.PROTOCOL_ERROR;
import static dev.portcullis.core.Http2Frame.PUSH_PROMISE;
import static dev.portcullis.core.Http2Frame.RST_STREAM;
import static dev.portcullis.core.Http2Frame.SETTINGS;
import static dev.portcullis.core.Http2Frame.WINDOW_UPDATE;
import static dev.portcullis.core.Http2Frame.WITH_PRIORITY;
import static dev.portcullis.core.Http2House.frame;
import static dev.portcullis.core.Http2House.row;
import static dev.portcullis.core.Http2Wire.block;
import static dev.portcullis.core.Http2Wire.request;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Single frames, right and wrong (RFC 9113 §4, §5.5, §6, §7). Whatever is wrong with a frame ends the connection,
/// also where the RFC would be content with the end of the stream (§5.4.1 allows it).
class Http2FramesTest {

    private static final byte[] GET = block(request("GET", "/"));
    private static final byte[] POST = block(request("POST", "/echo"));
    private static Http2House house;

    @BeforeAll
    static void open() throws IOException {
        house = new Http2House();
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private static byte[] padded(int padding, byte[] content, int present) {
        return concat(new byte[] {(byte) padding}, content, new byte[present]);
    }

    private static byte[] priority(int dependency, int weight) {
        return concat(number(dependency), new byte[] {(byte) weight});
    }

    static Stream<Arguments> wrong() {
        return Stream.of(sizes(), streamIds(), headerBlocks(), padding(), settingsFrames())
                .flatMap(rows -> rows);
    }

    private static Stream<Arguments> sizes() {
        byte[] large = new byte[16_385];
        return Stream.of(
                row("4.2 a DATA frame beyond SETTINGS_MAX_FRAME_SIZE", FRAME_SIZE_ERROR, wire -> {
                    wire.post(1, "/held");
                    wire.data(1, true, large);
                }),
                frame("4.2 a HEADERS frame beyond it", FRAME_SIZE_ERROR, HEADERS, END_HEADERS, 1, large),
                frame("4.2 a frame of an unknown type beyond it", FRAME_SIZE_ERROR, 0x21, 0, 0, large),
                row(
                        "4.2 only the header of a frame beyond it has come",
                        FRAME_SIZE_ERROR,
                        wire -> wire.raw(Http2Bytes.frameOf(0xffffff, SETTINGS, 0, 0))),
                frame("6.3 PRIORITY of 4 bytes", FRAME_SIZE_ERROR, PRIORITY, 0, 1, new byte[4]),
                frame("6.3 PRIORITY of 6 bytes", FRAME_SIZE_ERROR, PRIORITY, 0, 1, new byte[6]),
                row("6.4 RST_STREAM of 3 bytes", FRAME_SIZE_ERROR, wire -> {
                    wire.get(1, "/held");
                    wire.frame(RST_STREAM, 0, 1, new byte[3]);
                }),
                frame("6.5 an acknowledgement with a payload", FRAME_SIZE_ERROR, SETTINGS, ACK, 0, new byte[6]),
                frame("6.5 SETTINGS of 3 bytes", FRAME_SIZE_ERROR, SETTINGS, 0, 0, new byte[3]),
                frame("6.7 PING of 6 bytes", FRAME_SIZE_ERROR, PING, 0, 0, new byte[6]),
                frame("6.7 PING of 9 bytes", FRAME_SIZE_ERROR, PING, 0, 0, new byte[9]),
                frame("6.8 GOAWAY of 7 bytes", FRAME_SIZE_ERROR, GOAWAY, 0, 0, new byte[7]),
                frame("6.9 WINDOW_UPDATE of 3 bytes", FRAME_SIZE_ERROR, WINDOW_UPDATE, 0, 0, new byte[3]),
                frame("6.9 WINDOW_UPDATE of 5 bytes", FRAME_SIZE_ERROR, WINDOW_UPDATE, 0, 0, new byte[5]),
                frame("RFC 9218 7.1 PRIORITY_UPDATE of 3 bytes", FRAME_SIZE_ERROR, PRIORITY_UPDATE, 0, 0, new byte[3]));
    }

    private static Stream<Arguments> streamIds() {
        return Stream.of(
                frame("6.1 DATA on stream 0", PROTOCOL_ERROR, DATA, 0, 0, new byte[4]),
                frame("6.2 HEADERS on stream 0", PROTOCOL_ERROR, HEADERS, END_STREAM | END_HEADERS, 0, GET),
                frame("6.3 PRIORITY on stream 0", PROTOCOL_ERROR, PRIORITY, 0, 0, priority(1, 15)),
                frame("6.4 RST_STREAM on stream 0", PROTOCOL_ERROR, RST_STREAM, 0, 0, number(8)),
                frame("6.5 SETTINGS on a stream", PROTOCOL_ERROR, SETTINGS, 0, 1, settings(3, 100)),
                frame("6.7 PING on a stream", PROTOCOL_ERROR, PING, 0, 1, new byte[8]),
                frame("6.8 GOAWAY on a stream", PROTOCOL_ERROR, GOAWAY, 0, 1, new byte[8]),
                frame("6.10 CONTINUATION on stream 0", PROTOCOL_ERROR, CONTINUATION, END_HEADERS, 0, GET),
                frame("RFC 9218 7.1 PRIORITY_UPDATE on a stream", PROTOCOL_ERROR, PRIORITY_UPDATE, 0, 1, number(1)),
                frame(
                        "8.4 PUSH_PROMISE by a client",
                        PROTOCOL_ERROR,
                        PUSH_PROMISE,
                        END_HEADERS,
                        1,
                        concat(number(2), GET)));
    }

    private static Stream<Arguments> headerBlocks() {
        return Stream.of(
                row("4.3 PRIORITY within a header block", PROTOCOL_ERROR, wire -> {
                    wire.frame(HEADERS, END_STREAM, 1, GET);
                    wire.frame(PRIORITY, 0, 1, priority(0, 255));
                }),
                row("4.3 HEADERS of another stream within a header block", PROTOCOL_ERROR, wire -> {
                    wire.frame(HEADERS, END_STREAM, 1, GET);
                    wire.get(3, "/");
                }),
                row("5.5 a frame of an unknown type within a header block", PROTOCOL_ERROR, wire -> {
                    wire.frame(HEADERS, END_STREAM, 1, GET);
                    wire.frame(0x16, 0, 0, new byte[8]);
                    wire.frame(CONTINUATION, END_HEADERS, 1);
                }),
                row("6.10 DATA between two CONTINUATION frames", PROTOCOL_ERROR, wire -> {
                    wire.frame(HEADERS, END_STREAM, 1, GET);
                    wire.frame(CONTINUATION, 0, 1, block("x-a", "1"));
                    wire.data(1, true, "x");
                }),
                row("6.10 CONTINUATION of another stream", PROTOCOL_ERROR, wire -> {
                    wire.frame(HEADERS, END_STREAM, 1, GET);
                    wire.frame(CONTINUATION, END_HEADERS, 3, block("x-a", "1"));
                }),
                row("6.10 CONTINUATION behind HEADERS with END_HEADERS", PROTOCOL_ERROR, wire -> {
                    wire.post(1, "/held");
                    wire.frame(CONTINUATION, END_HEADERS, 1, block("x-a", "1"));
                }),
                row("6.10 CONTINUATION behind CONTINUATION with END_HEADERS", PROTOCOL_ERROR, wire -> {
                    wire.frame(HEADERS, 0, 1, POST);
                    wire.frame(CONTINUATION, END_HEADERS, 1, block("x-a", "1"));
                    wire.frame(CONTINUATION, END_HEADERS, 1, block("x-b", "2"));
                }),
                row("6.10 CONTINUATION behind DATA", PROTOCOL_ERROR, wire -> {
                    wire.post(1, "/held");
                    wire.data(1, false, "x");
                    wire.frame(CONTINUATION, END_HEADERS, 1, block("x-a", "1"));
                }));
    }

    private static Stream<Arguments> padding() {
        return Stream.of(
                row("6.1 DATA whose padding is as long as its payload", PROTOCOL_ERROR, wire -> {
                    wire.post(1, "/held");
                    wire.frame(DATA, PADDED, 1, padded(4, new byte[3], 0));
                }),
                row("6.1 padded DATA without the length of its padding", FRAME_SIZE_ERROR, wire -> {
                    wire.post(1, "/held");
                    wire.frame(DATA, PADDED, 1);
                }),
                frame(
                        "6.2 HEADERS whose padding is longer than the rest",
                        PROTOCOL_ERROR,
                        HEADERS,
                        PADDED | END_HEADERS | END_STREAM,
                        1,
                        padded(GET.length + 1, GET, 0)),
                frame(
                        "6.2 HEADERS too short for their priority",
                        FRAME_SIZE_ERROR,
                        HEADERS,
                        WITH_PRIORITY | END_HEADERS | END_STREAM,
                        1,
                        new byte[4]));
    }

    private static Stream<Arguments> settingsFrames() {
        return Stream.of(
                frame("6.5.2 ENABLE_PUSH of 2", PROTOCOL_ERROR, SETTINGS, 0, 0, settings(2, 2)),
                frame("6.5.2 INITIAL_WINDOW_SIZE of 2^31", FLOW_CONTROL_ERROR, SETTINGS, 0, 0, settings(4, 1 << 31)),
                frame("6.5.2 MAX_FRAME_SIZE of 2^14 - 1", PROTOCOL_ERROR, SETTINGS, 0, 0, settings(5, 16_383)),
                frame("6.5.2 MAX_FRAME_SIZE of 2^24", PROTOCOL_ERROR, SETTINGS, 0, 0, settings(5, 1 << 24)),
                frame("6.9 WINDOW_UPDATE of nothing", PROTOCOL_ERROR, WINDOW_UPDATE, 0, 0, number(0)),
                row("6.9 WINDOW_UPDATE of nothing on a stream", PROTOCOL_ERROR, wire -> {
                    wire.get(1, "/held");
                    wire.window(1, 0);
                }),
                row("5.3.1 a stream that depends on itself", PROTOCOL_ERROR, wire -> {
                    byte[] block = concat(priority(1, 255), GET);
                    wire.frame(HEADERS, WITH_PRIORITY | END_STREAM | END_HEADERS, 1, block);
                }),
                frame("5.3.1 PRIORITY that depends on itself", PROTOCOL_ERROR, PRIORITY, 0, 3, priority(3, 255)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    void the_connection_ends_with(Http2House.Step does, int code) throws IOException {
        house.assertBroken(does, code);
    }

    static Stream<Arguments> right() {
        return Stream.of(requests(), harmless()).flatMap(rows -> rows);
    }

    private static Stream<Arguments> requests() {
        return Stream.of(
                row(
                        "6.2 padded HEADERS",
                        wire -> wire.frame(HEADERS, PADDED | END_STREAM | END_HEADERS, 1, padded(255, GET, 255))),
                row(
                        "6.2 HEADERS with priority",
                        wire -> wire.frame(
                                HEADERS, WITH_PRIORITY | END_STREAM | END_HEADERS, 1, concat(priority(0, 15), GET))),
                row(
                        "6.2 HEADERS with exclusive priority and padding",
                        wire -> wire.frame(
                                HEADERS,
                                PADDED | WITH_PRIORITY | END_STREAM | END_HEADERS,
                                1,
                                padded(7, concat(priority(1 << 31 | 11, 0), GET), 7))),
                row(
                        "6.2 unknown flags of HEADERS",
                        wire -> wire.frame(HEADERS, 0xd2 | END_STREAM | END_HEADERS, 1, GET)),
                row(
                        "4.1 a reserved bit before the stream",
                        wire -> wire.frame(HEADERS, END_STREAM | END_HEADERS, 1 << 31 | 1, GET)),
                row("6.10 a header block cut into three", wire -> {
                    wire.frame(HEADERS, END_STREAM, 1, Arrays.copyOfRange(GET, 0, 5));
                    wire.frame(CONTINUATION, 0, 1, Arrays.copyOfRange(GET, 5, 20));
                    wire.frame(CONTINUATION, END_HEADERS, 1, Arrays.copyOfRange(GET, 20, GET.length));
                }),
                row("6.10 an empty CONTINUATION", wire -> {
                    wire.frame(HEADERS, END_STREAM, 1, GET);
                    wire.frame(CONTINUATION, END_HEADERS, 1);
                }),
                row("4.2 DATA of SETTINGS_MAX_FRAME_SIZE", wire -> {
                    wire.post(1, "/");
                    wire.data(1, true, new byte[16_384]);
                }),
                row("6.1 padded DATA", wire -> {
                    wire.post(1, "/", "content-length", "3");
                    wire.frame(DATA, PADDED | END_STREAM, 1, padded(200, new byte[3], 200));
                }),
                row("6.1 DATA that is only padding", wire -> {
                    wire.post(1, "/", "content-length", "0");
                    wire.frame(DATA, PADDED | END_STREAM, 1, padded(3, new byte[0], 3));
                }));
    }

    private static Stream<Arguments> harmless() {
        return Stream.of(
                row("4.1 a frame of an unknown type", wire -> wire.frame(0x16, 0xff, 0, new byte[8])),
                row("5.5 a frame of an unknown type on a stream", wire -> wire.frame(0xfa, 0, 1, new byte[8])),
                row("4.1 unknown flags of PING", wire -> wire.frame(PING, 0xfe, 0, new byte[8])),
                row("4.1 a reserved bit before stream 0", wire -> wire.frame(PING, 0, 1 << 31, new byte[8])),
                row("6.3 PRIORITY", wire -> wire.frame(PRIORITY, 0, 1, priority(0, 255))),
                row(
                        "6.3 exclusive PRIORITY of a stream far ahead",
                        wire -> wire.frame(PRIORITY, 0, 99, priority(1 << 31 | 97, 0))),
                row(
                        "RFC 9218 7.1 PRIORITY_UPDATE",
                        wire -> wire.frame(PRIORITY_UPDATE, 0, 0, concat(number(1), new byte[] {'u', '=', '1'}))),
                row("6.5.2 an unknown setting", wire -> wire.frame(SETTINGS, 0, 0, settings(0xff, 1, 0xfaba, -1))),
                row("6.5.2 ENABLE_PUSH of 1", wire -> wire.frame(SETTINGS, 0, 0, settings(2, 1))),
                row("6.5.2 MAX_FRAME_SIZE of 2^24 - 1", wire -> wire.frame(SETTINGS, 0, 0, settings(5, (1 << 24) - 1))),
                row("6.5.2 HEADER_TABLE_SIZE of 2^32 - 1", wire -> wire.frame(SETTINGS, 0, 0, settings(1, -1))),
                row("6.5.2 MAX_CONCURRENT_STREAMS of 0", wire -> wire.frame(SETTINGS, 0, 0, settings(3, 0))),
                row("6.7 a PING that answers nothing", wire -> wire.frame(PING, ACK, 0, new byte[8])),
                row("6.9 WINDOW_UPDATE of the connection", wire -> wire.window(0, 1)),
                row("6.9 a reserved bit in WINDOW_UPDATE", wire -> wire.window(0, 1 << 31 | 1)),
                row("7 RST_STREAM with an unknown code", wire -> {
                    wire.get(1, "/held");
                    wire.reset(1, 0xfa);
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("right")
    void the_connection_lives_on_after(Http2House.Step does) throws IOException {
        house.assertServes(does);
    }
}
