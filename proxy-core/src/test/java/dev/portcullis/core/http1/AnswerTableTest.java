package dev.portcullis.core.http1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.core.http.Refusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Answers of an upstream: read as strictly as requests, and exactly to their end.
class AnswerTableTest {

    private static final String OK = "HTTP/1.1 200 OK\r\n";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK",
                "HTTP/1.1 200 ",
                "HTTP/1.1 200",
                "HTTP/1.0 200 OK",
                "HTTP/1.1 599 x",
                "HTTP/1.1 200  a\tb ",
                "HTTP/1.1 200 caf\u00e9"
            })
    void status_lines_that_are_taken(String line) {
        AnswerRecorder read = AnswerRecorder.of(line + "\r\nContent-Length: 0\r\n\r\n");
        assertThat(read.refusal()).isNull();
        assertThat(read.complete()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "200 OK",
                "HTTP/1.1",
                "HTTP/1.1 ",
                "HTTP/1.1 20",
                "HTTP/1.1 2000",
                "HTTP/1.1 20x",
                "HTTP/1.1 099 x",
                "HTTP/1.1 600 x",
                "HTTP/1.1 000 x",
                "HTTP/1.1 +20 x",
                "HTTP/1.1 -20 x",
                "HTTP/1.1 200OK",
                "HTTP/1.1 200\tOK",
                "HTTP/1.1  200 OK",
                "HTTP/1.1\t200 OK",
                "HTTP/1.2 200 OK",
                "HTTP/2 200",
                "HTTP/2.0 200 OK",
                "http/1.1 200 OK",
                "ICY 200 OK",
                " HTTP/1.1 200 OK",
                "HTTP/1.1 200 O\u0000K",
                "HTTP/1.1 200 O\u001bK",
                "HTTP/1.1 200 O\u007fK",
                "HTTP/1.1 200 O\rK",
                "HTTP/1.1 200 O\nK",
                "\r\nHTTP/1.1 200 OK",
                "SSH-2.0-x"
            })
    void status_lines_that_are_not(String line) {
        AnswerRecorder read = AnswerRecorder.of(line + "\r\nContent-Length: 0\r\n\r\n");
        assertThat(read.refusal()).isNotNull();
        assertThat(read.messages()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 3\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nContent-Length: 3",
                "Transfer-Encoding: gzip, chunked",
                "Transfer-Encoding: identity",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
                "Content-Length: 3\r\nContent-Length: 3",
                "Content-Length: 3, 3",
                "Content-Length: -3",
                "Content-Length: +3",
                "Content-Length: 0x3",
                "Content-Length: 18446744073709551619",
                "Content-Length:",
                "Content_Length: 3",
                "X: a\n b",
                "X: a\rb",
                "X: a\r\n b",
                "X : a",
                "X",
                ": a",
                "X: \u0000",
                "X: \u0001",
                "Transfer_Encoding: chunked"
            })
    void fields_that_end_an_answer(String fields) {
        AnswerRecorder read = AnswerRecorder.of(OK + fields + "\r\n\r\nabc");
        assertThat(read.refusal()).isNotNull();
        assertThat(read.messages()).isEmpty();
    }

    @Test
    void an_answer_in_http_1_0_is_never_chunked() {
        assertThat(AnswerRecorder.of("HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n")
                        .refusal())
                .isEqualTo(Refusal.UPSTREAM_ANSWER);
    }

    @ParameterizedTest
    @CsvSource({
        "200, false, Content-Length: 3, abc, 4",
        "200, false, Content-Length: 0, '', 7",
        "200, false, Transfer-Encoding: Chunked, ???, -1",
        "200, true, Content-Length: 3, '', 7",
        "200, true, Transfer-Encoding: chunked, '', 7",
        "200, true, X: y, '', 7",
        "204, false, Content-Length: 3, '', 7",
        "304, false, Content-Length: 3, '', 7",
        "200, false, X: y, abcdefg, 0",
        "205, false, Content-Length: 3, abc, 4",
    })
    void where_a_body_ends(int status, boolean toHead, String field, String body, int surplus) {
        String bytes = "HTTP/1.1 " + status + " x\r\n" + field + "\r\n\r\nabcdefg";
        for (int split = 0; split <= bytes.length(); split++) {
            AnswerRecorder read = AnswerRecorder.of(bytes, toHead, split);
            if (surplus < 0) {
                assertThat(read.refusal()).isEqualTo(Refusal.CHUNK);
            } else {
                assertThat(read.complete()).isTrue();
                assertThat(read.messages().getLast().body()).isEqualTo(body);
                assertThat(read.surplus()).isEqualTo(surplus);
            }
        }
    }

    @Test
    void an_answer_that_breaks_off_is_not_complete() {
        for (String bytes : new String[] {
            "",
            "HTTP/1.1 200",
            OK,
            OK + "Content-Length: 3\r\n\r\n",
            OK + "Content-Length: 3\r\n\r\nab",
            OK + "Transfer-Encoding: chunked\r\n\r\n",
            OK + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n",
            OK + "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n",
            "HTTP/1.1 100 Continue\r\n\r\n",
        }) {
            AnswerRecorder read = AnswerRecorder.of(bytes);
            assertThat(read.refusal()).as(bytes).isNull();
            assertThat(read.complete()).as(bytes).isFalse();
        }
    }

    @Test
    void informational_answers_come_before_the_final_one() {
        String early = "HTTP/1.1 103 Early Hints\r\nLink: </x>\r\n\r\n";
        AnswerRecorder read = AnswerRecorder.of(early.repeat(16) + OK + "Content-Length: 1\r\n\r\nx" + OK);
        assertThat(read.messages()).hasSize(17);
        assertThat(read.messages().getFirst().line()).isEqualTo("103 Early Hints");
        assertThat(read.messages().getLast().body()).isEqualTo("x");
        assertThat(read.surplus()).isEqualTo(OK.length());
        assertThat(AnswerRecorder.of(early.repeat(17) + OK).refusal()).isEqualTo(Refusal.UPSTREAM_ANSWER);
    }

    @Test
    void bytes_behind_a_101_are_not_read() {
        AnswerRecorder read = AnswerRecorder.of("HTTP/1.1 101 Switching\r\nUpgrade: websocket\r\n\r\nHTTP/1.1 ");
        assertThat(read.tunnel()).isTrue();
        assertThat(read.surplus()).isEqualTo(9);
    }

    @ParameterizedTest
    @CsvSource({
        "HTTP/1.1, X: y, true",
        "HTTP/1.1, Connection: close, false",
        "HTTP/1.1, 'Connection: keep-alive, close', false",
        "HTTP/1.0, X: y, false",
        "HTTP/1.0, Connection: keep-alive, true",
        "HTTP/1.0, 'Connection: keep-alive, close', false",
    })
    void whether_the_upstream_connection_may_live_on(String version, String field, boolean expected) {
        AnswerRecorder read = AnswerRecorder.of(version + " 200 OK\r\n" + field + "\r\nContent-Length: 0\r\n\r\n");
        assertThat(read.head().keepAlive()).isEqualTo(expected);
    }

    @Test
    void a_body_that_ends_with_the_connection_ends_the_connection() {
        assertThat(AnswerRecorder.of(OK + "\r\nabc").head().keepAlive()).isFalse();
    }

    @Test
    void a_head_of_an_answer_has_its_bounds() {
        assertThat(AnswerRecorder.of(OK + "X: y\r\n".repeat(501)).refusal()).isEqualTo(Refusal.FIELD_COUNT);
        assertThat(AnswerRecorder.of(OK + "X: " + "y".repeat(256 * 1024) + "\r\n\r\n")
                        .refusal())
                .isEqualTo(Refusal.HEAD_SIZE);
        assertThat(AnswerRecorder.of("HTTP/1.1 200 " + "y".repeat(8192) + "\r\n\r\n")
                        .refusal())
                .isEqualTo(Refusal.REQUEST_LINE_SIZE);
    }
}
