package dev.portcullis.core.upstream;

import io.netty.buffer.ByteBuf;

/// Knows whether a stream of WebSocket frames stands between two of them (RFC 6455 §5.2), by counting alone.
final class FrameBorders {

    /// Bytes of a frame's head that were seen: 0 to 13.
    private int headSeen;

    private int headLength = 2;
    private int extendedEnd = 2;
    private long length;
    private long payload;

    /// Whether the last frame is complete and the next has not begun.
    boolean between() {
        return headSeen == 0 && payload == 0;
    }

    /// Looks at bytes without consuming them.
    void pass(ByteBuf data) {
        int at = data.readerIndex();
        int end = data.writerIndex();
        while (at < end) {
            if (payload > 0) {
                long skipped = Math.min(payload, end - at);
                payload -= skipped;
                at += (int) skipped;
            } else {
                head(data.getByte(at++) & 0xFF);
            }
        }
    }

    private void head(int octet) {
        if (headSeen == 1) {
            int small = octet & 0x7F;
            int extended = small == 127 ? 8 : small == 126 ? 2 : 0;
            int mask = (octet & 0x80) != 0 ? 4 : 0;
            headLength = 2 + extended + mask;
            extendedEnd = 2 + extended;
            length = extended == 0 ? small : 0;
        } else if (headSeen >= 2 && headSeen < extendedEnd) {
            length = length << 8 | octet;
        }
        headSeen++;
        if (headSeen >= 2 && headSeen == headLength) {
            payload = length & Long.MAX_VALUE;
            headSeen = 0;
            headLength = 2;
        }
    }
}
