package dev.portcullis.core;

import static dev.portcullis.core.Http2Bytes.settings;
import static dev.portcullis.core.Http2Frame.CONTINUATION;
import static dev.portcullis.core.Http2Frame.END_HEADERS;
import static dev.portcullis.core.Http2Frame.END_STREAM;
import static dev.portcullis.core.Http2Frame.ENHANCE_YOUR_CALM;
import static dev.portcullis.core.Http2Frame.GOAWAY;
import static dev.portcullis.core.Http2Frame.HEADERS;
import static dev.portcullis.core.Http2Frame.HEADER_TABLE_SIZE;
import static dev.portcullis.core.Http2Frame.INTERNAL_ERROR;
import static dev.portcullis.core.Http2Frame.MAX_HEADER_LIST_SIZE;
import static dev.portcullis.core.Http2Frame.NO_ERROR;
import static dev.portcullis.core.Http2Frame.PROTOCOL_ERROR;
import static dev.portcullis.core.Http2Frame.RST_STREAM;
import static dev.portcullis.core.Http2Frame.SETTINGS;
import static dev.portcullis.core.Http2Wire.block;
import static dev.portcullis.core.Http2Wire.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.core.ProxyConfig.Limits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Lists of fields that are too long for one side or the other (RFC 9113 §6.5.2, §10.5.1).
class Http2ListsTest {

    private static final int HEADER_BYTES = 2048;
    private static final int REQUEST_LINE = 512;
    private static final int FIELDS = 20;

    private final RefusalRecorder refusals = new RefusalRecorder();

