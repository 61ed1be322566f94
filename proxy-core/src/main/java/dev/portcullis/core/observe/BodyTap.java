package dev.portcullis.core.observe;

import dev.portcullis.rules.signal.BodyReader;
import dev.portcullis.rules.signal.ExchangeReader;
import io.netty.buffer.ByteBuf;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Shows the beginning of a body to a reader, its content coding undone (RFC 9110 §8.4).
///
/// At most [ExchangeReader#LARGEST_BODY] bytes are shown, and of a coded body at most four times as many looked
/// at. A coding that is none of identity, gzip and deflate, or that is broken, shows nothing (more).
final class BodyTap {

    private static final int MOST_CODED = 4 * ExchangeReader.LARGEST_BODY;
    private static final int PIECE = 1024;

    private final BodyReader reader;
    private final @Nullable Inflation inflation;
    private int coded = MOST_CODED;
    private int shown;

    private BodyTap(BodyReader reader, @Nullable Inflation inflation) {
        this.reader = reader;
        this.inflation = inflation;
    }

    /// A tap for a body; null if its coding is not ours to undo.
    ///
    /// @param coding its Content-Encoding; null if it has none
    static @Nullable BodyTap of(BodyReader reader, @Nullable String coding) {
        if (coding == null) {
            return new BodyTap(reader, null);
        }
        return switch (coding.toLowerCase(Locale.ROOT)) {
            case "identity", "" -> new BodyTap(reader, null);
            case "gzip", "x-gzip" -> new BodyTap(reader, Inflation.gzip());
            case "deflate" -> new BodyTap(reader, Inflation.deflate());
            default -> null;
        };
    }

    /// Looks at a piece; its indexes stay as they are.
    ///
    /// @return false once there is nothing more to see: the tap is closed then
    boolean pass(ByteBuf data) {
        boolean more = inflation == null ? plain(data) : inflated(data, inflation);
        if (!more) {
            close();
        }
        return more;
    }

    private boolean plain(ByteBuf data) {
        byte[] copy = new byte[Math.min(data.readableBytes(), ExchangeReader.LARGEST_BODY - shown)];
        data.getBytes(data.readerIndex(), copy);
        return show(copy, copy.length);
    }

    private boolean inflated(ByteBuf data, Inflation from) {
        int at = data.readerIndex();
        byte[] piece = new byte[Math.min(PIECE, data.readableBytes())];
        while (at < data.writerIndex()) {
            int length = Math.min(Math.min(piece.length, data.writerIndex() - at), coded);
            data.getBytes(at, piece, 0, length);
            at += length;
            coded -= length;
            if (!from.feed(piece, 0, length, this::show) || coded == 0) {
                return false;
            }
        }
        return true;
    }

    private boolean show(byte[] octets, int length) {
        int part = Math.min(length, ExchangeReader.LARGEST_BODY - shown);
        if (part == 0) {
            return shown < ExchangeReader.LARGEST_BODY;
        }
        shown += part;
        return reader.data(octets, 0, part) && shown < ExchangeReader.LARGEST_BODY;
    }

    void close() {
        if (inflation != null) {
            inflation.close();
        }
    }
}
