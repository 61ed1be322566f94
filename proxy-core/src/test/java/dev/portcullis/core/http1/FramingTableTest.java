package dev.portcullis.core.http1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.core.http.Decimal;
import dev.portcullis.core.http.Octets;
import dev.portcullis.core.http.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The families of request smuggling: where two readers could disagree about the end of a message, ours refuses.
class FramingTableTest {

    private static final String SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS");

    // Transfer-Encoding.

    /// Spellings of a Transfer-Encoding line that somebody somewhere takes for `chunked`, or for nothing.
    private static List<String> encodings() {
        List<String> lines = new ArrayList<>();
        for (String value : List.of(
                "Chunked",
                "CHUNKED",
                "chunKed",
                "xchunked",
                "chunkedx",
                "chunked,",
                ",chunked",
                ", chunked",
                "chunked, chunked",
                "chunked,identity",
                "identity, chunked",
                "gzip, chunked",
                "chunked, gzip",
                "identity",
                "gzip",
                "deflate",
                "compress",
                "cow",
                "",
                "\"chunked\"",
                "'chunked'",
                "chunked;",
                "chunked; q=1",
                "chunked;q=0.5",
                "(chunked)",
                "chunked (x)",
                "chunked chunked",
                "chun ked",
                "chunk",
                "chunked\u00a0",
                "\u00a0chunked",
                "\u0085chunked",
                "chunked\u0085",
                "\u017fchunked",
                "trailers, chunked")) {
            lines.add("Transfer-Encoding: " + value);
        }
        for (String raw : List.of(
                "Transfer-Encoding : chunked",
                "Transfer-Encoding\t: chunked",
                "Transfer-Encoding:\u000bchunked",
                "Transfer-Encoding:\u000cchunked",
                "Transfer-Encoding: chunked\u000b",
                "Transfer-Encoding: chunked\u0000",
                "Transfer-Encoding: \u0000chunked",
                "Transfer-Encoding: \u0001chunked",
                "Transfer-Encoding: chunked\u007f",
                "Transfer-Encoding:\r\n chunked",
                "Transfer-Encoding:\r\n\tchunked",
                "Transfer-Encoding: chu\r\n nked",
                "Transfer-Encoding:\nchunked",
                "Transfer-Encoding: chunked\r",
                "X: y\nTransfer-Encoding: chunked",
                "X: y\rTransfer-Encoding: chunked",
                " Transfer-Encoding: chunked",
                "\tTransfer-Encoding: chunked",
                "Transfer_Encoding: chunked",
                "transfer_encoding: chunked",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\ntransfer-encoding: x",
                "Transfer Encoding: chunked",
                "Transfer-Encoding",
                "Transfer-Encoding chunked")) {
            lines.add(raw);
        }
        return lines;
    }

