package dev.portcullis.core.http;

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

    static RequestHead request(String line, String fields) {
        RequestRecorder read = RequestRecorder.of(line + " HTTP/1.1\r\nHost: a\r\n" + fields + "\r\n");
        if (read.lastHead() == null) {
            throw new AssertionError(read.refusal());
        }
        return read.lastHead();
    }

    static ResponseHead response(int status, String fields) {
        AnswerRecorder read = AnswerRecorder.of("HTTP/1.1 " + status + " OK\r\n" + fields + "\r\n");
        if (read.head() == null) {
            throw new AssertionError(read.refusal());
        }
        return read.head();
    }
}
