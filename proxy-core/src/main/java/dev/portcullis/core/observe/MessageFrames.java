package dev.portcullis.core.observe;

import dev.portcullis.rules.signal.MessageReader;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The first messages of one side of a websocket, put together from its frames (RFC 6455 §5.2): unmasked,
/// inflated, cut off at [MessageReader#LONGEST_MESSAGE].
///
/// Only text messages are handed on. What is no frame closes it: the two ends will not agree either. A mask is
/// taken off where there is one, whoever sent it, because upstreams do so too.
final class MessageFrames {

    private static final int LONGEST = MessageReader.LONGEST_MESSAGE;
    private static final int FIRST_SIZE = 512;
    private static final int PIECE = 1024;
    private static final int CONTINUATION = 0;
    private static final int TEXT = 1;
    private static final int BINARY = 2;
    private static final int LONGEST_CONTROL = 125;
    private static final byte[] DEFLATE_TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};

    private final @Nullable Inflation inflation;
    private final boolean forgets;
    private final Inflation.Sink messages;
    private int left;

    private final byte[] head = new byte[14];
    private int headSeen;
    private int headLength = 2;
    private long payload;
    private int maskAt = -1;
    private int masked;

    private byte[] message = {};
    private int length;
    private int coded;
    private int kind = CONTINUATION;
    private boolean compressed;
    private boolean cut;
    private boolean closed;

    /// @param deflate whether permessage-deflate was agreed on
    /// @param forgets whether each message is deflated by itself (RFC 7692 §7.1.1)
    /// @param most how many messages are wanted
    /// @param messages takes each message, as soon as it is whole or too long
    MessageFrames(boolean deflate, boolean forgets, int most, Inflation.Sink messages) {
        this.inflation = deflate ? Inflation.raw() : null;
        this.forgets = forgets;
        this.left = most;
        this.messages = messages;
    }

    boolean open() {
        return !closed;
    }

    /// Looks at bytes; the buffer's indexes stay as they are.
    ///
    /// @return false once closed
    boolean pass(ByteBuf data) {
        int at = data.readerIndex();
        int end = data.writerIndex();
        while (at < end && !closed) {
            if (payload > 0) {
                int part = (int) Math.min(payload, Math.min(PIECE, end - at));
                payload(data, at, part);
                at += part;
            } else {
                head(data.getByte(at++));
            }
        }
        return !closed;
    }

    private void head(byte octet) {
        head[headSeen++] = octet;
        if (headSeen == 2) {
            int small = octet & 0x7F;
            headLength = 2 + (small == 127 ? 8 : small == 126 ? 2 : 0) + (octet < 0 ? 4 : 0);
        }
        if (headSeen >= 2 && headSeen == headLength) {
            headSeen = 0;
            headLength = 2;
            begin();
        }
    }

    private void begin() {
        int small = head[1] & 0x7F;
        int extended = small == 127 ? 8 : small == 126 ? 2 : 0;
        payload = extended == 0 ? small : 0;
        for (int i = 0; i < extended; i++) {
            payload = payload << 8 | (head[2 + i] & 0xFF);
        }
        maskAt = head[1] < 0 ? 2 + extended : -1;
        masked = 0;
        if (payload < 0 || !isFrame()) {
            close();
        } else if (payload == 0) {
            frameEnd();
        }
    }

    /// Whether the head makes sense here; a data frame's becomes the message's.
    private boolean isFrame() {
        boolean fin = head[0] < 0;
        boolean deflated = (head[0] & 0x40) != 0;
        int opcode = head[0] & 0x0F;
        if ((head[0] & 0x30) != 0 || (deflated && inflation == null)) {
            return false;
        }
        if (isControl()) {
            return opcode <= 10 && fin && !deflated && payload <= LONGEST_CONTROL;
        }
        if (opcode == CONTINUATION) {
            return kind != CONTINUATION && !deflated;
        }
        if (opcode > BINARY || kind != CONTINUATION) {
            return false;
        }
        kind = opcode;
        compressed = deflated;
        return true;
    }

    private boolean isControl() {
        return (head[0] & 0x08) != 0;
    }

    private void payload(ByteBuf data, int at, int part) {
        payload -= part;
        if (!isControl() && kind == TEXT && !cut) {
            byte[] piece = new byte[part];
            data.getBytes(at, piece);
            if (maskAt >= 0) {
                for (int i = 0; i < part; i++) {
                    piece[i] ^= head[maskAt + ((masked + i) & 3)];
                }
                masked += part;
            }
            text(piece);
        } else if (kind == BINARY && compressed && !forgets && !isControl()) {
            // What follows may refer back to it.
            close();
        }
        if (payload == 0 && !closed) {
            frameEnd();
        }
    }

    private void text(byte[] piece) {
        if (!compressed || inflation == null) {
            append(piece, piece.length);
            return;
        }
        coded += piece.length;
        boolean fine = inflation.feed(piece, 0, piece.length, this::append);
        if (closed) {
            return;
        }
        if (!cut && (!fine || coded > 2 * LONGEST)) {
            close();
        }
    }

    /// @return whether there is room for more
    private boolean append(byte[] octets, int count) {
        int part = Math.min(count, LONGEST - length);
        if (length + part > message.length) {
            message = Arrays.copyOf(message, Math.min(LONGEST, Math.max(FIRST_SIZE, 2 * (length + part))));
        }
        System.arraycopy(octets, 0, message, length, part);
        length += part;
        if (count > part) {
            cut = true;
            hand();
            if (compressed) {
                // The rest would have to be inflated to understand what comes after it.
                close();
            }
        }
        return !cut;
    }

    private void frameEnd() {
        if (isControl() || head[0] >= 0) {
            return;
        }
        if (kind == TEXT && !cut) {
            if (compressed && inflation != null && !inflation.feed(DEFLATE_TAIL, 0, 4, this::append) && !cut) {
                close();
                return;
            }
            if (!closed && !cut) {
                hand();
            }
        }
        if (!closed) {
            if (forgets && inflation != null) {
                inflation.forget();
            }
            kind = CONTINUATION;
            length = 0;
            coded = 0;
            cut = false;
            if (--left == 0) {
                close();
            }
        }
    }

    private void hand() {
        if (!messages.take(message, length)) {
            close();
        }
    }

    void close() {
        closed = true;
        message = new byte[0];
        if (inflation != null) {
            inflation.close();
        }
    }
}
