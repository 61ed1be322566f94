package dev.portcullis.core.http2;

import static dev.portcullis.core.http2.GuardedFrames.ACK;
import static dev.portcullis.core.http2.GuardedFrames.CONTINUATION;
import static dev.portcullis.core.http2.GuardedFrames.DATA;
import static dev.portcullis.core.http2.GuardedFrames.END_HEADERS;
import static dev.portcullis.core.http2.GuardedFrames.END_STREAM;
import static dev.portcullis.core.http2.GuardedFrames.GOAWAY;
import static dev.portcullis.core.http2.GuardedFrames.HEADERS;
import static dev.portcullis.core.http2.GuardedFrames.NO_FLAGS;
import static dev.portcullis.core.http2.GuardedFrames.PADDED;
import static dev.portcullis.core.http2.GuardedFrames.PING;
import static dev.portcullis.core.http2.GuardedFrames.PRIORITY;
import static dev.portcullis.core.http2.GuardedFrames.PRIORITY_UPDATE;
import static dev.portcullis.core.http2.GuardedFrames.PUSH_PROMISE;
import static dev.portcullis.core.http2.GuardedFrames.RST_STREAM;
import static dev.portcullis.core.http2.GuardedFrames.SETTINGS;
import static dev.portcullis.core.http2.GuardedFrames.UNKNOWN;
import static dev.portcullis.core.http2.GuardedFrames.WINDOW_UPDATE;
import static dev.portcullis.core.http2.GuardedFrames.WITH_PRIORITY;
import static io.netty.handler.codec.http2.Http2Error.FRAME_SIZE_ERROR;
import static io.netty.handler.codec.http2.Http2Error.PROTOCOL_ERROR;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameRulesTest {

    private final GuardedFrames frames = GuardedFrames.begun();

    @Test
    void section_3_4_the_first_frame_must_be_settings() {
        new GuardedFrames().breaks(PROTOCOL_ERROR, 8, PING, NO_FLAGS, 0);
        new GuardedFrames().breaks(PROTOCOL_ERROR, 10, HEADERS, END_HEADERS, 1);
        new GuardedFrames().breaks(PROTOCOL_ERROR, 4, WINDOW_UPDATE, NO_FLAGS, 0);
        new GuardedFrames().breaks(PROTOCOL_ERROR, 4, UNKNOWN, NO_FLAGS, 0);
        new GuardedFrames().passes(36, SETTINGS, NO_FLAGS, 0);
    }

    @Test
    void section_3_4_an_acknowledgement_is_not_the_clients_settings() {
        new GuardedFrames().breaks(PROTOCOL_ERROR, 0, SETTINGS, ACK, 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {DATA, HEADERS, UNKNOWN})
    void section_4_2_a_frame_carries_at_most_16384_bytes(int type) {
        frames.passes(16_384, type, END_HEADERS, 1);
        frames.breaks(FRAME_SIZE_ERROR, 16_385, type, END_HEADERS, 1);
    }

    @Test
    void section_4_2_a_header_block_frame_of_more_than_16384_bytes_is_never_begun() {
        frames.breaks(FRAME_SIZE_ERROR, 16_385, HEADERS, NO_FLAGS, 1);
        assertThat(frames.guard.withinHeaders()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        PRIORITY + ",5,1",
        RST_STREAM + ",4,1",
        PING + ",8,0",
        WINDOW_UPDATE + ",4,0",
        WINDOW_UPDATE + ",4,1",
    })
    void sections_6_3_to_6_9_fixed_lengths_are_exact(int type, int length, int stream) {
        frames.passes(length, type, NO_FLAGS, stream);
        frames.breaks(FRAME_SIZE_ERROR, length - 1, type, NO_FLAGS, stream);
        frames.breaks(FRAME_SIZE_ERROR, length + 1, type, NO_FLAGS, stream);
        frames.breaks(FRAME_SIZE_ERROR, 0, type, NO_FLAGS, stream);
    }

    @Test
    void section_6_5_settings_are_six_bytes_each_and_an_acknowledgement_carries_none() {
        frames.passes(12, SETTINGS, NO_FLAGS, 0);
        frames.passes(0, SETTINGS, ACK, 0);
        frames.breaks(FRAME_SIZE_ERROR, 3, SETTINGS, NO_FLAGS, 0);
        frames.breaks(FRAME_SIZE_ERROR, 13, SETTINGS, NO_FLAGS, 0);
        frames.breaks(FRAME_SIZE_ERROR, 6, SETTINGS, ACK, 0);
    }

    @Test
    void section_6_8_goaway_carries_at_least_a_stream_and_a_code() {
        frames.passes(8, GOAWAY, NO_FLAGS, 0);
        frames.passes(100, GOAWAY, NO_FLAGS, 0);
        frames.breaks(FRAME_SIZE_ERROR, 7, GOAWAY, NO_FLAGS, 0);
    }

    @Test
    void section_6_1_padded_data_has_room_for_the_paddings_length() {
        frames.passes(1, DATA, PADDED, 1);
        frames.breaks(FRAME_SIZE_ERROR, 0, DATA, PADDED | END_STREAM, 1);
    }

    @ParameterizedTest
    @CsvSource({PADDED + ",1", WITH_PRIORITY + ",5", (PADDED | WITH_PRIORITY) + ",6"})
    void section_6_2_headers_have_room_for_the_fields_that_their_flags_announce(int flags, int fields) {
        frames.passes(fields, HEADERS, flags | END_HEADERS, 1);
        frames.breaks(FRAME_SIZE_ERROR, fields - 1, HEADERS, flags | END_HEADERS, 3);
    }

    @ParameterizedTest
    @CsvSource({DATA + ",9", HEADERS + ",9", PRIORITY + ",5", RST_STREAM + ",4"})
    void sections_6_1_to_6_4_frames_of_a_stream_do_not_come_on_the_connection(int type, int length) {
        frames.breaks(PROTOCOL_ERROR, length, type, END_HEADERS, 0);
        frames.passes(length, type, END_HEADERS, 1);
    }

    @ParameterizedTest
    @CsvSource({SETTINGS + ",6", PING + ",8", GOAWAY + ",8"})
    void sections_6_5_to_6_8_frames_of_the_connection_do_not_come_on_a_stream(int type, int length) {
        frames.breaks(PROTOCOL_ERROR, length, type, NO_FLAGS, 1);
        frames.passes(length, type, NO_FLAGS, 0);
    }

    @ParameterizedTest
    @CsvSource({DATA + ",9", HEADERS + ",9", RST_STREAM + ",4", WINDOW_UPDATE + ",4"})
    void section_5_1_1_clients_use_odd_streams_only(int type, int length) {
        frames.breaks(PROTOCOL_ERROR, length, type, END_HEADERS, 2);
        frames.passes(length, type, END_HEADERS, Integer.MAX_VALUE);
    }

    @Test
    void section_5_3_2_a_priority_may_name_a_stream_in_any_state() {
        frames.passes(5, PRIORITY, NO_FLAGS, 2);
        frames.passes(5, PRIORITY, NO_FLAGS, 201);
    }

    @Test
    void section_4_1_unknown_frames_pass_on_any_stream() {
        frames.passes(0, UNKNOWN, 0xFF, 0);
        frames.passes(77, UNKNOWN, NO_FLAGS, 4);
    }

    @Test
    void rfc_9218_section_7_1_a_priority_update_names_a_stream_and_comes_on_the_connection() {
        frames.passes(4, PRIORITY_UPDATE, NO_FLAGS, 0);
        frames.passes(90, PRIORITY_UPDATE, NO_FLAGS, 0);
        frames.breaks(FRAME_SIZE_ERROR, 3, PRIORITY_UPDATE, NO_FLAGS, 0);
        frames.breaks(PROTOCOL_ERROR, 4, PRIORITY_UPDATE, NO_FLAGS, 1);
    }

    @Test
    void section_8_4_clients_do_not_promise() {
        frames.breaks(PROTOCOL_ERROR, 10, PUSH_PROMISE, END_HEADERS, 1);
    }

    @Test
    void section_6_10_a_block_ends_with_the_frame_that_says_so() {
        assertThat(frames.guard.withinHeaders()).isFalse();
        frames.passes(10, HEADERS, NO_FLAGS, 1);
        assertThat(frames.guard.withinHeaders()).isTrue();
        frames.passes(10, CONTINUATION, NO_FLAGS, 1);
        assertThat(frames.guard.withinHeaders()).isTrue();
        frames.passes(10, CONTINUATION, END_HEADERS, 1);
        assertThat(frames.guard.withinHeaders()).isFalse();

        frames.passes(10, HEADERS, END_HEADERS, 3);
        assertThat(frames.guard.withinHeaders()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        DATA + ",9,1",
        HEADERS + ",9,1",
        HEADERS + ",9,3",
        PRIORITY + ",5,1",
        RST_STREAM + ",4,1",
        SETTINGS + ",0,0",
        PING + ",8,0",
        GOAWAY + ",8,0",
        WINDOW_UPDATE + ",4,0",
        UNKNOWN + ",9,1",
        CONTINUATION + ",9,3",
    })
    void sections_4_3_and_5_5_nothing_comes_within_a_header_block(int type, int length, int stream) {
        frames.passes(10, HEADERS, NO_FLAGS, 1);

        frames.breaks(PROTOCOL_ERROR, length, type, NO_FLAGS, stream);
    }

    @Test
    void section_6_10_a_continuation_continues_something() {
        frames.breaks(PROTOCOL_ERROR, 10, CONTINUATION, END_HEADERS, 1);
        frames.passes(10, HEADERS, END_HEADERS, 1);
        frames.breaks(PROTOCOL_ERROR, 10, CONTINUATION, END_HEADERS, 1);
    }
}
