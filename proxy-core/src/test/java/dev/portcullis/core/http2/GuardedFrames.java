package dev.portcullis.core.http2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portcullis.core.http.Refusal;
import io.netty.handler.codec.http2.Http2Error;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/// A [FrameGuard] with a clock that is moved by hand, and frame headers by their names.
final class GuardedFrames {

    static final int DATA = 0x0;
    static final int HEADERS = 0x1;
    static final int PRIORITY = 0x2;
    static final int RST_STREAM = 0x3;
    static final int SETTINGS = 0x4;
    static final int PUSH_PROMISE = 0x5;
    static final int PING = 0x6;
    static final int GOAWAY = 0x7;
    static final int WINDOW_UPDATE = 0x8;
    static final int CONTINUATION = 0x9;
    static final int PRIORITY_UPDATE = 0x10;
    static final int UNKNOWN = 0xFA;

    static final int NO_FLAGS = 0;
    static final int ACK = 0x1;
    static final int END_STREAM = 0x1;
    static final int END_HEADERS = 0x4;
    static final int PADDED = 0x8;
    static final int WITH_PRIORITY = 0x20;

    static final int HEADER_BYTES = 65_536;
    static final int STREAMS = 100;

    private long now;
    final FrameGuard guard = new FrameGuard(() -> now, HEADER_BYTES, STREAMS);

    /// One on which the client's SETTINGS have come.
    static GuardedFrames begun() {
        var frames = new GuardedFrames();
        frames.passes(0, SETTINGS, NO_FLAGS, 0);
        return frames;
    }

    void seconds(int seconds) {
        now += TimeUnit.SECONDS.toNanos(seconds);
    }

    void passes(int length, int type, int flags, int stream) {
        passes(() -> guard.frame(length, type, flags, stream));
    }

    void passes(ThrowingCallable call) {
        assertThatCode(call).doesNotThrowAnyException();
    }

    void breaks(Http2Error error, int length, int type, int flags, int stream) {
        breaks(error, Refusal.HTTP2_FRAME, () -> guard.frame(length, type, flags, stream));
    }

    void floods(int length, int type, int flags, int stream) {
        floods(() -> guard.frame(length, type, flags, stream));
    }

    void floods(ThrowingCallable call) {
        breaks(Http2Error.ENHANCE_YOUR_CALM, Refusal.HTTP2_FLOOD, call);
    }

    private static void breaks(Http2Error error, Refusal refusal, ThrowingCallable call) {
        var broken = catchThrowableOfType(BrokenConnection.class, call);
        assertThat(broken).isNotNull();
        assertThat(broken.error()).isEqualTo(error);
        assertThat(broken.refusal()).isEqualTo(refusal);
    }
}
