package dev.portcullis.core.http1;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.core.http.ClientStream;
import dev.portcullis.core.http.Fields;
import dev.portcullis.core.http.Refusal;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The codec between a channel on a hand-moved clock and stages that do what the test says.
class Http1ClientHandlerTest extends ClientOnAClock {

    // Order.

    @Test
    void pipelined_requests_wait_and_are_answered_in_order() {
        send(GET.replace("/ ", "/1 ") + GET.replace("/ ", "/2 ") + GET.replace("/ ", "/3 "));
        assertThat(stages.targets()).containsExactly("/1");
        assertThat(channel.config().isAutoRead()).isFalse();
        answer(0, 200);
        assertThat(stages.targets()).containsExactly("/1", "/2");
        answer(1, 201);
        answer(2, 202);
        assertThat(statuses()).containsExactly("200", "201", "202");
        assertThat(channel.isOpen()).isTrue();
        assertThat(channel.config().isAutoRead()).isTrue();
    }

    @Test
    void requests_that_are_answered_at_once_do_not_nest() {
        stages.answerAtOnce(local(200, false));
        send(GET.repeat(2000));
        assertThat(statuses()).hasSize(2000).containsOnly("200");
    }

    @Test
    void bad_bytes_after_a_good_request_are_refused_after_its_answer() {
        send(GET + "GET / HTTP/1.1\r\nHost: a\nX: 1\r\n\r\n");
        assertThat(written()).isEmpty();
        answer(0, 200);
        assertThat(statuses()).containsExactly("200", "400");
        assertThat(stages.refusals).containsExactly(Refusal.LINE_END);
    }

    // Refusals.

    @Test
    void a_refusal_says_its_name_and_closes() {
        send("GET / HTTP/1.1\r\nHost: a b\r\n\r\n");
        assertThat(written())
                .startsWith("HTTP/1.1 400 Bad Request\r\n")
                .contains("Connection: close\r\n")
                .endsWith("\r\n\r\nhost: not exactly one valid Host (RFC 9112 section 3.2)\n");
        assertThat(stages.refusals).containsExactly(Refusal.HOST);
        send(GET);
        assertThat(stages.targets()).isEmpty();
    }

