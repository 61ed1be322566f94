package dev.portcullis.core.http2;

import dev.portcullis.core.http.Refusal;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameTypes;

/// What the header of a single frame from a client must be like (RFC 9113 §4.2, §6): its length and its stream.
///
/// Frames of unknown types may be of any length up to the largest, on any stream (§4.1).
final class FrameShape {

    /// SETTINGS_MAX_FRAME_SIZE as it is when nobody sets it (§6.5.2); we do not.
    static final int MAX_LENGTH = 16_384;

    static final int END_STREAM = 0x1;
    static final int ACK = 0x1;
    static final int END_HEADERS = 0x4;
    static final int PADDED = 0x8;
    static final int PRIORITY = 0x20;

    private static final int PAD_LENGTH_FIELD = 1;
    private static final int PRIORITY_FIELDS = 5;
    private static final int RST_STREAM_LENGTH = 4;
    private static final int SETTING_LENGTH = 6;
    private static final int PING_LENGTH = 8;
    private static final int GOAWAY_FIELDS = 8;
    private static final int WINDOW_UPDATE_LENGTH = 4;

    /// RFC 9218 §7.1; the priorities that it tells are not acted on.
    private static final int PRIORITY_UPDATE = 0x10;

    private static final int PRIORITIZED_STREAM = 4;

    private FrameShape() {}

    static void check(int length, int type, int flags, int stream) throws BrokenConnection {
        if (!fits(length, type, flags)) {
            throw broken(Http2Error.FRAME_SIZE_ERROR);
        }
        if (!belongs(type, stream)) {
            throw broken(Http2Error.PROTOCOL_ERROR);
        }
    }

    static int settings(int length) {
        return length / SETTING_LENGTH;
    }

    /// Whether nothing but the padding's own length can be in a DATA frame.
    static boolean isEmptyData(int length, int flags) {
        return length == 0 || (length == PAD_LENGTH_FIELD && has(flags, PADDED));
    }

    static boolean has(int flags, int flag) {
        return (flags & flag) != 0;
    }

    static BrokenConnection broken(Http2Error error) {
        return new BrokenConnection(error, Refusal.HTTP2_FRAME);
    }

    private static boolean fits(int length, int type, int flags) {
        return length <= MAX_LENGTH
                && switch (type) {
                    case Http2FrameTypes.DATA -> length >= padLengthField(flags);
                    case Http2FrameTypes.HEADERS ->
                        length >= padLengthField(flags) + (has(flags, PRIORITY) ? PRIORITY_FIELDS : 0);
                    case Http2FrameTypes.PRIORITY -> length == PRIORITY_FIELDS;
                    case Http2FrameTypes.RST_STREAM -> length == RST_STREAM_LENGTH;
                    case Http2FrameTypes.SETTINGS -> has(flags, ACK) ? length == 0 : length % SETTING_LENGTH == 0;
                    case Http2FrameTypes.PING -> length == PING_LENGTH;
                    case Http2FrameTypes.GO_AWAY -> length >= GOAWAY_FIELDS;
                    case Http2FrameTypes.WINDOW_UPDATE -> length == WINDOW_UPDATE_LENGTH;
                    case PRIORITY_UPDATE -> length >= PRIORITIZED_STREAM;
                    default -> true;
                };
    }

    private static int padLengthField(int flags) {
        return has(flags, PADDED) ? PAD_LENGTH_FIELD : 0;
    }

    /// Clients open odd streams only (§5.1.1), and we open none, so that an even one stays idle for ever. PRIORITY
    /// may name a stream in any state, and is not acted on (§5.3.2, §6.3).
    private static boolean belongs(int type, int stream) {
        return switch (type) {
            case Http2FrameTypes.DATA,
                    Http2FrameTypes.HEADERS,
                    Http2FrameTypes.RST_STREAM,
                    Http2FrameTypes.CONTINUATION -> isOdd(stream);
            case Http2FrameTypes.PRIORITY -> stream != 0;
            case Http2FrameTypes.SETTINGS, Http2FrameTypes.PING, Http2FrameTypes.GO_AWAY, PRIORITY_UPDATE ->
                stream == 0;
            case Http2FrameTypes.WINDOW_UPDATE -> stream == 0 || isOdd(stream);
            // Only servers promise (§8.4).
            case Http2FrameTypes.PUSH_PROMISE -> false;
            default -> true;
        };
    }

    private static boolean isOdd(int stream) {
        return (stream & 1) == 1;
    }
}
