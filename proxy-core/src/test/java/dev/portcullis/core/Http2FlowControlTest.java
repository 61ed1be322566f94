package dev.portcullis.core;

import static dev.portcullis.core.Http2Frame.DATA;
import static dev.portcullis.core.Http2Frame.FLOW_CONTROL_ERROR;
import static dev.portcullis.core.Http2Frame.HEADERS;
import static dev.portcullis.core.Http2Frame.INITIAL_WINDOW_SIZE;
import static dev.portcullis.core.Http2Frame.MAX_CONCURRENT_STREAMS;
import static dev.portcullis.core.Http2Frame.MAX_FRAME_SIZE;
import static dev.portcullis.core.Http2Frame.SETTINGS;
import static dev.portcullis.core.Http2Frame.WINDOW_UPDATE;
import static dev.portcullis.core.Http2House.row;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Windows (RFC 9113 §6.9), with a client that is exact about its own.
class Http2FlowControlTest {

    private static final int MOST = Integer.MAX_VALUE;
    private static Http2House house;

    @BeforeAll
    static void open() throws IOException {
        house = new Http2House();
    }

    @AfterAll
    static void close() {
        house.close();
    }

    private static Http2Wire withWindow(int size) throws IOException {
        return Http2Wire.connectRaw(house.proxy()).greet(INITIAL_WINDOW_SIZE, size);
    }

    /// Nothing of it reaches the upstream, however soon that could take it.
    private static void unopenedTunnel(Http2Wire wire, int stream) {
        wire.headers(
                stream,
                0,
                Http2Wire.request("CONNECT", "/held", ":protocol", "websocket", "sec-websocket-version", "13"));
    }

    private static int nextData(Http2Wire wire, int stream) throws IOException {
        Http2Frame frame = wire.next(stream);
        while (frame.type() == HEADERS) {
            frame = wire.next(stream);
        }
        assertThat(frame.type()).as("%s", frame).isEqualTo(DATA);
        return frame.payload().limit();
    }

    /// The answer of a PING shows that all that was sent before it has been looked at.
    private static void assertNothingComesOn(Http2Wire wire, int stream) throws IOException {
        wire.frame(Http2Frame.PING, 0, 0, new byte[8]);
        Http2Frame frame = wire.read();
        while (frame.type() != Http2Frame.PING) {
            assertThat(frame.stream()).as("%s", frame).isNotEqualTo(stream);
            frame = wire.read();
        }
    }

