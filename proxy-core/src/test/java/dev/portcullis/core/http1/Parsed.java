package dev.portcullis.core.http1;

import dev.portcullis.core.http.BadMessage;
import dev.portcullis.core.http.Fields;
import dev.portcullis.core.http.Octets;
import dev.portcullis.core.http.Refusal;
import dev.portcullis.core.http.RequestHead;
import dev.portcullis.core.http.ResponseHead;
import io.netty.buffer.Unpooled;

/// Heads out of text, for tests outside of this package too.
public final class Parsed {

    private Parsed() {}

    /// The fields of these lines, each of which ends in CRLF.
    public static Fields fields(String lines) {
        try {
            HeadReader reader = new HeadReader(new byte[64], 0, 100_000, 1000);
            if (!reader.read(Unpooled.wrappedBuffer(Octets.of(lines + "\r\n")))) {
                throw new AssertionError(lines);
            }
            return FieldParser.parse(reader, 0);
        } catch (BadMessage bad) {
            throw new AssertionError(bad);
        }
    }

    public static RequestHead request(String line, String fields) {
        RequestRecorder read = RequestRecorder.of(line + " HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n");
        if (read.lastHead() == null) {
            throw new AssertionError(read.refusal());
        }
        return read.lastHead();
    }

    /// A whole head, or the refusal of it.
    public static RequestHead head(String text) throws BadMessage {
        RequestRecorder read = RequestRecorder.of(text);
        Refusal refusal = read.refusal();
        if (refusal != null) {
            throw new BadMessage(refusal);
        }
        return read.lastHead();
    }

    public static ResponseHead response(int status, String fields) {
        AnswerRecorder read = AnswerRecorder.of("HTTP/1.1 " + status + " OK\r\n" + fields + "\r\n");
        if (read.head() == null) {
            throw new AssertionError(read.refusal());
        }
        return read.head();
    }
}
