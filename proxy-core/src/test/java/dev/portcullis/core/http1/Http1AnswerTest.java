package dev.portcullis.core.http1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.core.http.Fields;
import dev.portcullis.core.http.HeadWriter;
import dev.portcullis.core.http.LocalAnswer;
import dev.portcullis.core.http.Refusal;
import dev.portcullis.core.http.RequestHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is written for an answer: the framing is always ours.
class Http1AnswerTest {

    private final EmbeddedChannel channel = new EmbeddedChannel(new ChannelInboundHandlerAdapter());

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void a_known_length_stays_known() {
        Http1Answer answer = answerTo("GET", 1);
        assertThat(answer.started()).isFalse();
        assertThat(answer.head(Parsed.response(200, "X: 1\r\nContent-Length: 5\r\n"), null, true))
                .isTrue();
        assertThat(answer.started()).isTrue();
        answer.data(bytes("hel"));
        answer.data(bytes("lo"));
        answer.end(Fields.NONE);
        assertThat(written()).isEqualTo("HTTP/1.1 200 OK\r\nX: 1\r\nContent-Length: 5\r\n\r\nhello");
    }

    @ParameterizedTest
    @CsvSource({"'Transfer-Encoding: chunked\r\n'", "''"})
    void an_unknown_length_is_chunked(String framing) {
        Http1Answer answer = answerTo("GET", 1);
        assertThat(answer.head(Parsed.response(200, framing), null, true)).isTrue();
        answer.data(bytes("x".repeat(26)));
        answer.data(Unpooled.buffer());
        answer.data(bytes("y"));
        answer.end(Parsed.fields("X-Sum: 1\r\nSet-Cookie: a\r\n"));
        assertThat(written())
                .isEqualTo("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1a\r\n" + "x".repeat(26)
                        + "\r\n1\r\ny\r\n0\r\nX-Sum: 1\r\n\r\n");
    }

    @Test
    void an_empty_chunked_answer_has_its_last_chunk() {
        Http1Answer answer = answerTo("GET", 1);
        answer.head(Parsed.response(200, "Transfer-Encoding: chunked\r\n"), null, true);
        answer.end(Fields.NONE);
        assertThat(written()).endsWith("\r\n\r\n0\r\n\r\n");
    }

    @Test
    void http_1_0_gets_neither_chunks_nor_trailers() {
        Http1Answer answer = answerTo("GET", 0);
        assertThat(answer.head(Parsed.response(200, "Transfer-Encoding: chunked\r\n"), null, true))
                .isFalse();
        answer.data(bytes("abc"));
        answer.end(Parsed.fields("X-Sum: 1\r\n"));
        assertThat(written()).isEqualTo("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nabc");
    }

    @ParameterizedTest
    @CsvSource({
        "HEAD, 200, 5, 'Content-Length: 5\r\n'",
        "HEAD, 200, , ''",
        "GET, 304, 5, 'Content-Length: 5\r\n'",
        "GET, 304, , ''",
        "GET, 204, 5, ''",
        "GET, 204, , ''",
    })
    void an_answer_without_a_body_may_name_the_length_that_it_would_have(
            String method, int status, String length, String expected) {
        Http1Answer answer = answerTo(method, 1);
        String fields = length == null ? "" : "Content-Length: " + length + "\r\n";
        AnswerRecorder read =
                AnswerRecorder.of("HTTP/1.1 " + status + " OK\r\n" + fields + "\r\n", method.equals("HEAD"), 0);
        assertThat(answer.head(read.head(), null, true)).isTrue();
        answer.data(bytes("never"));
        answer.end(Parsed.fields("X: 1\r\n"));
        assertThat(written()).isEqualTo("HTTP/1.1 " + status + " OK\r\n" + expected + "\r\n");
    }

    @Test
    void the_upstreams_hsts_is_relayed_unless_the_site_has_its_own() {
        String theirs = "Strict-Transport-Security: max-age=1\r\nContent-Length: 0\r\n";
        answerTo("GET", 1).head(Parsed.response(200, theirs), null, true);
        assertThat(written()).containsOnlyOnce("Strict-Transport-Security: max-age=1\r\n");
        answerTo("GET", 1).head(Parsed.response(200, theirs), "max-age=2", true);
        assertThat(written())
                .containsOnlyOnce("Strict-Transport-Security")
                .contains("Strict-Transport-Security: max-age=2\r\n");
    }

    @Test
    void hop_by_hop_fields_of_the_upstream_stay_behind() {
        String fields = "Connection: close, X-Hop\r\nX-Hop: 1\r\nKeep-Alive: timeout=5\r\nUpgrade: h2c\r\n"
                + "Trailer: X\r\nX: 1\r\nSet-Cookie: a\r\nSet-Cookie: b\r\nContent-Length: 0\r\n";
        answerTo("GET", 1).head(Parsed.response(200, fields), null, true);
        assertThat(written())
                .isEqualTo("HTTP/1.1 200 OK\r\nX: 1\r\nSet-Cookie: a\r\nSet-Cookie: b\r\nContent-Length: 0\r\n\r\n");
    }

    @Test
    void informational_answers_have_no_framing() {
        Http1Answer answer = answerTo("GET", 1);
        answer.informational(Parsed.response(103, "Link: </x>\r\nContent-Length: 5\r\nConnection: close\r\n"));
        assertThat(written()).isEqualTo("HTTP/1.1 103 OK\r\nLink: </x>\r\n\r\n");
        assertThat(answer.started()).isFalse();
    }

    @Test
    void our_own_answers_are_whole_and_not_stored() {
        answerTo("GET", 1).local(LocalAnswer.refusal(Refusal.UPGRADE_VERSION, "other", true), false);
        assertThat(written())
                .isEqualTo("HTTP/1.1 426 Upgrade Required\r\nSec-WebSocket-Version: 13\r\n"
                        + "Content-Type: text/plain; charset=utf-8\r\nContent-Length: 23\r\nCache-Control: no-store\r\n"
                        + "Connection: close\r\n\r\nupgrade-version: other\n");
        answerTo("HEAD", 0).local(LocalAnswer.text(404, "Not Found", Map.of(), false), true);
        assertThat(written())
                .isEqualTo("HTTP/1.1 404 Not Found\r\nContent-Type: text/plain; charset=utf-8\r\n"
                        + "Content-Length: 10\r\nCache-Control: no-store\r\nConnection: keep-alive\r\n\r\n");
    }

    private Http1Answer answerTo(String method, int minor) {
        RequestHead request = RequestRecorder.of(method + " / HTTP/1." + minor + "\r\nHost: a\r\n\r\n")
                .lastHead();
        return new Http1Answer(channel.pipeline().firstContext(), new HeadWriter(), request);
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
    }

    private String written() {
        channel.flush();
        StringBuilder text = new StringBuilder();
        for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
            text.append(out.toString(StandardCharsets.ISO_8859_1));
            out.release();
        }
        return text.toString();
    }
}
