package dev.portcullis.core.http1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.core.ProxyConfig.Limits;
import dev.portcullis.core.http.BadMessage;
import dev.portcullis.core.http.Octets;
import dev.portcullis.core.http.Refusal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeadReaderTest {

    private static final String HEAD = "GET /a?b HTTP/1.1\r\nHost: home.test\r\nAccept: */*\r\n\r\n";
    private static final Limits SMALL = new Limits(1, 100, 40, 3);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /a?b HTTP/1.1\r\nHost: home.test\r\nAccept: */*\r\n\r\nGET /c HTTP/1.0\r\nHost: x\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhelloPUT / HTTP/1.1\r\nHost: b\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
                        + "3;x=\"y\"\r\nabc\r\n0A\r\n0123456789\r\n0\r\nX-T: 1\r\n\r\nGET / HTTP/1.1\r\nHost: b\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX: 1\r\nY: 2\r\nZ: 3\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\nX: 1\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\rX: 1\r\n\r\n",
                "GET /0123456789012345678901234567890123456789 HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET /01234567890123456789012345678901234\n56789 HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX: 01234567890123456789012345678901234567890123456789"
                        + "01234567890123456789012345678901234567890123456789\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX: 01234567890123456789012345678901234567890123456789"
                        + "01234567890123456789012345678901234567890123456789\0\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nX: 012345\0",
                "GE\0T / HTTP/1.1\r\nHost: a\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabcd\r\n",
                "\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n",
            })
    void bytes_mean_the_same_however_they_arrive(String bytes) {
        RequestRecorder whole = RequestRecorder.of(bytes, SMALL);
        for (int first = 1; first <= bytes.length(); first++) {
            for (int size : new int[] {1, 2, 7, bytes.length()}) {
                RequestRecorder pieces = RequestRecorder.inPieces(bytes, first, size, SMALL);
                assertThat(pieces.refusal())
                        .as("pieces of %s after %s", size, first)
                        .isEqualTo(whole.refusal());
                assertThat(pieces.messages()).isEqualTo(whole.messages());
            }
        }
    }

    @Test
    void a_head_as_large_as_the_limit_is_taken_and_one_byte_more_is_not() {
        Limits limits = new Limits(1, 9000, 40, 10);
        String fits = headOf(9000);
        assertThat(RequestRecorder.of(fits, limits).messages()).hasSize(1);
        assertThat(RequestRecorder.of(headOf(9001), limits).refusal()).isEqualTo(Refusal.HEAD_SIZE);
        assertThat(RequestRecorder.inPieces(fits, 1, 1, limits).messages()).hasSize(1);
    }

    /// A head with this many bytes after its first line.
    private static String headOf(int bytes) {
        String around = "Host: a\r\nX: \r\n\r\n";
        return "GET / HTTP/1.1\r\nHost: a\r\nX: " + "x".repeat(bytes - around.length()) + "\r\n\r\n";
    }

    @Test
    void a_request_line_as_long_as_the_limit_is_taken_and_one_byte_more_is_not() {
        Limits limits = new Limits(1, 100, 5000, 10);
        String target = "/" + "x".repeat(5000 - "GET / HTTP/1.1".length());
        assertThat(RequestRecorder.of("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n", limits)
                        .messages())
                .hasSize(1);
        assertThat(RequestRecorder.of("GET " + target + "x HTTP/1.1\r\nHost: a\r\n\r\n", limits)
                        .refusal())
                .isEqualTo(Refusal.REQUEST_LINE_SIZE);
        assertThat(RequestRecorder.of("x".repeat(5003), limits).refusal()).isEqualTo(Refusal.REQUEST_LINE_SIZE);
        assertThat(RequestRecorder.of("x".repeat(5002), limits).refusal()).isNull();
    }

    @Test
    void as_many_fields_as_the_limit_are_taken_and_one_more_is_not() {
        Limits limits = new Limits(1, 10_000, 100, 40);
        assertThat(RequestRecorder.of(fields(40), limits).messages().getFirst().fields())
                .hasSize(40);
        assertThat(RequestRecorder.of(fields(41), limits).refusal()).isEqualTo(Refusal.FIELD_COUNT);
    }

    private static String fields(int count) {
        return "GET / HTTP/1.1\r\nHost: a\r\n" + "X: 1\r\n".repeat(count - 1) + "\r\n";
    }

    @Test
    void as_many_trailers_as_the_limit_are_taken_and_one_more_is_not() {
        String start = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n";
        assertThat(RequestRecorder.of(start + "X: 1\r\n".repeat(50) + "\r\n")
                        .messages()
                        .getFirst()
                        .trailers())
                .hasSize(50);
        assertThat(RequestRecorder.of(start + "X: 1\r\n".repeat(51) + "\r\n").refusal())
                .isEqualTo(Refusal.FIELD_COUNT);
        assertThat(RequestRecorder.of(start + "X: " + "x".repeat(8192) + "\r\n\r\n")
                        .refusal())
                .isEqualTo(Refusal.HEAD_SIZE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/auth/token", "/a?b=c"})
    void the_target_of_a_broken_head_is_known_as_far_as_it_has_come(String target) throws BadMessage {
        HeadReader reader = new HeadReader(new byte[16], 100, 100, 10);
        assertThat(reader.secondWord()).isEmpty();
        reader.read(io.netty.buffer.Unpooled.wrappedBuffer(Octets.of("POST")));
        assertThat(reader.secondWord()).isEmpty();
        reader.read(io.netty.buffer.Unpooled.wrappedBuffer(Octets.of(" " + target)));
        assertThat(reader.secondWord()).isEqualTo(target);
        reader.read(io.netty.buffer.Unpooled.wrappedBuffer(Octets.of(" HTTP/1.1")));
        assertThat(reader.secondWord()).isEqualTo(target);
        reader.read(io.netty.buffer.Unpooled.wrappedBuffer(Octets.of("\r\nHost: a")));
        assertThat(reader.secondWord()).isEqualTo(target);
    }

    @Test
    void pipelined_requests_are_read_one_after_the_other() {
        assertThat(RequestRecorder.of(HEAD + HEAD).messages())
                .extracting(Message::line, Message::fields)
                .containsOnly(
                        org.assertj.core.groups.Tuple.tuple("GET /a?b 1", List.of("Host: home.test", "Accept: */*")))
                .hasSize(2);
    }
}
