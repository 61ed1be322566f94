package dev.portcullis.core;

import static dev.portcullis.core.Http2Frame.END_HEADERS;
import static dev.portcullis.core.Http2Frame.END_STREAM;
import static dev.portcullis.core.Http2Frame.HEADERS;
import static dev.portcullis.core.Http2Frame.PROTOCOL_ERROR;
import static dev.portcullis.core.Http2House.row;
import static dev.portcullis.core.Http2Wire.block;
import static dev.portcullis.core.Http2Wire.request;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Malformed requests (RFC 9113 §8.1.1): their stream is reset, the upstream sees none of them, the connection
/// serves on.
class Http2MessagesTest {

    private static Http2House house;

    @BeforeAll
    static void open() throws IOException {
        house = new Http2House();
    }

    @AfterAll
    static void close() {
        house.close();
    }

    /// A request without a body, field by field.
    private static Arguments fields(String name, String... namesAndValues) {
        return Arguments.of(Named.of(name, namesAndValues));
    }

    private static Arguments with(String name, String... more) {
        return fields(name, request("GET", "/malformed", more));
    }

    static Stream<Arguments> malformed() {
        return Stream.concat(pseudoFields(), fields());
    }

    private static Stream<Arguments> pseudoFields() {
        String host = TestProxy.HOST;
        return Stream.of(
                with("8.3 an unknown pseudo-header field", ":test", "ok"),
                with("8.3 a response's pseudo-header field", ":status", "200"),
                fields(
                        "8.3 a pseudo-header field behind a regular one",
                        ":method",
                        "GET",
                        ":scheme",
                        "https",
                        ":authority",
                        host,
                        "x-a",
                        "1",
                        ":path",
                        "/malformed"),
                fields("8.3.1 no :method", ":scheme", "https", ":authority", host, ":path", "/malformed"),
                fields("8.3.1 no :scheme", ":method", "GET", ":authority", host, ":path", "/malformed"),
                fields("8.3.1 no :path", ":method", "GET", ":scheme", "https", ":authority", host),
                fields("8.3.1 no :authority", ":method", "GET", ":scheme", "https", ":path", "/malformed"),
                fields("8.3.1 an empty :path", ":method", "GET", ":scheme", "https", ":authority", host, ":path", ""),
                with("8.3.1 :method twice", ":method", "GET"),
                with("8.3.1 :scheme twice", ":scheme", "https"),
                with("8.3.1 :path twice", ":path", "/malformed"),
                with("8.3.1 :authority twice", ":authority", host),
                fields(
                        "8.3.1 :scheme http",
                        ":method",
                        "GET",
                        ":scheme",
                        "http",
                        ":authority",
                        host,
                        ":path",
                        "/malformed"),
                with("8.3.1 a Host that differs from :authority", "host", "other.test"),
                fields("8.5 a plain CONNECT", ":method", "CONNECT", ":authority", host));
    }

