package dev.portcullis.demo;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/// The content of the stand-in's download: any byte of it can be told from its offset.
///
/// The pattern repeats after a prime number of bytes, so that a block that is lost, doubled or moved shows.
public final class PatternBytes {

    private static final int PERIOD = 65_521;
    private static final int LONGEST_SLICE = 65_536;
    private static final ByteBuf TWICE = twice();

    private PatternBytes() {}

    /// The byte at `offset`.
    public static byte at(long offset) {
        int place = (int) (offset % PERIOD);
        return (byte) (place * 31 + (place >>> 8) * 7);
    }

    /// Up to 64 KiB from `offset` on; a view of shared memory that needs no release.
    static ByteBuf slice(long offset, long wanted) {
        return TWICE.slice((int) (offset % PERIOD), (int) Math.min(wanted, LONGEST_SLICE));
    }

    private static ByteBuf twice() {
        ByteBuf buffer = Unpooled.directBuffer(PERIOD + LONGEST_SLICE);
        for (int i = 0; i < PERIOD + LONGEST_SLICE; i++) {
            buffer.writeByte(at(i));
        }
        return Unpooled.unreleasableBuffer(buffer.asReadOnly());
    }
}
