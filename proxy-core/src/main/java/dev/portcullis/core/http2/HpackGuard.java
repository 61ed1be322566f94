package dev.portcullis.core.http2;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;

/// Walks a header block (RFC 7541 §6) before it is decoded and refuses what a lenient decoder might read somehow.
///
/// *Reads* a whole block, Huffman codes left alone. *Passes on* nothing. *Refuses with* the end of the connection,
/// COMPRESSION_ERROR. Whether an index is in the dynamic table, and what Huffman codes say, is the decoder's to
/// judge.
final class HpackGuard {

    private static final int MOST_UPDATES = 2;
    private static final int MOST_CONTINUATIONS = 4;

    private int at;
    private int end;

    /// Judges a block; its reader index stays.
    void check(ByteBuf block) throws Http2Exception {
        at = block.readerIndex();
        end = block.writerIndex();
        int updates = 0;
        boolean begun = false;
        while (at < end) {
            int first = block.getByte(at);
            if ((first & 0xE0) == 0x20) {
                // §4.2: at the beginning only, and two are enough to say the smallest and the last size.
                if (begun || ++updates > MOST_UPDATES) {
                    throw broken("a table size update after a field, or a third one");
                }
                int _ = integer(block, 5);
            } else {
                begun = true;
                field(block, first);
            }
        }
    }

    private void field(ByteBuf block, int first) throws Http2Exception {
        if ((first & 0x80) != 0) {
            if (integer(block, 7) == 0) {
                throw broken("index 0");
            }
            return;
        }
        int name = integer(block, (first & 0x40) != 0 ? 6 : 4);
        if (name == 0) {
            string(block);
        }
        string(block);
    }

    private void string(ByteBuf block) throws Http2Exception {
        int length = integer(block, 7);
        if (length > end - at) {
            throw broken("a string that does not end");
        }
        at += length;
    }

    /// An integer (RFC 7541 §5.1) of at most five bytes, so that none of them is padding without end.
    private int integer(ByteBuf block, int prefixBits) throws Http2Exception {
        int most = (1 << prefixBits) - 1;
        int value = octet(block) & most;
        if (value < most) {
            return value;
        }
        long sum = value;
        for (int i = 0; i < MOST_CONTINUATIONS; i++) {
            int octet = octet(block);
            sum += (octet & 0x7FL) << (7 * i);
            if (octet >= 0) {
                return (int) sum;
            }
        }
        throw broken("an integer of more than five bytes");
    }

    private int octet(ByteBuf block) throws Http2Exception {
        if (at == end) {
            throw broken("a field that does not end");
        }
        return block.getByte(at++);
    }

    private static Http2Exception broken(String found) {
        return Http2Exception.connectionError(
                Http2Error.COMPRESSION_ERROR, "header block: %s (expected: as in RFC 7541 section 6)", found);
    }
}
