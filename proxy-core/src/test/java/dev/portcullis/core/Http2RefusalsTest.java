package dev.portcullis.core;

import static dev.portcullis.core.Http2Frame.CANCEL;
import static dev.portcullis.core.Http2Frame.DATA;
import static dev.portcullis.core.Http2Frame.END_HEADERS;
import static dev.portcullis.core.Http2Frame.END_STREAM;
import static dev.portcullis.core.Http2Frame.HEADERS;
import static dev.portcullis.core.Http2Frame.PING;
import static dev.portcullis.core.Http2Frame.SETTINGS;
import static dev.portcullis.core.Http2Wire.request;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Every refusal over HTTP/2 is told once and under its name: what else is evidence made of?
class Http2RefusalsTest {

    private final RefusalRecorder refusals = new RefusalRecorder();

    private Http2House house() throws IOException {
        return new Http2House(s -> s.events(refusals));
    }

    private static Arguments ends(String name, String refusal, Http2House.Step does) {
        return Arguments.of(Named.of(name, does), refusal);
    }

    static Stream<Arguments> connectionErrors() {
        return Stream.of(
                ends(
                        "a frame that is too long",
                        "http2-frame",
                        wire -> wire.raw(Http2Bytes.frameOf(0xffffff, SETTINGS, 0, 0))),
                ends("DATA on an idle stream", "http2-frame", wire -> wire.data(1, true, "x")),
                ends("DATA behind the end", "http2-frame", wire -> {
                    wire.get(1, "/held");
                    wire.data(1, true, "x");
                }),
                ends("a window that overflows", "http2-frame", wire -> wire.window(0, Integer.MAX_VALUE)),
                ends(
                        "a block that cannot be read",
                        "http2-frame",
                        wire -> wire.frame(HEADERS, END_STREAM | END_HEADERS, 1, (byte) 0x80)),
                ends("DATA beyond the window", "http2-frame", wire -> {
                    wire.post(1, "/held");
                    for (int i = 0; i < 200; i++) {
                        wire.put(Http2Bytes.frame(DATA, 0, 1, new byte[16_384]));
                    }
                    wire.flush();
                }),
                ends("a flood of PING", "http2-flood", wire -> {
                    for (int i = 0; i < 1000; i++) {
                        wire.put(Http2Bytes.frame(PING, 0, 0, new byte[8]));
                    }
                    wire.flush();
                }),
                ends("a flood of resets", "http2-flood", wire -> {
                    for (int i = 1; i < 1000; i += 2) {
                        wire.get(i, "/held");
                        wire.reset(i, CANCEL);
                    }
                }));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("connectionErrors")
    void an_end_of_the_connection_is_told_once(Http2House.Step does, String refusal) throws IOException {
        try (Http2House house = house();
                Http2Wire wire = house.connect()) {
            does.on(wire);
            wire.goAway();

            assertThat(refusals.told()).containsExactly("127.0.0.1 " + refusal);
        }
    }

    private static Arguments with(String refusal, String... more) {
        return ends(
                more[0].strip() + " " + more[1],
                refusal,
                wire -> wire.headers(1, END_STREAM, request("GET", "/malformed", more)));
    }

    private static Arguments head(String name, String refusal, String... fields) {
        return ends(name, refusal, wire -> wire.headers(1, END_STREAM, fields));
    }

    static Stream<Arguments> malformed() {
        String host = TestProxy.HOST;
        return Stream.of(
                with("pseudo-field", ":status", "200"),
                with("pseudo-field", ":method", "GET"),
                with("connection-field", "connection", "close"),
                with("connection-field", "transfer-encoding", "chunked"),
                with("connection-field", "te", "gzip"),
                with("field-name", "X-Upper", "1"),
                with("field-value", "x", "a\nb"),
                with("host", "host", "other.test"),
                with("content-length", "content-length", "1"),
                head("no path", "pseudo-field", ":method", "GET", ":scheme", "https", ":authority", host),
                head("*", "target-form", request("OPTIONS", "*")),
                head("CONNECT", "target-form", ":method", "CONNECT", ":authority", host),
                head("a lower-case method", "method", request("get", "/malformed")),
                head("no authority", "pseudo-field", ":method", "GET", ":scheme", "https", ":path", "/malformed"),
                head(
                        "an authority with user information",
                        "host",
                        ":method",
                        "GET",
                        ":scheme",
                        "https",
                        ":authority",
                        "me@" + host,
                        ":path",
                        "/malformed"),
                ends("less than was announced", "content-length", wire -> {
                    wire.post(1, "/held", "content-length", "5");
                    wire.data(1, true, "four");
                }),
                ends("trailers that do not end", "http2-frame", wire -> {
                    wire.post(1, "/held");
                    wire.headers(1, 0, "x-trailer", "1");
                }),
                ends("connection in trailers", "connection-field", wire -> {
                    wire.post(1, "/held");
                    wire.headers(1, END_STREAM, "connection", "close");
                }));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("malformed")
    void a_malformed_request_is_told_once_and_the_connection_serves_on(Http2House.Step does, String refusal)
            throws IOException {
        try (Http2House house = house();
                Http2Wire wire = house.connect()) {
            does.on(wire);
            assertThat(wire.answer(1).reset()).isEqualTo(Http2Frame.PROTOCOL_ERROR);
            Http2House.assertServes(wire, 3);

            assertThat(refusals.told()).containsExactly("127.0.0.1 " + refusal);
        }
    }

    @Test
    void an_expectation_that_nobody_meets_is_answered() throws IOException {
        try (Http2House house = house();
                Http2Wire wire = house.connect()) {
            wire.get(1, "/", "expect", "a-miracle");

            assertThat(wire.answer(1).status()).isEqualTo(417);
            Http2House.assertServes(wire, 3);
            assertThat(refusals.told()).containsExactly("127.0.0.1 expectation");
        }
    }

    @Test
    void what_the_client_takes_back_is_nothing_to_tell() throws IOException {
        try (Http2House house = house();
                Http2Wire wire = house.connect()) {
            wire.get(1, "/held");
            wire.reset(1, CANCEL);
            Http2House.assertServes(wire, 3);

            assertThat(refusals.told()).isEqualTo(List.of());
        }
    }
}