    private static Stream<Arguments> encodingCases() {
        List<Arguments> cases = new ArrayList<>();
        for (String encoding : encodings()) {
            for (String version : List.of("HTTP/1.1", "HTTP/1.0")) {
                cases.add(Arguments.of(version, "", encoding));
                cases.add(Arguments.of(version, "Content-Length: 4\r\n", encoding));
                cases.add(Arguments.of(version, "", encoding + "\r\nContent-Length: 4"));
            }
        }
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("encodingCases")
    void no_spelling_of_transfer_encoding_but_one_is_taken(String version, String before, String encoding) {
        RequestRecorder read = RequestRecorder.of(
                "POST / " + version + "\r\nHost: a\r\n" + before + encoding + "\r\n\r\n0\r\n\r\n" + SMUGGLED);
        assertThat(read.messages()).isEmpty();
        assertThat(read.refusal())
                .isIn(
                        Refusal.TRANSFER_ENCODING,
                        Refusal.LENGTH_AND_ENCODING,
                        Refusal.FIELD_NAME,
                        Refusal.FIELD_VALUE,
                        Refusal.FIELD_UNDERSCORE,
                        Refusal.FOLDED_FIELD,
                        Refusal.LINE_END);
    }

    @Test
    void there_are_as_many_spellings_as_the_threat_model_asks_for() {
        assertThat(encodings()).hasSizeGreaterThanOrEqualTo(55).doesNotHaveDuplicates();
    }

    @Test
    void chunked_is_taken_in_http_1_1_only_and_never_beside_a_length() {
        String chunked = "Transfer-Encoding:  chunked\t\r\n";
        assertThat(RequestRecorder.of(post("HTTP/1.1", chunked) + "2\r\nhi\r\n0\r\n\r\n" + SMUGGLED)
                        .messages())
                .extracting(Message::body)
                .containsExactly("hi", "");
        assertThat(RequestRecorder.of(post("HTTP/1.0", chunked)).refusal()).isEqualTo(Refusal.TRANSFER_ENCODING);
        for (String version : List.of("HTTP/1.1", "HTTP/1.0")) {
            assertThat(RequestRecorder.of(post(version, chunked + "Content-Length: 2\r\n"))
                            .refusal())
                    .isEqualTo(Refusal.LENGTH_AND_ENCODING);
            assertThat(RequestRecorder.of(post(version, "content-length: 0\r\n" + chunked))
                            .refusal())
                    .isEqualTo(Refusal.LENGTH_AND_ENCODING);
        }
    }

    private static String post(String version, String fields) {
        return "POST / " + version + "\r\nHost: a\r\n" + fields + "\r\n";
    }

    // Content-Length.

    private static List<String> lengths() {
        List<String> lines = new ArrayList<>();
        for (String value : List.of(
                "",
                "+5",
                "-5",
                "-0",
                "05",
                "00",
                "0x5",
                "5x",
                "x5",
                "5 5",
                "5,5",
                "5, 5",
                "5,",
                ",5",
                "5;",
                "5.0",
                "5e0",
                "1_0",
                "1'0",
                "\"5\"",
                "five",
                "5\u00a0",
                "\u0665",
                "\u00b2",
                "1000000000000000000",
                "9223372036854775808",
                "18446744073709551616",
                "18446744073709551621",
                "99999999999999999999999999999999999")) {
            lines.add("Content-Length: " + value);
        }
        lines.add("Content-Length: 5\r\nContent-Length: 5");
        lines.add("Content-Length: 5\r\nContent-Length: 6");
        lines.add("Content-Length: 0\r\ncontent-length: 5");
        lines.add("Content-Length: 5\r\nContent_Length: 5");
        lines.add("Content_Length: 5");
        lines.add("Content-Length : 5");
        lines.add("Content-Length\u0000: 5");
        lines.add("Content-Length: 5\u0000");
        lines.add("Content-Length: 5\u000b");
        lines.add("Content-Length: \r\n 5");
        lines.add(" Content-Length: 5");
        return lines;
    }

    private static Stream<Arguments> lengthCases() {
        return lengths().stream().flatMap(line -> METHODS.stream().map(method -> Arguments.of(method, line)));
    }

    @ParameterizedTest
    @MethodSource("lengthCases")
    void no_length_but_one_plain_number_is_taken(String method, String length) {
        for (String version : List.of("HTTP/1.1", "HTTP/1.0")) {
            RequestRecorder read =
                    RequestRecorder.of(method + " / " + version + "\r\nHost: a\r\n" + length + "\r\n\r\n" + SMUGGLED);
            assertThat(read.messages()).isEmpty();
            assertThat(read.refusal())
                    .isIn(
                            Refusal.CONTENT_LENGTH,
                            Refusal.FIELD_NAME,
                            Refusal.FIELD_VALUE,
                            Refusal.FIELD_UNDERSCORE,
                            Refusal.FOLDED_FIELD);
        }
    }

    @Test
    void a_length_is_kept_to_whatever_the_method() {
        assertThat(lengths()).hasSizeGreaterThanOrEqualTo(33).doesNotHaveDuplicates();
        for (String method : METHODS) {
            RequestRecorder read = RequestRecorder.of(method + " / HTTP/1.1\r\nHost: a\r\nContent-Length: \t"
                    + SMUGGLED.length() + " \r\n\r\n" + SMUGGLED + SMUGGLED);
            assertThat(read.messages()).extracting(Message::body).containsExactly(SMUGGLED, "");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "9", "10", "999999999999999999"})
    void numbers_are_read_as_they_are(String number) {
        byte[] octets = Octets.of("x" + number + "y");
        assertThat(Decimal.parse(octets, 1, octets.length - 1)).isEqualTo(Long.parseLong(number));
        assertThat(Decimal.parse(octets, 0, octets.length - 1)).isEqualTo(-1);
        assertThat(Decimal.parse(octets, 1, 1)).isEqualTo(-1);
    }

    // Chunks.

    /// Size lines without their end; each is wrong in itself, unless it is 5 in some disguise that is well-formed.
    private static final List<String> SIZES = List.of(
            "",
            " ",
            " 5",
            "5 ",
            "\t5",
            "5\t",
            "0x5",
            "0X5",
            "x5",
            "+5",
            "-5",
            "5_",
            "_5",
            "5.0",
            "5,",
            "5g",
            "g",
            "\"5\"",
            "\u0665",
            "\u00b5",
            "\u00005",
            "5\u0000",
            "5 ;a",
            ";",
            ";a=b",
            "0000000000000005",
            "10000000000000005",
            "fffffffffffffffffffffff5",
            "8000000000000005",
            "5;a=\"\r\n\"",
            "5;a\nb",
            "5;a\rb",
            "5;\u0000",
            "5;\u007f",
            "5;\u001b[2J",
            "5;",
            "5;;",
            "5;=",
            "5;a=",
            "5;a=b=c",
            "5;a b",
            "5; a",
            "5;a ",
            "5;a=\"b",
            "5;a=\"b\"c",
            "5;a=\"\\",
            "5;\u00e9",
            "5;a=\u00e9",
            "5;" + "x".repeat(20_000));

    /// What may stand where CRLF belongs.
    private static final List<String> ENDS = List.of(
            "\n",
            "\r",
            "\n\r",
            "\r\r\n",
            "\n\n",
            "\r\n ",
            " \r\n",
            "\t\r\n",
            "\u0000\r\n",
            "\u000b\r\n",
            "\r\u0000\n",
            "\r \n",
            "\u0085",
            "\u2028",
            "");

    @ParameterizedTest
    @MethodSource("sizes")
    void no_malformed_chunk_size_is_taken_however_its_line_ends(String size) {
        List<String> ends = new ArrayList<>(ENDS);
        ends.add("\r\n");
        for (String end : ends) {
            RequestRecorder read = RequestRecorder.of(
                    post("HTTP/1.1", "Transfer-Encoding: chunked\r\n") + size + end + "hello\r\n0\r\n\r\n" + SMUGGLED);
            assertThat(read.messages()).as("end %s", end).isEmpty();
            assertThat(read.refusal()).as("end %s", end).isEqualTo(Refusal.CHUNK);
        }
    }

    private static Stream<String> sizes() {
        return SIZES.stream();
    }

    @ParameterizedTest
    @MethodSource("ends")
    void no_line_end_but_crlf_is_taken_within_chunks(String end) {
        String head = post("HTTP/1.1", "Transfer-Encoding: chunked\r\n");
        for (String body : List.of(
                "5" + end + "hello\r\n0\r\n\r\n",
                "5;a=b" + end + "hello\r\n0\r\n\r\n",
                "5\r\nhello" + end + "0\r\n\r\n",
                "5\r\nhello\r\n0" + end + "\r\n")) {
            RequestRecorder read = RequestRecorder.of(head + body + SMUGGLED);
            assertThat(read.messages()).as(body).isEmpty();
            assertThat(read.refusal())
                    .as(body)
                    .isIn(Refusal.CHUNK, Refusal.LINE_END, Refusal.FOLDED_FIELD, Refusal.FIELD_NAME);
        }
    }

    private static Stream<String> ends() {
        return ENDS.stream();
    }

    @Test
    void well_formed_chunks_are_joined_and_their_extensions_dropped() {
        RequestRecorder read = RequestRecorder.of(post("HTTP/1.1", "Transfer-Encoding: chunked\r\n")
                + "5\r\nhello\r\n00000000000001;a=\"b;c \\\"\";d;e=f\r\n \r\nA;x\r\n0123456789\r\na\r\n0123456789\r\n"
                + "000\r\nX-After: 1\r\n\r\n" + SMUGGLED);
        assertThat(read.refusal()).isNull();
        assertThat(read.messages()).hasSize(2);
        assertThat(read.messages().getFirst().body()).isEqualTo("hello 01234567890123456789");
        assertThat(read.messages().getFirst().trailers()).containsExactly("X-After: 1");
    }

    @ParameterizedTest
    @ValueSource(strings = {" X: 1", "X : 1", "X\u0000: 1", "X: \u0001", ": 1", "X", "X: 1\nY: 2", "Content_Length: 5"})
    void trailers_are_read_as_strictly_as_fields(String trailer) {
        RequestRecorder read = RequestRecorder.of(
                post("HTTP/1.1", "Transfer-Encoding: chunked\r\n") + "0\r\n" + trailer + "\r\n\r\n" + SMUGGLED);
        assertThat(read.messages()).isEmpty();
        assertThat(read.refusal()).isNotNull();
    }
}