    private static Stream<Arguments> fields() {
        return Stream.of(
                with("8.2.1 an upper-case field name", "X-Test", "ok"),
                with("8.2.1 an empty field name", "", "ok"),
                with("8.2.1 a space in a field name", "x test", "ok"),
                with("8.2.1 a colon in a field name", "x:test", "ok"),
                with("8.2.1 LF in a value", "x-test", "a\nx-smuggled: 1"),
                with("8.2.1 CR in a value", "x-test", "a\rb"),
                with("8.2.1 NUL in a value", "x-test", "a\0b"),
                with("8.2.1 a space before a value", "x-test", " a"),
                with("8.2.1 a tab behind a value", "x-test", "a\t"),
                with("8.2.2 connection", "connection", "keep-alive"),
                with("8.2.2 keep-alive", "keep-alive", "timeout=5"),
                with("8.2.2 proxy-connection", "proxy-connection", "keep-alive"),
                with("8.2.2 transfer-encoding", "transfer-encoding", "chunked"),
                with("8.2.2 upgrade", "upgrade", "websocket"),
                with("8.2.2 te other than trailers", "te", "trailers, deflate;q=0.5"),
                with("8.1.1 a length, and no body", "content-length", "1"),
                with("8.1.1 two lengths", "content-length", "0", "content-length", "0"),
                with("8.1.1 a length that is none", "content-length", "+0"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    void a_malformed_head_is_a_stream_error(String[] namesAndValues) throws IOException {
        house.assertReset(wire -> wire.headers(1, END_STREAM, namesAndValues), PROTOCOL_ERROR);

        assertThat(house.heads()).noneMatch(head -> head.contains("/malformed"));
    }

    static Stream<Arguments> malformedLater() {
        return Stream.of(
                row("8.1 a second HEADERS without END_STREAM", wire -> {
                    wire.post(1, "/held");
                    wire.headers(1, 0, "x-trailer", "1");
                }),
                row("8.1 a pseudo-header field in trailers", wire -> {
                    wire.post(1, "/held");
                    wire.headers(1, END_STREAM, ":method", "GET");
                }),
                row("8.2.1 an upper-case name in trailers", wire -> {
                    wire.post(1, "/held");
                    wire.headers(1, END_STREAM, "X-Trailer", "1");
                }),
                row("8.2.2 connection in trailers", wire -> {
                    wire.post(1, "/held");
                    wire.headers(1, END_STREAM, "connection", "close");
                }),
                row("8.1.1 less DATA than content-length", wire -> {
                    wire.post(1, "/held", "content-length", "5");
                    wire.data(1, true, "four");
                }),
                row("8.1.1 more DATA than content-length", wire -> {
                    wire.post(1, "/held", "content-length", "5");
                    wire.data(1, true, "sixsix");
                }),
                row("8.1.1 more DATA than content-length, in two frames", wire -> {
                    wire.post(1, "/held", "content-length", "5");
                    wire.data(1, false, "four");
                    wire.data(1, true, "four");
                }),
                row("8.1.1 less DATA than content-length before trailers", wire -> {
                    wire.post(1, "/held", "content-length", "5");
                    wire.data(1, false, "four");
                    wire.headers(1, END_STREAM, "x-trailer", "1");
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformedLater")
    void what_follows_a_head_is_a_stream_error_if_malformed(Http2House.Step does) throws IOException {
        house.assertReset(does, PROTOCOL_ERROR);
    }

    static Stream<Arguments> wellFormed() {
        return Stream.of(
                with("8.2.2 te: trailers", "te", "trailers"),
                with("8.3.1 a Host that is :authority", "host", TestProxy.HOST),
                with("8.1.1 a length of nothing", "content-length", "0"),
                with("8.2.1 bytes above 127 in a value", "x-test", "caf\u00e9"),
                with("8.2.1 an empty value", "x-test", ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wellFormed")
    void a_well_formed_head_is_answered(String[] namesAndValues) throws IOException {
        try (Http2House open = new Http2House();
                Http2Wire wire = open.connect()) {
            wire.headers(1, END_STREAM, namesAndValues);

            assertThat(wire.answer(1).status()).isEqualTo(200);
        }
    }

    static Stream<Arguments> badBlocks() {
        return Stream.of(
                hpack("2.3.3 an index beyond both tables", 0xc6),
                hpack("2.3.3 a literal whose name is beyond both tables", 0x7f, 7, 1, 'x'),
                hpack("4.2 a table size update at the end", 0x20),
                hpack("5.1 an integer that never ends", 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f),
                hpack("5.2 a string longer than the block", 0, 5, 'x'),
                hpack("5.2 Huffman padding of more than 7 bits", 0, 0x85, 0xf2, 0xb2, 0x4a, 0x87, 0xff, 0xff),
                hpack("5.2 Huffman padding of zeros", 0, 0x84, 0xf2, 0xb2, 0x4a, 0x84, 1, 'x'),
                hpack("5.2 Huffman with EOS", 0, 0x88, 0xf2, 0xb2, 0x4a, 0x84, 0xff, 0xff, 0xff, 0xff, 1, 'x'),
                hpack("6.1 index 0", 0x80));
    }

    private static Arguments hpack(String name, int... octets) {
        byte[] bytes = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            bytes[i] = (byte) octets[i];
        }
        return row(
                "RFC 7541 " + name,
                wire -> wire.frame(
                        HEADERS,
                        END_STREAM | END_HEADERS,
                        1,
                        Http2Bytes.concat(block(request("GET", "/malformed")), bytes)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badBlocks")
    void a_header_block_that_cannot_be_read_ends_the_connection(Http2House.Step does) throws IOException {
        house.assertBroken(does, Http2Frame.COMPRESSION_ERROR);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("largeUpdates")
    void a_table_size_above_the_announced_one_ends_the_connection(Http2House.Step does) throws IOException {
        house.assertBroken(does, Http2Frame.COMPRESSION_ERROR);
    }

    static Stream<Arguments> largeUpdates() {
        byte[] update = new byte[] {0x3f, (byte) 0xe2, 0x1f};
        return Stream.of(row(
                "RFC 7541 6.3 an update to 4097",
                wire -> wire.frame(
                        HEADERS, END_STREAM | END_HEADERS, 1, Http2Bytes.concat(update, block(request("GET", "/"))))));
    }
}
