package dev.portcullis.core.http2;

import static dev.portcullis.core.http2.GuardedFrames.ACK;
import static dev.portcullis.core.http2.GuardedFrames.CONTINUATION;
import static dev.portcullis.core.http2.GuardedFrames.DATA;
import static dev.portcullis.core.http2.GuardedFrames.END_HEADERS;
import static dev.portcullis.core.http2.GuardedFrames.END_STREAM;
import static dev.portcullis.core.http2.GuardedFrames.GOAWAY;
import static dev.portcullis.core.http2.GuardedFrames.HEADERS;
import static dev.portcullis.core.http2.GuardedFrames.HEADER_BYTES;
import static dev.portcullis.core.http2.GuardedFrames.NO_FLAGS;
import static dev.portcullis.core.http2.GuardedFrames.PADDED;
import static dev.portcullis.core.http2.GuardedFrames.PING;
import static dev.portcullis.core.http2.GuardedFrames.PRIORITY;
import static dev.portcullis.core.http2.GuardedFrames.PRIORITY_UPDATE;
import static dev.portcullis.core.http2.GuardedFrames.RST_STREAM;
import static dev.portcullis.core.http2.GuardedFrames.SETTINGS;
import static dev.portcullis.core.http2.GuardedFrames.STREAMS;
import static dev.portcullis.core.http2.GuardedFrames.UNKNOWN;
import static dev.portcullis.core.http2.GuardedFrames.WINDOW_UPDATE;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class FrameFloodsTest {

    private final GuardedFrames frames = GuardedFrames.begun();

    private ThrowingCallable frame(int length, int type, int flags, int stream) {
        return () -> frames.guard.frame(length, type, flags, stream);
    }

    /// The call may be made so often at once, and no more until a second has passed.
    private void allows(int burst, int perSecond, ThrowingCallable call) {
        allowsOnly(burst, call);
        frames.seconds(1);
        allowsOnly(perSecond, call);
        frames.seconds(3600);
        allowsOnly(burst, call);
    }

    private void allowsOnly(int times, ThrowingCallable call) {
        for (int i = 0; i < times; i++) {
            frames.passes(call);
        }
        frames.floods(call);
    }

    @Test
    void settings_come_ten_times_at_once_and_once_a_second() {
        frames.seconds(1);
        allows(10, 1, frame(6, SETTINGS, NO_FLAGS, 0));
    }

    @Test
    void acknowledged_settings_count_too() {
        allowsOnly(9, frame(0, SETTINGS, ACK, 0));
    }

    @Test
    void a_settings_frame_carries_at_most_64_settings() {
        frames.passes(64 * 6, SETTINGS, NO_FLAGS, 0);
        frames.floods(65 * 6, SETTINGS, NO_FLAGS, 0);
    }

    @Test
    void pings_come_fifty_times_at_once_and_five_times_a_second() {
        allows(50, 5, frame(8, PING, NO_FLAGS, 0));
    }

    @Test
    void answered_pings_count_too() {
        allowsOnly(50, frame(8, PING, ACK, 0));
    }

    @Test
    void priorities_come_400_times_at_once_and_20_times_a_second() {
        allows(400, 20, frame(5, PRIORITY, NO_FLAGS, 1));
    }

    @Test
    void what_changes_nothing_shares_one_budget() {
        for (int i = 0; i < 80; i++) {
            frames.passes(5, PRIORITY, NO_FLAGS, 1);
            frames.passes(8, PRIORITY_UPDATE, NO_FLAGS, 0);
            frames.passes(0, UNKNOWN, NO_FLAGS, 0);
            frames.passes(8, GOAWAY, NO_FLAGS, 0);
            frames.passes(4, RST_STREAM, NO_FLAGS, 1);
        }
        frames.floods(8, PRIORITY_UPDATE, NO_FLAGS, 0);
        frames.floods(5, PRIORITY, NO_FLAGS, 1);
        frames.floods(0, UNKNOWN, NO_FLAGS, 0);
        frames.floods(8, GOAWAY, NO_FLAGS, 0);
        frames.floods(4, RST_STREAM, NO_FLAGS, 1);
    }

    @Test
    void each_request_may_be_placed_placed_again_and_reset() {
        for (int stream = 1; stream < 4000; stream += 2) {
            frames.passes(30, HEADERS, END_HEADERS | END_STREAM, stream);
            frames.passes(5, PRIORITY, NO_FLAGS, stream);
            frames.passes(8, PRIORITY_UPDATE, NO_FLAGS, 0);
            frames.passes(4, RST_STREAM, NO_FLAGS, stream);
        }
    }

    @Test
    void empty_data_comes_20_times_at_once_and_twice_a_second() {
        allows(20, 2, frame(0, DATA, NO_FLAGS, 1));
    }

    @Test
    void empty_data_may_end_a_stream_and_full_data_is_not_counted() {
        for (int i = 0; i < 1000; i++) {
            frames.passes(0, DATA, END_STREAM, 1);
            frames.passes(1, DATA, NO_FLAGS, 1);
            frames.passes(2, DATA, PADDED, 1);
        }
    }

    @Test
    void data_of_padding_alone_is_empty() {
        allowsOnly(20, frame(1, DATA, PADDED, 1));
    }

    @Test
    void data_that_turned_out_to_be_padding_alone_is_counted_once() {
        for (int i = 0; i < 10; i++) {
            frames.passes(256, DATA, PADDED, 1);
            frames.passes(frames.guard::emptyData);
            frames.passes(1, DATA, PADDED, 1);
            frames.passes(frames.guard::emptyData);
        }
        frames.passes(256, DATA, PADDED, 1);
        frames.floods(frames.guard::emptyData);
    }

    @Test
    void a_header_block_has_at_most_16_continuations_and_the_next_begins_anew() {
        for (int block = 0; block < 3; block++) {
            frames.passes(10, HEADERS, NO_FLAGS, 1);
            for (int i = 0; i < 15; i++) {
                frames.passes(1, CONTINUATION, NO_FLAGS, 1);
            }
            frames.passes(1, CONTINUATION, END_HEADERS, 1);
        }
        frames.passes(10, HEADERS, NO_FLAGS, 1);
        allowsOnly(16, frame(1, CONTINUATION, NO_FLAGS, 1));
    }

    @Test
    void a_header_block_has_at_most_two_empty_continuations() {
        for (int block = 0; block < 3; block++) {
            frames.passes(10, HEADERS, NO_FLAGS, 1);
            frames.passes(0, CONTINUATION, NO_FLAGS, 1);
            frames.passes(0, CONTINUATION, NO_FLAGS, 1);
            frames.passes(7, CONTINUATION, END_HEADERS, 1);
        }
        frames.passes(10, HEADERS, NO_FLAGS, 1);
        allowsOnly(2, frame(0, CONTINUATION, NO_FLAGS, 1));
    }

    @Test
    void a_header_block_is_at_most_as_long_as_a_head_may_be() {
        frames.passes(16_384, HEADERS, NO_FLAGS, 1);
        frames.passes(16_384, CONTINUATION, NO_FLAGS, 1);
        frames.passes(16_384, CONTINUATION, NO_FLAGS, 1);
        frames.passes(HEADER_BYTES - 3 * 16_384 - 1, CONTINUATION, NO_FLAGS, 1);
        frames.passes(1, CONTINUATION, NO_FLAGS, 1);
        frames.floods(1, CONTINUATION, END_HEADERS, 1);
    }

    @Test
    void a_headers_frame_alone_may_be_too_long() {
        var small = new FrameGuard(() -> 0, 1000, STREAMS);
        frames.passes(() -> small.frame(0, SETTINGS, NO_FLAGS, 0));
        frames.passes(() -> small.frame(1000, HEADERS, END_HEADERS, 1));
        frames.floods(() -> small.frame(1001, HEADERS, END_HEADERS, 3));
    }

    @Test
    void as_many_resets_as_streams_come_at_once_and_10_a_second() {
        allows(STREAMS, 10, frames.guard::reset);
    }

    @Test
    void who_may_have_few_streams_may_still_reset_some() {
        var few = new FrameGuard(() -> 0, 1000, 1);
        for (int i = 0; i < 10; i++) {
            frames.passes(few::reset);
        }
        frames.floods(few::reset);
    }

    @Test
    void window_updates_come_2000_times_at_once_and_500_times_a_second() {
        allows(2000, 500, frame(4, WINDOW_UPDATE, NO_FLAGS, 0));
    }

    @Test
    void each_data_that_we_send_may_be_answered_by_two_window_updates() {
        for (int i = 0; i < 5000; i++) {
            frames.guard.dataSent();
            frames.passes(4, WINDOW_UPDATE, NO_FLAGS, 0);
            frames.passes(4, WINDOW_UPDATE, NO_FLAGS, 1);
        }
        allowsOnly(2000, frame(4, WINDOW_UPDATE, NO_FLAGS, 1));
    }

    @Test
    void one_budget_used_up_leaves_the_others_as_they_are() {
        allowsOnly(50, frame(8, PING, NO_FLAGS, 0));
        frames.passes(6, SETTINGS, NO_FLAGS, 0);
        frames.passes(5, PRIORITY, NO_FLAGS, 1);
        frames.passes(0, DATA, NO_FLAGS, 1);
        frames.passes(4, WINDOW_UPDATE, NO_FLAGS, 0);
        frames.passes(frames.guard::reset);
    }
}
