package dev.portcullis.core;

import static dev.portcullis.core.Http2Frame.CANCEL;
import static dev.portcullis.core.Http2Frame.END_STREAM;
import static dev.portcullis.core.Http2Frame.HEADER_TABLE_SIZE;
import static dev.portcullis.core.Http2Frame.INTERNAL_ERROR;
import static dev.portcullis.core.Http2Frame.NO_ERROR;
import static dev.portcullis.core.Http2Wire.request;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests and answers over HTTP/2, as the upstream and the client see them.
class Http2AnswersTest {

    @Test
    void trailers_pass_both_ways() throws IOException {
        try (Origin origin = Origin.answering((head, wire) -> {
                    String body = wire.readBody(head);
                    wire.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                            + Integer.toHexString(body.length()) + "\r\n" + body
                            + "\r\n0\r\nX-Down: 2\r\nContent-Length: 7\r\n\r\n");
                });
                TestProxy proxy = TestProxy.before(origin);
                Http2Wire wire = Http2Wire.connect(proxy)) {
            wire.post(1, "/");
            wire.data(1, false, "abc");
            wire.headers(1, END_STREAM, "x-up", "1");
            Http2Answer answer = wire.answer(1);

            assertThat(answer.body()).isEqualToIgnoringCase("abc|trailer x-up: 1");
            assertThat(answer.trailers()).containsExactly(Map.entry("x-down", "2"));
        }
    }

    @Test
    void answers_before_the_final_one_pass() throws IOException {
        try (Origin origin = Origin.sending("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n"
                        + "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                TestProxy proxy = TestProxy.before(origin);
                Http2Wire wire = Http2Wire.connect(proxy)) {
            wire.get(1, "/");
            Http2Answer answer = wire.answer(1);

            assertThat(answer.informational()).containsExactly(103);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("ok");
        }
    }

    @Test
    void the_upstream_is_asked_whether_to_continue() throws IOException {
        try (Origin origin = Origin.answering((head, wire) -> {
                    wire.write("HTTP/1.1 100 Continue\r\n\r\n");
                    wire.write("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n" + wire.readBody(head));
                });
                TestProxy proxy = TestProxy.before(origin);
                Http2Wire wire = Http2Wire.connect(proxy)) {
            wire.post(1, "/", "content-length", "3", "expect", "100-continue");
            assertThat(wire.message(1).field(":status")).isEqualTo("100");
            wire.data(1, true, "abc");

            assertThat(wire.answer(1).body()).isEqualTo("abc");
            assertThat(origin.onlyHead()).containsIgnoringCase("Expect: 100-continue");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"204 No Content\r\n", "304 Not Modified\r\nETag: \"a\"\r\n"})
    void answers_without_a_body_end_with_their_head(String statusAndFields) throws IOException {
        try (Origin origin = Origin.sending("HTTP/1.1 " + statusAndFields + "\r\n");
                TestProxy proxy = TestProxy.before(origin);
                Http2Wire wire = Http2Wire.connect(proxy)) {
            wire.get(1, "/");
            Http2Frame head = wire.message(1);

            assertThat(head.field(":status")).isEqualTo(statusAndFields.substring(0, 3));
            assertThat(head.endsStream()).isTrue();
        }
    }

    @Test
    void an_answer_to_head_says_its_length_and_ends() throws IOException {
        try (Origin origin = Origin.sending("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
                TestProxy proxy = TestProxy.before(origin);
                Http2Wire wire = Http2Wire.connect(proxy)) {
            wire.headers(1, END_STREAM, request("HEAD", "/"));
            Http2Frame head = wire.message(1);

            assertThat(head.field("content-length")).isEqualTo("1000");
            assertThat(head.endsStream()).isTrue();
        }
    }

    @Test
    void fields_of_the_connection_stay_behind_and_names_are_lower_case() throws IOException {
        try (Origin origin = Origin.sending("HTTP/1.1 200 OK\r\nConnection: X-Hop\r\nX-Hop: 1\r\nKeep-Alive: 5\r\n"
                        + "Transfer-Encoding: chunked\r\nX-Kept: A\r\n\r\n2\r\nok\r\n0\r\n\r\n");
                TestProxy proxy = TestProxy.before(origin);
                Http2Wire wire = Http2Wire.connect(proxy)) {
            wire.get(1, "/");
            Http2Answer answer = wire.answer(1);

            assertThat(answer.body()).isEqualTo("ok");
            assertThat(answer.fields()).contains(Map.entry("x-kept", "A"));
            assertThat(answer.fields())
                    .noneMatch(field -> field.getKey().matches("connection|x-hop|keep-alive|transfer-encoding"));
            assertThat(answer.fields()).allMatch(field -> field.getKey().equals(lower(field.getKey())));
        }
    }

    private static String lower(String name) {
        return name.toLowerCase(java.util.Locale.ROOT);
    }

    @Test
    void cookie_crumbs_reach_the_upstream_as_one_field_and_host_is_the_authority() throws IOException {
        try (Http2House house = new Http2House();
                Http2Wire wire = house.connect()) {
            wire.get(1, "/x?y=1", "cookie", "a=1", "x-between", "2", "cookie", "b=2");
            assertThat(wire.answer(1).status()).isEqualTo(200);

            String head = house.heads().getFirst();
            assertThat(head).startsWith("GET /x?y=1 HTTP/1.1\r\n");
            assertThat(Wire.field(head, "Host")).isEqualTo(TestProxy.HOST);
            assertThat(Wire.field(head, "Cookie")).isEqualTo("a=1; b=2");
            assertThat(head).doesNotContain("\r\n:");
        }
    }

    @Test
    void rfc_9113_9_1_2_a_request_for_another_name_than_tls_was_for_is_misdirected() throws IOException {
        try (Http2House house = new Http2House(settings -> settings.alsoServing("other.test"));
                Http2Wire wire = house.connect()) {
            wire.headers(1, END_STREAM, ":method", "GET", ":scheme", "https", ":authority", "other.test", ":path", "/");

            assertThat(wire.answer(1).status()).isEqualTo(421);
            assertThat(house.heads()).isEmpty();
            Http2House.assertServes(wire, 3);
        }
    }

    @Test
    void an_answer_that_breaks_off_is_a_reset() throws IOException {
        try (Origin origin = Origin.answering((head, wire) -> {
                    wire.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
                    wire.close();
                });
                TestProxy proxy = TestProxy.before(origin);
                Http2Wire wire = Http2Wire.connect(proxy)) {
            wire.get(1, "/");
            Http2Answer answer = wire.answer(1);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.reset()).isEqualTo(INTERNAL_ERROR);
        }
    }

    @Test
    void a_path_that_is_not_exposed_is_a_cancelled_stream() throws IOException {
        try (Http2House house = new Http2House(settings -> settings.exposing(java.util.List.of()));
                Http2Wire wire = house.connect()) {
            wire.get(1, "/");

            assertThat(wire.answer(1).reset()).isEqualTo(CANCEL);
            assertThat(house.heads()).isEmpty();
        }
    }

    @Test
    void a_client_without_a_table_for_fields_reads_its_answers() throws IOException {
        try (Http2House house = new Http2House();
                Http2Wire wire = Http2Wire.connectRaw(house.proxy()).greet(HEADER_TABLE_SIZE, 0)) {
            Http2House.assertServes(wire, 1);
            Http2House.assertServes(wire, 3);
        }
    }

    @Test
    void rfc_9113_6_8_a_stop_announces_itself_and_lets_streams_finish() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (Origin origin = Origin.answering((head, wire) -> {
                    asked.countDown();
                    UpstreamPoolTest.await(goOn);
                    wire.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone");
                });
                TestProxy proxy = TestProxy.before(origin);
                Http2Wire wire = Http2Wire.connect(proxy)) {
            wire.get(1, "/");
            UpstreamPoolTest.await(asked);
            Thread stop = Thread.ofVirtual().start(proxy::close);
            Http2Frame goAway = wire.next(0);
            while (goAway.type() != Http2Frame.GOAWAY) {
                goAway = wire.next(0);
            }
            goOn.countDown();

            assertThat(goAway.errorCode()).isEqualTo(NO_ERROR);
            assertThat(wire.answer(1).body()).isEqualTo("done");
            assertThat(wire.closedWithin(30_000)).isTrue();
            stop.join();
        }
    }

    @Test
    void rfc_9113_9_1_an_idle_connection_ends_with_a_word() throws IOException {
        try (Http2House house = new Http2House(s -> s.timeouts(Settings.requestIdleTime(Duration.ofMillis(300))));
                Http2Wire wire = house.connect()) {
            assertThat(wire.goAway()).isEqualTo(NO_ERROR);
        }
    }

    @Test
    void rfc_9113_3_4_something_else_than_the_preface_ends_the_connection() throws IOException {
        try (Http2House house = new Http2House();
                Http2Wire wire = Http2Wire.connectRaw(house.proxy())) {
            wire.raw("INVALID CONNECTION PREFACE\r\n\r\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII));

            assertThat(wire.goAway()).isEqualTo(Http2Frame.PROTOCOL_ERROR);
        }
    }

    @Test
    void rfc_9113_6_7_a_ping_is_answered_with_its_own_bytes() throws IOException {
        byte[] payload = {1, 2, 3, 4, 5, 6, 7, 8};
        try (Http2House house = new Http2House();
                Http2Wire wire = house.connect()) {
            wire.frame(Http2Frame.PING, 0, 0, payload);
            Http2Frame pong = wire.next(0);
            while (pong.type() != Http2Frame.PING) {
                pong = wire.next(0);
            }

            assertThat(pong.has(Http2Frame.ACK)).isTrue();
            assertThat(pong.payload().array()).isEqualTo(payload);
        }
    }
}