    /// Says `hello`, and more fields than 300 bytes of them to `/long`.
    private static Origin longWinded() throws IOException {
        return Origin.answering((head, wire) -> wire.write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n"
                + (head.startsWith("GET /long") ? "X-Long: " + "x".repeat(300) + "\r\n" : "")
                + "\r\nhello"));
    }

    private Http2House strict() throws IOException {
        return new Http2House(s ->
                s.limits(new Limits(100, HEADER_BYTES, REQUEST_LINE, FIELDS)).events(refusals));
    }

    @Test
    void an_answer_that_the_client_does_not_take_resets_its_stream_and_no_other() throws IOException {
        try (Origin origin = longWinded();
                TestProxy proxy = TestProxy.before(origin, s -> s.events(refusals));
                Http2Wire wire = Http2Wire.connectRaw(proxy).greet(MAX_HEADER_LIST_SIZE, 300)) {
            Http2House.assertServes(wire, 1);
            wire.get(3, "/long");

            assertThat(wire.answer(3).reset()).isEqualTo(INTERNAL_ERROR);
            Http2House.assertServes(wire, 5);
            assertThat(refusals.told()).containsExactly("127.0.0.1 http2-frame");
        }
    }

    @Test
    void what_an_answer_that_was_not_taken_should_have_told_of_the_table_the_next_one_tells() throws IOException {
        try (Origin origin = longWinded();
                TestProxy proxy = TestProxy.before(origin);
                Http2Wire wire = Http2Wire.connectRaw(proxy).greet(HEADER_TABLE_SIZE, 0, MAX_HEADER_LIST_SIZE, 300)) {
            wire.get(1, "/long");
            assertThat(wire.answer(1).reset()).isEqualTo(INTERNAL_ERROR);
            wire.get(3, "/fine");
            Http2Frame head = wire.message(3);

            assertThat(head.payload().get(0))
                    .as("RFC 7541 4.2: a table size update to 0")
                    .isEqualTo((byte) 0x20);
            assertThat(head.field(":status")).isEqualTo("200");
        }
    }

    @Test
    void a_client_that_takes_no_answer_but_asks_and_asks_is_sent_away() throws IOException {
        try (Origin origin = longWinded();
                TestProxy proxy = TestProxy.before(origin);
                Http2Wire wire = Http2Wire.connectRaw(proxy).greet(MAX_HEADER_LIST_SIZE, 10)) {
            int stream = 1;
            Http2Frame last = refusal(wire, stream);
            while (last.type() == RST_STREAM && stream < 2000) {
                stream += 2;
                last = refusal(wire, stream);
            }

            assertThat(last.type()).isEqualTo(GOAWAY);
            assertThat(last.errorCode()).isEqualTo(ENHANCE_YOUR_CALM);
        }
    }

    /// Asks, and waits for the end of the stream or the connection.
    private static Http2Frame refusal(Http2Wire wire, int stream) throws IOException {
        wire.get(stream, "/fine");
        Http2Frame frame = wire.read();
        while (frame.type() != RST_STREAM && frame.type() != GOAWAY) {
            frame = wire.read();
        }
        return frame;
    }

    @Test
    void a_limit_that_is_raised_later_counts_from_then_on() throws IOException {
        try (Origin origin = longWinded();
                TestProxy proxy = TestProxy.before(origin);
                Http2Wire wire = Http2Wire.connectRaw(proxy).greet(MAX_HEADER_LIST_SIZE, 10)) {
            wire.get(1, "/long");
            assertThat(wire.answer(1).reset()).isEqualTo(INTERNAL_ERROR);
            wire.frame(SETTINGS, 0, 0, settings(MAX_HEADER_LIST_SIZE, 100_000));
            wire.settled();
            wire.get(3, "/long");

            assertThat(wire.answer(3).body()).isEqualTo("hello");
        }
    }

    private static String[] tooMuch(String refusal, String path) {
        return switch (refusal) {
            case "request-line-size" -> request("GET", path + "?" + "x".repeat(REQUEST_LINE));
            // Each counts for 32 bytes beside its own, and so for more than it takes on the wire.
            case "head-size" -> many(path, FIELDS, "x".repeat(80));
            case "field-count" -> many(path, FIELDS + 1, "x");
            default -> throw new AssertionError(refusal);
        };
    }

    private static String[] many(String path, int count, String value) {
        List<String> fields = new ArrayList<>(Arrays.asList(request("GET", path)));
        for (int i = 0; i < count; i++) {
            fields.addAll(List.of("x", value));
        }
        return fields.toArray(String[]::new);
    }

    @ParameterizedTest
    @CsvSource({"request-line-size, 414", "head-size, 431", "field-count, 431"})
    void a_request_that_is_too_much_is_told_so_and_the_connection_serves_on(String refusal, int status)
            throws IOException {
        try (Http2House house = strict();
                Http2Wire wire = house.connect()) {
            wire.headers(1, END_STREAM, tooMuch(refusal, "/large"));
            Http2Answer answer = wire.answer(1);

            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.reset()).isEqualTo(-1);
            Http2House.assertServes(wire, 3);
            assertThat(house.heads()).noneMatch(head -> head.contains("/large"));
            assertThat(refusals.told()).containsExactly("127.0.0.1 " + refusal);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"request-line-size", "head-size", "field-count"})
    void where_that_would_end_a_login_nothing_is_said_but_a_reset(String refusal) throws IOException {
        try (Http2House house = strict();
                Http2Wire wire = house.connect()) {
            wire.headers(1, END_STREAM, tooMuch(refusal, "/auth/token"));
            Http2Answer answer = wire.answer(1);

            assertThat(answer.status()).isZero();
            assertThat(answer.reset()).isEqualTo(PROTOCOL_ERROR);
            Http2House.assertServes(wire, 3);
            assertThat(refusals.told()).containsExactly("127.0.0.1 " + refusal);
        }
    }

    /// Large cookies are a mistake of somebody's and no flood: as over HTTP/1, the answer says what is wrong.
    @Test
    void one_field_longer_than_all_may_be_is_answered_with_431_and_more_than_twice_that_is_a_flood()
            throws IOException {
        try (Http2House house = strict();
                Http2Wire wire = house.connect()) {
            String[] fields = request("GET", "/cookies", "x", "x".repeat(HEADER_BYTES + HEADER_BYTES / 2));
            wire.headers(1, END_STREAM, fields);
            assertThat(wire.answer(1).status()).isEqualTo(431);
            Http2House.assertServes(wire, 3);

            wire.headers(5, END_STREAM, request("GET", "/flood", "x", "x".repeat(2 * HEADER_BYTES)));
            assertThat(wire.goAway()).isEqualTo(ENHANCE_YOUR_CALM);
            assertThat(refusals.told()).containsExactly("127.0.0.1 head-size", "127.0.0.1 http2-flood");
        }
    }

    @Test
    void a_request_that_is_too_much_and_goes_on_is_told_to_stop() throws IOException {
        try (Http2House house = strict();
                Http2Wire wire = house.connect()) {
            wire.headers(1, 0, tooMuch("head-size", "/large"));
            Http2Frame head = wire.message(1);

            assertThat(head.field(":status")).isEqualTo("431");
            assertThat(head.endsStream()).isTrue();
            assertThat(wire.message(1).errorCode()).isEqualTo(NO_ERROR);
            wire.data(1, true, "under way");
            Http2House.assertServes(wire, 3);
        }
    }

    @Test
    void fields_of_a_block_that_was_too_long_are_remembered_all_the_same() throws IOException {
        try (Http2House house = strict();
                Http2Wire wire = house.connect()) {
            byte[] large = block(tooMuch("head-size", "/large"));
            byte[] kept = Http2Bytes.indexed("x-kept", "through it all");
            wire.frame(HEADERS, END_STREAM, 1, large);
            wire.frame(CONTINUATION, END_HEADERS, 1, kept);
            assertThat(wire.answer(1).status()).isEqualTo(431);
            byte[] newest = {(byte) (0x80 | 62)};
            byte[] again = Http2Bytes.concat(block(request("GET", "/again")), newest);
            wire.frame(HEADERS, END_STREAM | END_HEADERS, 3, again);

            assertThat(wire.answer(3).status()).isEqualTo(200);
            assertThat(house.heads().getFirst()).containsIgnoringCase("x-kept: through it all\r\n");
        }
    }
}
