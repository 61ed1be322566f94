package dev.portcullis.core;

import static dev.portcullis.core.Http2Frame.END_HEADERS;
import static dev.portcullis.core.Http2Frame.END_STREAM;
import static dev.portcullis.core.Http2Frame.HEADERS;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Header blocks in every form that a client may choose (RFC 7541 §4.2, §5.2, §6), as the upstream sees them.
class Http2HpackTest {

    private static final int METHOD_GET = 0x80 | 2;
    private static final int PATH = 4;
    private static final int SCHEME_HTTPS = 0x80 | 7;
    private static final int AUTHORITY = 1;
    private static final int ACCEPT = 19;
    private static final int LOCATION = 46;

    /// `www.example.com` and `no-cache`, Huffman coded (RFC 7541 §C.4.1, §C.4.2).
    private static final int[] EXAMPLE = {0xf1, 0xe3, 0xc2, 0xe5, 0xf2, 0x3a, 0x6b, 0xa0, 0xab, 0x90, 0xf4, 0xff};

    private static final int[] NO_CACHE = {0xa8, 0xeb, 0x10, 0x64, 0x9c, 0xbf};

    /// `custom-key` and `custom-value` (RFC 7541 §C.4.3).
    private static final int[] CUSTOM_KEY = {0x25, 0xa8, 0x49, 0xe9, 0x5b, 0xa9, 0x7d, 0x7f};

    private static final int[] CUSTOM_VALUE = {0x25, 0xa8, 0x49, 0xe9, 0x5b, 0xb8, 0xe8, 0xb4, 0xbf};

    /// A header block that is put together piece by piece.
    private static final class Block {

        private final ByteArrayOutputStream octets = new ByteArrayOutputStream();

        Block index(int index) {
            octets.write(index);
            return this;
        }

        /// The name of an entry, and a value of our own.
        Block literal(int pattern, int prefix, int name, String value) {
            Http2Bytes.integer(octets, pattern, prefix, name);
            return text(value);
        }

        Block text(String value) {
            Http2Bytes.integer(octets, 0, 7, value.length());
            octets.writeBytes(value.getBytes(StandardCharsets.ISO_8859_1));
            return this;
        }

        Block huffman(int... coded) {
            Http2Bytes.integer(octets, 0x80, 7, coded.length);
            for (int octet : coded) {
                octets.write(octet);
            }
            return this;
        }

        Block update(int size) {
            Http2Bytes.integer(octets, 0x20, 5, size);
            return this;
        }

        /// What every request needs, by indices of the static table.
        Block get(String path) {
            return index(METHOD_GET)
                    .index(SCHEME_HTTPS)
                    .literal(0, 4, AUTHORITY, TestProxy.HOST)
                    .literal(0, 4, PATH, path);
        }

        byte[] whole() {
            return octets.toByteArray();
        }
    }

    private static Block block() {
        return new Block();
    }

    private static Arguments form(String name, Block block, String expected) {
        return Arguments.of(Named.of(name, block.whole()), expected);
    }

    static Stream<Arguments> forms() {
        return Stream.of(
                form("6.1 an indexed field", block().get("/").index(0x80 | 16), "accept-encoding: gzip, deflate"),
                form(
                        "6.2.1 with indexing, indexed name",
                        block().get("/").literal(0x40, 6, ACCEPT, "a/b"),
                        "accept: a/b"),
                form(
                        "6.2.1 with indexing, new name",
                        block().get("/").index(0x40).text("x-new").text("1"),
                        "x-new: 1"),
                form(
                        "6.2.2 without indexing, indexed name",
                        block().get("/").literal(0, 4, ACCEPT, "a/b"),
                        "accept: a/b"),
                form(
                        "6.2.2 without indexing, new name",
                        block().get("/").index(0).text("x-new").text("1"),
                        "x-new: 1"),
                form(
                        "6.2.3 never indexed, indexed name",
                        block().get("/").literal(0x10, 4, ACCEPT, "a/b"),
                        "accept: a/b"),
                form(
                        "6.2.3 never indexed, new name",
                        block().get("/").index(0x10).text("x-new").text("1"),
                        "x-new: 1"),
                form(
                        "5.2 a value in Huffman code",
                        block().get("/").index(0).text("x-new").huffman(EXAMPLE),
                        "x-new: www.example.com"),
                form(
                        "5.2 name and value in Huffman code",
                        block().get("/").index(0x40).huffman(CUSTOM_KEY).huffman(CUSTOM_VALUE),
                        "custom-key: custom-value"),
                form(
                        "6.2.1 with indexing, and used in the same block",
                        block().get("/")
                                .index(0x40)
                                .text("cookie")
                                .huffman(NO_CACHE)
                                .index(0x80 | 62),
                        "cookie: no-cache; no-cache"),
                form(
                        "4.2 an update to 0 at the start",
                        block().update(0).get("/").index(0).text("x-new").text("1"),
                        "x-new: 1"),
                form(
                        "4.2 the smallest and the last size at the start",
                        block().update(0)
                                .update(4096)
                                .get("/")
                                .index(0x40)
                                .text("x-new")
                                .text("1"),
                        "x-new: 1"),
                form("5.1 an index of two bytes", block().get("/").literal(0, 4, LOCATION, "1a"), "location: 1a"));
    }

    @ParameterizedTest(name = "RFC 7541 {0}")
    @MethodSource("forms")
    void a_field_reaches_the_upstream_as_it_was_meant(byte[] block, String expected) throws IOException {
        try (Http2House house = new Http2House();
                Http2Wire wire = house.connect()) {
            wire.frame(HEADERS, END_STREAM | END_HEADERS, 1, block);

            assertThat(wire.answer(1).body()).isEqualTo("hello");
            assertThat(house.heads().getFirst()).containsIgnoringCase("\r\n" + expected + "\r\n");
        }
    }

    @Test
    void rfc_7541_2_3_2_what_one_block_enters_another_streams_block_finds() throws IOException {
        try (Http2House house = new Http2House();
                Http2Wire wire = house.connect()) {
            Block first = block().get("/1").index(0x40).text("x-first").text("a");
            wire.frame(HEADERS, END_STREAM | END_HEADERS, 1, first.whole());
            Block second = block().get("/2")
                    .index(0x80 | 62)
                    .index(0x40)
                    .text("x-second")
                    .text("b");
            wire.frame(HEADERS, END_STREAM | END_HEADERS, 3, second.whole());
            // The newest is 62 and the one before it 63; its name alone serves, too.
            Block third = block().get("/3").index(0x80 | 62).literal(0x40, 6, 63, "c");
            wire.frame(HEADERS, END_STREAM | END_HEADERS, 5, third.whole());

            assertThat(wire.answer(5).status()).isEqualTo(200);
            assertThat(house.heads())
                    .filteredOn(head -> head.contains("/3"))
                    .singleElement()
                    .asString()
                    .containsIgnoringCase("\r\nx-second: b\r\n")
                    .containsIgnoringCase("\r\nx-first: c\r\n");
        }
    }

    @Test
    void rfc_7541_4_3_an_update_to_0_empties_the_table() throws IOException {
        try (Http2House house = new Http2House();
                Http2Wire wire = house.connect()) {
            Block first = block().get("/").index(0x40).text("x-first").text("a");
            wire.frame(HEADERS, END_STREAM | END_HEADERS, 1, first.whole());
            Block second = block().update(0).update(4096).get("/").index(0x80 | 62);
            wire.frame(HEADERS, END_STREAM | END_HEADERS, 3, second.whole());

            assertThat(wire.goAway()).isEqualTo(Http2Frame.COMPRESSION_ERROR);
        }
    }
}