    static Stream<Arguments> wrong() {
        return Stream.of(
                row("6.9.1 a connection window above 2^31 - 1", FLOW_CONTROL_ERROR, wire -> {
                    wire.window(0, MOST);
                    wire.window(0, MOST);
                }),
                row("6.9.1 a stream window above 2^31 - 1", FLOW_CONTROL_ERROR, wire -> {
                    wire.get(1, "/held");
                    wire.window(1, MOST);
                    wire.window(1, MOST);
                }),
                row("6.9.2 settings that lift a stream window above 2^31 - 1", FLOW_CONTROL_ERROR, wire -> {
                    wire.get(1, "/held");
                    wire.window(1, MOST - 65_535);
                    wire.frame(SETTINGS, 0, 0, Http2Bytes.settings(INITIAL_WINDOW_SIZE, 65_536));
                }),
                row("6.9.1 more DATA on a stream than its window allows", FLOW_CONTROL_ERROR, wire -> {
                    int window = wire.serverSettings().get(INITIAL_WINDOW_SIZE);
                    unopenedTunnel(wire, 1);
                    for (int sent = 0; sent <= window; sent += 16_384) {
                        wire.data(1, false, new byte[16_384]);
                    }
                }));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("wrong")
    void the_connection_ends_with(Http2House.Step does, int code) throws IOException {
        house.assertBroken(does, code);
    }

    @Test
    void uploads_that_nobody_takes_leave_room_for_another() throws IOException {
        try (Http2Wire wire = house.connect()) {
            int window = wire.serverSettings().get(INITIAL_WINDOW_SIZE);
            int last = 2 * wire.serverSettings().get(MAX_CONCURRENT_STREAMS) - 1;
            for (int stream = 1; stream < last; stream += 2) {
                unopenedTunnel(wire, stream);
                for (int sent = 0; sent < window; sent += 16_384) {
                    wire.data(stream, false, new byte[16_384]);
                }
            }
            wire.post(last, "/");
            wire.upload(last, true, new byte[3_000_000]);

            assertThat(wire.answer(last).status()).isEqualTo(200);
        }
    }

    @Test
    void rfc_9113_6_9_1_an_answer_goes_no_further_than_the_window() throws IOException {
        try (Http2Wire wire = withWindow(1)) {
            wire.get(1, "/fine");
            assertThat(nextData(wire, 1)).isEqualTo(1);
            assertNothingComesOn(wire, 1);
            wire.window(1, 2);
            assertThat(nextData(wire, 1)).isEqualTo(2);
            wire.window(1, 100);

            Http2Answer rest = wire.answer(1);
            assertThat(rest.body()).isEqualTo("lo");
        }
    }

    @Test
    void rfc_9113_6_9_2_settings_change_the_windows_of_streams_that_are_open() throws IOException {
        try (Http2Wire wire = withWindow(0)) {
            wire.get(1, "/fine");
            assertThat(wire.next(1).field(":status")).isEqualTo("200");
            assertNothingComesOn(wire, 1);
            wire.frame(SETTINGS, 0, 0, Http2Bytes.settings(INITIAL_WINDOW_SIZE, 1));

            assertThat(nextData(wire, 1)).isEqualTo(1);
        }
    }

    @Test
    void rfc_9113_6_9_2_a_window_may_become_negative() throws IOException {
        try (Http2Wire wire = withWindow(3)) {
            wire.get(1, "/fine");
            assertThat(nextData(wire, 1)).isEqualTo(3);
            wire.frame(SETTINGS, 0, 0, Http2Bytes.settings(INITIAL_WINDOW_SIZE, 2));
            wire.window(1, 1);
            assertNothingComesOn(wire, 1);
            wire.window(1, 1);

            assertThat(nextData(wire, 1)).isEqualTo(1);
        }
    }

    @Test
    void rfc_9113_6_5_3_of_two_values_of_one_setting_the_last_counts() throws IOException {
        try (Http2Wire wire =
                Http2Wire.connectRaw(house.proxy()).greet(INITIAL_WINDOW_SIZE, 100, INITIAL_WINDOW_SIZE, 1)) {
            wire.get(1, "/fine");

            assertThat(nextData(wire, 1)).isEqualTo(1);
        }
    }

    @Test
    void rfc_9113_4_2_no_frame_is_larger_than_the_client_takes() throws IOException {
        try (Http2Wire wire = withWindow(MOST)) {
            wire.window(0, 1_000_000);
            wire.get(1, "/bytes/500000");
            int all = 0;
            Http2Frame frame = wire.next(1);
            do {
                frame = wire.next(1);
                assertThat(frame.payload().limit()).isLessThanOrEqualTo(16_384);
                all += frame.payload().limit();
            } while (!frame.endsStream());

            assertThat(all).isEqualTo(500_000);
        }
    }

    @Test
    void rfc_9113_6_5_2_a_client_that_takes_larger_frames_gets_the_same_answer() throws IOException {
        try (Http2Wire wire = Http2Wire.connectRaw(house.proxy()).greet(MAX_FRAME_SIZE, 1 << 20)) {
            wire.get(1, "/bytes/300000");

            assertThat(wire.answer(1).body()).hasSize(300_000);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 1000, 16_385, 65_535})
    void rfc_9113_6_9_an_answer_arrives_whole_through_a_window_of(int window) throws IOException {
        int size = Math.min(200 * window, 300_000);
        try (Http2Wire wire = withWindow(window)) {
            wire.get(1, "/bytes/" + size);

            assertThat(wire.answer(1).body()).hasSize(size);
        }
    }

    @Test
    void rfc_9113_6_9_a_body_many_windows_long_is_taken_and_answered() throws IOException {
        byte[] body = new byte[3_000_000];
        try (Http2Wire wire = withWindow(1_000_000)) {
            wire.window(0, 10_000_000);
            wire.post(1, "/");
            wire.upload(1, true, body);

            assertThat(wire.answer(1).status()).isEqualTo(200);
        }
    }

    @Test
    void rfc_9113_6_9_1_padding_is_given_back_as_well() throws IOException {
        byte[] oneOfPayload = new byte[257];
        oneOfPayload[0] = (byte) 255;
        try (Http2Wire wire = house.connect()) {
            wire.post(1, "/");
            int room = wire.serverSettings().get(INITIAL_WINDOW_SIZE);
            for (int sent = 0; sent < 12 * 131_072; sent += oneOfPayload.length) {
                while (room < oneOfPayload.length) {
                    Http2Frame frame = wire.next(1);
                    assertThat(frame.type()).as("%s", frame).isEqualTo(WINDOW_UPDATE);
                    room += frame.increment();
                }
                room -= oneOfPayload.length;
                wire.frame(DATA, Http2Frame.PADDED, 1, oneOfPayload);
            }
            wire.data(1, true, "");

            assertThat(wire.answer(1).status()).isEqualTo(200);
        }
    }
}
