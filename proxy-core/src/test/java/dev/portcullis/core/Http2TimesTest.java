package dev.portcullis.core;

import static dev.portcullis.core.Http2Frame.CANCEL;
import static dev.portcullis.core.Http2Frame.CONTINUATION;
import static dev.portcullis.core.Http2Frame.END_STREAM;
import static dev.portcullis.core.Http2Frame.ENHANCE_YOUR_CALM;
import static dev.portcullis.core.Http2Frame.HEADERS;
import static dev.portcullis.core.Http2Frame.INITIAL_WINDOW_SIZE;
import static dev.portcullis.core.Http2Frame.NO_ERROR;
import static dev.portcullis.core.Http2House.row;
import static dev.portcullis.core.Http2Wire.block;
import static dev.portcullis.core.Http2Wire.request;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Nobody is waited for forever: `timeouts` over HTTP/2.
class Http2TimesTest {

    private static final Duration SHORT = Duration.ofSeconds(1);

    private final RefusalRecorder refusals = new RefusalRecorder();

    private Http2House waiting(ProxyConfig.Timeouts timeouts) throws IOException {
        return new Http2House(s -> s.timeouts(timeouts).events(refusals));
    }

    static Stream<Arguments> unfinished() {
        byte[] get = block(request("GET", "/"));
        return Stream.of(
                row("HEADERS without END_HEADERS", wire -> wire.frame(HEADERS, END_STREAM, 1, get)),
                row("a CONTINUATION without END_HEADERS", wire -> {
                    wire.frame(HEADERS, END_STREAM, 1, Arrays.copyOf(get, 5));
                    wire.frame(CONTINUATION, 0, 1, Arrays.copyOfRange(get, 5, 9));
                }),
                row(
                        "half a HEADERS frame",
                        wire -> wire.raw(Http2Bytes.frameOf(
                                get.length, HEADERS, Http2Frame.END_HEADERS | END_STREAM, 1, Arrays.copyOf(get, 9)))),
                row("half a HEADERS frame beside a request that is answered", wire -> {
                    Http2House.assertServes(wire, 1);
                    wire.raw(Http2Bytes.frameOf(get.length, HEADERS, END_STREAM, 3, Arrays.copyOf(get, 9)));
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unfinished")
    void a_header_block_that_never_ends_ends_the_connection(Http2House.Step does) throws IOException {
        try (Http2House house = waiting(Settings.requestHeadTime(SHORT))) {
            house.assertBroken(does, ENHANCE_YOUR_CALM);

            assertThat(refusals.told()).containsExactly("127.0.0.1 request-head-time");
        }
    }

    @Test
    void whoever_never_says_the_preface_is_closed() throws IOException {
        try (Http2House house = waiting(Settings.requestHeadTime(SHORT));
                Http2Wire wire = Http2Wire.connectRaw(house.proxy())) {
            wire.raw(Arrays.copyOf(Http2Wire.PREFACE, 10));

            assertThat(wire.closedWithin(30_000)).isTrue();
        }
    }

    @Test
    void a_body_that_stops_coming_is_answered_and_its_stream_ends() throws IOException {
        try (Http2House house = waiting(Settings.requestIdleTime(SHORT));
                Http2Wire wire = house.connect()) {
            wire.get(1, "/held");
            wire.post(3, "/echo", "content-length", "10");
            wire.data(3, false, "half");

            assertThat(wire.answer(3).status()).isEqualTo(408);
            assertThat(wire.message(3).errorCode()).isEqualTo(NO_ERROR);
            Http2House.assertServes(wire, 5);
            assertThat(refusals.told()).containsExactly("127.0.0.1 request-body-time");
        }
    }

    @Test
    void where_that_would_end_a_login_a_body_that_stops_coming_is_a_reset() throws IOException {
        try (Http2House house = waiting(Settings.requestIdleTime(SHORT));
                Http2Wire wire = house.connect()) {
            wire.get(1, "/held");
            wire.post(3, "/auth/token", "content-length", "10");
            wire.data(3, false, "half");
            Http2Answer answer = wire.answer(3);

            assertThat(answer.status()).isZero();
            assertThat(answer.reset()).isEqualTo(CANCEL);
            assertThat(refusals.told()).containsExactly("127.0.0.1 request-body-time");
        }
    }

    @Test
    void a_client_that_opens_no_window_is_given_up_stream_by_stream() throws IOException {
        try (Http2House house = waiting(Settings.idleTime(SHORT));
                Http2Wire wire = Http2Wire.connectRaw(house.proxy()).greet(INITIAL_WINDOW_SIZE, 0)) {
            wire.get(1, "/bytes/10");
            wire.get(3, "/bytes/10");
            assertThat(wire.message(1).field(":status")).isEqualTo("200");
            assertThat(wire.message(3).field(":status")).isEqualTo("200");
            wire.window(3, 10);

            assertThat(wire.answer(1).reset()).isEqualTo(CANCEL);
            assertThat(wire.answer(3).body()).hasSize(10);
            assertThat(refusals.told()).containsExactly("127.0.0.1 client-stalled");
        }
    }
}
