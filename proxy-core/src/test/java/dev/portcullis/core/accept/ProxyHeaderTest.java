package dev.portcullis.core.accept;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.rules.net.Address;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyHeaderTest {

    private static final String SIGNATURE = "0d0a0d0a000d0a515549540a";
    private static final String IPV4 = "c0000201" + "c6336401" + "dcb2" + "01bb";
    private static final String IPV6 =
            "20010db8000000000000000000000001" + "20010db8000000000000000000000002" + "dcb201bb";
    private static final String MAPPED =
            "00000000000000000000ffffc0000201" + "00000000000000000000ffffc6336401" + "dcb201bb";

    // Version 1.

    @ParameterizedTest
    @CsvSource({
        "PROXY TCP4 192.0.2.1 198.51.100.1 56324 443, 192.0.2.1",
        "PROXY TCP4 255.255.255.255 255.255.255.255 65535 65535, 255.255.255.255",
        "PROXY TCP4 192.0.2.1 198.51.100.1 0 0, 192.0.2.1",
        "PROXY TCP6 2001:db8::1 2001:db8::2 56324 443, 2001:db8::1",
        "PROXY TCP6 ::ffff:192.0.2.1 ::ffff:198.51.100.1 1 2, 192.0.2.1",
        "PROXY TCP6 ffff:f:ffff:ffff:ffff:ffff:ffff:ffff ffff:f:ffff:ffff:ffff:ffff:ffff:ffff 65535 65535,"
                + " ffff:f:ffff:ffff:ffff:ffff:ffff:ffff",
        "PROXY UNKNOWN, ''",
        "PROXY UNKNOWN ffff:f::1 some thing else, ''",
        "PROXY UNKNOWN , ''",
    })
    void lines_of_version_1(String line, String source) {
        assertThat(read(line + "\r\n")).isEqualTo(complete(source));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PROXY",
                "PROXY ",
                "PROXY TCP4",
                "PROXY TCP4 192.0.2.1 198.51.100.1 56324",
                "PROXY TCP4 192.0.2.1 198.51.100.1 56324 443 ",
                "PROXY TCP4 192.0.2.1 198.51.100.1 56324 443 x",
                "PROXY  TCP4 192.0.2.1 198.51.100.1 56324 443",
                "PROXY TCP4 192.0.2.1  198.51.100.1 56324 443",
                "PROXY\tTCP4 192.0.2.1 198.51.100.1 56324 443",
                "PROXY tcp4 192.0.2.1 198.51.100.1 56324 443",
                "proxy TCP4 192.0.2.1 198.51.100.1 56324 443",
                " PROXY TCP4 192.0.2.1 198.51.100.1 56324 443",
                "PROXY TCP5 192.0.2.1 198.51.100.1 56324 443",
                "PROXY UDP4 192.0.2.1 198.51.100.1 56324 443",
                "PROXY TCP4 2001:db8::1 2001:db8::2 56324 443",
                "PROXY TCP6 192.0.2.1 198.51.100.1 56324 443",
                "PROXY TCP4 192.0.2.1 2001:db8::2 56324 443",
                "PROXY TCP4 192.0.2.256 198.51.100.1 56324 443",
                "PROXY TCP4 192.0.2.01 198.51.100.1 56324 443",
                "PROXY TCP4 192.0.2 198.51.100.1 56324 443",
                "PROXY TCP4 0xc0000201 198.51.100.1 56324 443",
                "PROXY TCP4 localhost 198.51.100.1 56324 443",
                "PROXY TCP4 192.0.2.1 x 56324 443",
                "PROXY TCP6 [2001:db8::1] 2001:db8::2 56324 443",
                "PROXY TCP6 fe80::1%eth0 2001:db8::2 56324 443",
                "PROXY TCP4 192.0.2.1 198.51.100.1 65536 443",
                "PROXY TCP4 192.0.2.1 198.51.100.1 56324 99999",
                "PROXY TCP4 192.0.2.1 198.51.100.1 056324 443",
                "PROXY TCP4 192.0.2.1 198.51.100.1 56324 0443",
                "PROXY TCP4 192.0.2.1 198.51.100.1 00 443",
                "PROXY TCP4 192.0.2.1 198.51.100.1 -1 443",
                "PROXY TCP4 192.0.2.1 198.51.100.1 +1 443",
                "PROXY TCP4 192.0.2.1 198.51.100.1  443",
                "PROXY TCP4 192.0.2.1 198.51.100.1 a 443",
                "PROXY UNKNOWNX",
                "PROXY TCP4 192.0.2.1 198.51.100.1 56324 443\r",
                "GET / HTTP/1.1",
            })
    void malformed_lines_of_version_1(String line) {
        assertThat(read(line + "\r\n")).isEqualTo(new ProxyHeader.Invalid());
    }

    @Test
    void a_line_of_version_1_ends_in_crlf_within_107_bytes() {
        assertThat(read("PROXY UNKNOWN\n")).isEqualTo(new ProxyHeader.Invalid());
        String longest = "PROXY UNKNOWN " + "x".repeat(91);
        assertThat(read(longest + "\r\n")).isEqualTo(complete(""));
        assertThat(read(longest + "x\r\n")).isEqualTo(new ProxyHeader.Invalid());
        assertThat(read(longest)).isEqualTo(new ProxyHeader.Incomplete());
        assertThat(read(longest + "xx")).isEqualTo(new ProxyHeader.Invalid());
    }

    // Version 2.

    @ParameterizedTest
    @CsvSource({
        "21 11 000c, " + IPV4 + ", 192.0.2.1",
        "21 12 000c, " + IPV4 + ", 192.0.2.1",
        "21 21 0024, " + IPV6 + ", 2001:db8::1",
        "21 22 0024, " + IPV6 + ", 2001:db8::1",
        "21 21 0024, " + MAPPED + ", 192.0.2.1",
        "21 11 0010, " + IPV4 + "04000102, 192.0.2.1",
        "21 00 0000, '', ''",
        "21 00 0004, 01020304, ''",
        "20 00 0000, '', ''",
        "20 11 000c, " + IPV4 + ", ''",
        "20 11 0000, '', ''",
        "20 ff 0003, 010203, ''",
    })
    void headers_of_version_2(String fixed, String rest, String source) {
        assertThat(read(bytes(fixed, rest))).isEqualTo(complete(source));
    }

    @Test
    void unix_sockets_have_no_address_for_us() {
        assertThat(read(bytes("21 31 00d8", "00".repeat(216)))).isEqualTo(complete(""));
        assertThat(read(bytes("21 32 00d8", "00".repeat(216)))).isEqualTo(complete(""));
        assertThat(read(bytes("21 31 00d7", "00".repeat(215)))).isEqualTo(new ProxyHeader.Invalid());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "11 11 000c",
                "31 11 000c",
                "01 11 000c",
                "22 11 000c",
                "2f 11 000c",
                "00 11 000c",
                "ff 11 000c",
                "21 13 000c",
                "21 1f 000c",
                "21 03 000c",
                "21 41 000c",
                "21 f1 000c",
                "21 ff 000c",
                "21 41 0100"
            })
    void headers_of_version_2_with_words_that_do_not_exist(String fixed) {
        assertThat(read(bytes(fixed, "00".repeat(256)))).isEqualTo(new ProxyHeader.Invalid());
    }

    private static Stream<Arguments> lengths() {
        return Stream.of(
                Arguments.of("11", 12), Arguments.of("12", 12), Arguments.of("21", 36), Arguments.of("22", 36));
    }

    @ParameterizedTest
    @MethodSource("lengths")
    void every_length_of_a_version_2_header_is_kept_to(String family, int addresses) {
        for (int length = 0; length <= 0xFFFF; length++) {
            byte[] fixed = bytes("21 " + family + " " + HexFormat.of().toHexDigits((short) length), "");
            boolean fits = length >= addresses && length <= ProxyHeader.LONGEST_V2_REST;
            assertThat(read(fixed)).isEqualTo(fits ? new ProxyHeader.Incomplete() : new ProxyHeader.Invalid());
        }
    }

    @Test
    void a_flood_of_tlvs_is_taken_up_to_a_bound() {
        String tlvs = "04000100".repeat(509);
        assertThat(read(bytes("21 11 0800", IPV4 + tlvs))).isEqualTo(complete("192.0.2.1"));
        assertThat(read(bytes("21 11 0801", IPV4))).isEqualTo(new ProxyHeader.Invalid());
        assertThat(read(bytes("20 00 ffff", ""))).isEqualTo(new ProxyHeader.Invalid());
    }

    // Arrival.

    @Test
    void headers_arrive_in_pieces() {
        for (byte[] header : new byte[][] {
            "PROXY TCP4 192.0.2.1 198.51.100.1 56324 443\r\n".getBytes(StandardCharsets.US_ASCII),
            "PROXY UNKNOWN\r\n".getBytes(StandardCharsets.US_ASCII),
            bytes("21 11 0010", IPV4 + "04000102"),
            bytes("21 21 0024", IPV6),
            bytes("20 00 0000", ""),
        }) {
            for (int length = 0; length < header.length; length++) {
                ByteBuf in = Unpooled.wrappedBuffer(Arrays.copyOf(header, length));
                assertThat(ProxyHeader.read(in)).isEqualTo(new ProxyHeader.Incomplete());
                assertThat(in.readableBytes()).isEqualTo(length);
            }
        }
    }

    @Test
    void bytes_behind_a_header_stay() {
        ByteBuf one = Unpooled.copiedBuffer("PROXY UNKNOWN\r\n\r\nGET", StandardCharsets.US_ASCII);
        assertThat(ProxyHeader.read(one)).isEqualTo(complete(""));
        assertThat(one.toString(StandardCharsets.US_ASCII)).isEqualTo("\r\nGET");
        ByteBuf two = Unpooled.wrappedBuffer(bytes("21 11 000c", IPV4 + "474554"));
        assertThat(ProxyHeader.read(two)).isEqualTo(complete("192.0.2.1"));
        assertThat(two.toString(StandardCharsets.US_ASCII)).isEqualTo("GET");
    }

    @Test
    void any_damage_to_the_signature_shows_at_once() {
        byte[] header = bytes("21 11 000c", IPV4);
        for (int i = 0; i < 12; i++) {
            byte[] damaged = Arrays.copyOf(header, i + 1);
            damaged[i] ^= 0x40;
            assertThat(read(damaged)).as("byte %s", i).isEqualTo(new ProxyHeader.Invalid());
        }
    }

    private static ProxyHeader read(String text) {
        return read(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static ProxyHeader read(byte[] bytes) {
        return ProxyHeader.read(Unpooled.wrappedBuffer(bytes));
    }

    private static byte[] bytes(String fixed, String rest) {
        return HexFormat.of().parseHex(SIGNATURE + fixed.replace(" ", "") + rest);
    }

    private static ProxyHeader complete(String source) {
        return new ProxyHeader.Complete(Address.parse(source));
    }
}
