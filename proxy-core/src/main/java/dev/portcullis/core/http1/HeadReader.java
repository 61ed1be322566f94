package dev.portcullis.core.http1;

import dev.portcullis.core.http.BadMessage;
import dev.portcullis.core.http.Fields;
import dev.portcullis.core.http.Octets;
import dev.portcullis.core.http.Refusal;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/// Gathers the lines of one message head, strictly: every line ends in CRLF, an empty line ends the head.
///
/// The first of two steps of the codec: bytes to lines here, lines to meaning in [RequestParser] and
/// [ResponseParser]. Bytes after the head stay in the buffer.
final class HeadReader {

    private final int firstLineLimit;
    private final int headLimit;
    private final int lineLimit;

    private final Fields fields = new Fields();
    private byte[] octets;
    private int length;
    private int lineFrom;
    private int[] lineEnds = new int[32];
    private int lines;
    private int firstLineEnd;

    /// @param octets space to begin with; it is left for a larger array when a head needs one
    /// @param firstLineLimit bytes of the first line; 0 where there is no first line (trailers)
    /// @param headLimit bytes of everything after it
    /// @param lineLimit field lines
    HeadReader(byte[] octets, int firstLineLimit, int headLimit, int lineLimit) {
        this.octets = octets;
        this.firstLineLimit = firstLineLimit;
        this.headLimit = headLimit;
        this.lineLimit = lineLimit;
    }

    /// Makes ready for the next head.
    void reset() {
        length = 0;
        lineFrom = 0;
        lines = 0;
        firstLineEnd = 0;
    }

    /// Whether any byte of a head has arrived.
    boolean started() {
        return length > 0;
    }

    byte[] octets() {
        return octets;
    }

    /// The index of this head; the same object for each head that this reader reads.
    Fields fields() {
        return fields;
    }

    int lines() {
        return lines;
    }

    int lineFrom(int line) {
        return line == 0 ? 0 : lineEnds[line - 1] + 2;
    }

    /// Where the line's CR stands.
    int lineEnd(int line) {
        return lineEnds[line];
    }

    /// The second word of the first line, where a request's target stands, as far as it has come; empty if none has.
    String secondWord() {
        int end = lines == 0 ? length : lineEnds[0];
        int from = wordEnd(0, end) + 1;
        return from > end ? "" : Octets.string(octets, from, wordEnd(from, end));
    }

    /// A line that was refused may not even end.
    private int wordEnd(int from, int end) {
        int at = from;
        while (at < end && (octets[at] < 0 || octets[at] > ' ')) {
            at++;
        }
        return at;
    }

    /// Takes bytes up to the end of the head.
    ///
    /// @return whether the head is complete
    /// @throws BadMessage at the first byte that no head may hold, or past a limit
    boolean read(ByteBuf in) throws BadMessage {
        while (in.isReadable()) {
            int from = length;
            int taken = Math.min(in.readableBytes(), room());
            in.readBytes(octets, from, taken);
            length = from + taken;
            int end = scan(from);
            if (end >= 0) {
                in.readerIndex(in.readerIndex() - (length - end));
                length = end;
                return true;
            }
        }
        return false;
    }

    private int room() {
        if (length == octets.length) {
            octets = Arrays.copyOf(octets, Math.max(256, length * 2));
        }
        return octets.length - length;
    }

    private int scan(int from) throws BadMessage {
        byte[] bytes = octets;
        int stop = Math.min(length, limit());
        for (int i = from; i < stop; i++) {
            byte octet = bytes[i];
            if (octet == '\n') {
                if (i == 0 || bytes[i - 1] != '\r') {
                    throw new BadMessage(Refusal.LINE_END);
                }
                if (endLine(i - 1)) {
                    return i + 1;
                }
                stop = Math.min(length, limit());
            } else if (i > 0 && bytes[i - 1] == '\r') {
                throw new BadMessage(Refusal.LINE_END);
            } else if (octet == 0) {
                throw new BadMessage(inFirstLine() ? Refusal.REQUEST_LINE : Refusal.FIELD_VALUE);
            }
        }
        if (stop < length) {
            throw new BadMessage(inFirstLine() ? Refusal.REQUEST_LINE_SIZE : Refusal.HEAD_SIZE);
        }
        return -1;
    }

    /// How far bytes may reach by what is known so far: the same verdict whichever way they arrive.
    private int limit() {
        return inFirstLine() ? firstLineLimit + 2 : firstLineEnd + headLimit;
    }

    /// @return whether this was the empty line that ends the head
    private boolean endLine(int carriageReturn) throws BadMessage {
        if (inFirstLine()) {
            firstLineEnd = carriageReturn + 2;
        }
        if (carriageReturn == lineFrom) {
            // An empty first line is no head: RFC 9112 §2.2 lets servers skip it, and smugglers like those who do.
            if (lines == 0 && firstLineLimit > 0) {
                throw new BadMessage(Refusal.REQUEST_LINE);
            }
            return true;
        }
        int fields = firstLineLimit > 0 ? lines - 1 : lines;
        if (fields >= lineLimit) {
            throw new BadMessage(Refusal.FIELD_COUNT);
        }
        if (lines == lineEnds.length) {
            lineEnds = Arrays.copyOf(lineEnds, lines * 2);
        }
        lineEnds[lines++] = carriageReturn;
        lineFrom = carriageReturn + 2;
        return false;
    }

    private boolean inFirstLine() {
        return firstLineLimit > 0 && lines == 0;
    }
}