    @Test
    void after_a_refusal_the_rest_is_read_and_dropped_so_that_the_client_sees_its_answer() {
        send("GET / HTTP/1.1\r\nHost: a b\r\n\r\n" + "x".repeat(100_000));
        assertThat(statuses()).containsExactly("400");
        assertThat(channel.config().isAutoRead()).isTrue();
        assertThat(channel.isOpen()).isTrue();
        send("more");
        inputEnds();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void lingering_ends_after_two_seconds() {
        send("GET / HTTP/1.1\r\nHost: a b\r\n\r\n");
        pass(1999, TimeUnit.MILLISECONDS);
        assertThat(channel.isOpen()).isTrue();
        pass(1, TimeUnit.MILLISECONDS);
        assertThat(channel.isOpen()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /auth/token HTTP/1.1\r\nHost: a b\r\n\r\n",
                "POST /auth/token HTTP/1.1\r\nHost: a\r\nContent-Length: +1\r\n\r\n",
                "POST /auth/token HTTP/1.1\r\nHost: a\r\n folded\r\n\r\n",
                "POST /auth/token HTTP/1.1\r\nHost: a\nX: 1\r\n\r\n",
                "POST /auth/token HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nx",
            })
    void where_credentials_are_at_stake_the_connection_closes_instead_of_blaming_the_client(String request) {
        stages.credentials = "/auth/token";
        send(request);
        assertThat(written()).isEmpty();
        assertThat(channel.isOpen()).isFalse();
        assertThat(stages.refusals).hasSize(1);
    }

    @Test
    void where_credentials_are_at_stake_only_later_is_said() {
        stages.credentials = "/auth/token";
        for (int later : new int[] {503, 429}) {
            stages.answerAtOnce(local(later, false));
            send("POST /auth/token HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(statuses()).containsExactly(Integer.toString(later));
        }
        send("POST /auth/token HTTP/1.1\r\nHost: a\r\nExpect: a miracle\r\n\r\n");
        assertThat(statuses()).isEmpty();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void an_answer_that_blames_the_client_becomes_a_close_where_credentials_are_at_stake() {
        stages.credentials = "/auth/token";
        stages.answerAtOnce(local(403, false));
        send("POST /auth/token HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(written()).isEmpty();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void a_bad_chunk_ends_the_request_for_the_upstream_too() {
        send(CHUNKED + "3\r\nabc\r\n");
        send("x\r\n");
        assertThat(stages.events()).containsExactly("data abc", "flush", "gone");
        assertThat(statuses()).containsExactly("400");
        assertThat(stages.refusals).containsExactly(Refusal.CHUNK);
    }

    @Test
    void a_bad_chunk_after_the_answer_began_closes_without_another_answer() {
        send(CHUNKED);
        stages.client(0).head(head(200, "Content-Length: 5"), null);
        stages.client(0).flush();
        send("x\r\n");
        assertThat(statuses()).containsExactly("200");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void an_answer_of_ours_never_lands_within_another_one() {
        send(CHUNKED + "3\r\nabc\r\n");
        stages.client(0).head(head(200, "Content-Length: 5"), null);
        stages.client(0).flush();
        stages.client(0).answer(local(413, true));
        assertThat(statuses()).containsExactly("200");
        assertThat(channel.isOpen()).isFalse();
    }

    // What follows an answer.

    @Test
    void an_answer_before_the_body_was_read_says_close_and_drops_the_rest() {
        send("POST / HTTP/1.1\r\nHost: home.test\r\nContent-Length: 10\r\n\r\n12345");
        answer(0, 413);
        assertThat(written()).contains("Connection: close\r\n");
        send("67890" + GET);
        assertThat(stages.targets()).hasSize(1);
        assertThat(channel.isOpen()).isTrue();
        pass(2, TimeUnit.SECONDS);
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void a_last_answer_closes_at_once_if_nothing_is_left_to_read() {
        stages.answerAtOnce(local(200, false));
        send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        assertThat(written()).contains("Connection: close\r\n");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void http_1_0_closes_unless_the_client_asks_otherwise() {
        send("GET / HTTP/1.0\r\nHost: a\r\n\r\n");
        answer(0, 200);
        assertThat(written()).startsWith("HTTP/1.1 200").contains("Connection: close\r\n");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void http_1_0_may_ask_to_keep_the_connection() {
        send("GET / HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n");
        answer(0, 200);
        assertThat(written()).contains("Connection: keep-alive\r\n");
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void http_1_0_gets_a_body_of_unknown_length_until_the_close() {
        send("GET / HTTP/1.0\r\nHost: a\r\nConnection: keep-alive\r\n\r\n");
        ClientStream client = stages.client(0);
        client.head(head(200, "Transfer-Encoding: chunked"), null);
        client.data(bytes("abc"));
        client.end(Fields.NONE);
        assertThat(written()).isEqualTo("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nabc");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void http_1_0_gets_no_informational_answer() {
        send("GET / HTTP/1.0\r\nHost: a\r\n\r\n");
        stages.client(0).informational(head(103, "Link: </x>"));
        stages.client(0).flush();
        assertThat(written()).isEmpty();
    }

    @Test
    void informational_answers_are_relayed() {
        send("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\nContent-Length: 2\r\n\r\n");
        stages.client(0).informational(head(100, "X: 1"));
        stages.client(0).flush();
        assertThat(written()).isEqualTo("HTTP/1.1 100 OK\r\nX: 1\r\n\r\n");
        send("hi");
        assertThat(stages.events()).containsExactly("flush", "data hi", "end", "flush");
    }

    @Test
    void a_head_request_gets_no_body() {
        stages.answerAtOnce(local(200, false));
        send("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(written()).contains("Content-Length: 3\r\n").endsWith("\r\n\r\n");
        assertThat(channel.isOpen()).isTrue();
    }
}
