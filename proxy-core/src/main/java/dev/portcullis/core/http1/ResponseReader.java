package dev.portcullis.core.http1;

import dev.portcullis.core.http.BadMessage;
import dev.portcullis.core.http.BodySink;
import dev.portcullis.core.http.Refusal;
import dev.portcullis.core.http.ResponseHead;
import io.netty.buffer.ByteBuf;

/// The answers on one upstream connection: bytes to heads and bodies, one answer at a time (RFC 9112).
public final class ResponseReader {

    private static final int STATUS_LINE = 8192;
    private static final int HEAD = 256 * 1024;
    private static final int FIELDS = 500;

    /// More 1xx heads before the final one than any server sends.
    private static final int MOST_INFORMATIONAL = 16;

    /// Takes what was read.
    public interface Receiver extends BodySink {

        /// A head; informational ones come before the final one.
        ///
        /// @return whether bytes of a body may follow; false where the head was a 101 that opens a tunnel
        boolean head(ResponseHead head) throws BadMessage;
    }

    private final HeadReader head = new HeadReader(new byte[1024], STATUS_LINE, HEAD, FIELDS);
    private final BodyDecoder body = new BodyDecoder();
    private boolean toHead;
    private boolean withinBody;
    private int informational;

    /// Makes ready for the answer to a request.
    ///
    /// @param isHead whether the request was HEAD, whose answer has no body
    public void expect(boolean isHead) {
        toHead = isHead;
        withinBody = false;
        informational = 0;
        head.reset();
    }

    /// Whether the final answer has begun: heads like 100 Continue only say that it will.
    public boolean answering() {
        return withinBody || head.started();
    }

    /// Whether any byte has come, informational heads included.
    public boolean started() {
        return withinBody || informational > 0 || head.started();
    }

    /// Reads until the bytes or the answer end.
    ///
    /// @return whether the answer has ended (or a tunnel begins); what then is left in the buffer is not of the
    ///     answer
    /// @throws BadMessage for an answer that is not relayed
    public boolean read(ByteBuf in, Receiver receiver) throws BadMessage {
        while (!withinBody) {
            if (!head.read(in)) {
                return false;
            }
            ResponseHead parsed = ResponseParser.parse(head, toHead);
            if (!receiver.head(parsed)) {
                return true;
            }
            if (parsed.informational()) {
                if (++informational > MOST_INFORMATIONAL) {
                    throw new BadMessage(Refusal.UPSTREAM_ANSWER);
                }
                head.reset();
            } else {
                withinBody = true;
                body.begin(parsed.body(), parsed.contentLength());
            }
        }
        body.decode(in, receiver);
        return body.done();
    }

    /// The connection has ended.
    ///
    /// @return whether that completes the answer
    public boolean endOfInput(Receiver receiver) {
        return withinBody && body.endOfInput(receiver);
    }
}
