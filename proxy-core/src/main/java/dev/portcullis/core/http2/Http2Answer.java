package dev.portcullis.core.http2;

import dev.portcullis.core.http.Fields;
import dev.portcullis.core.http.LocalAnswer;
import dev.portcullis.core.http.ResponseHead;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Headers;
import org.jspecify.annotations.Nullable;

/// Says one answer on one stream (RFC 9113 §8.1): heads at once, the body as [StreamOutput] may.
///
/// A head that the client does not take (SETTINGS_MAX_HEADER_LIST_SIZE) is not written, and `false` is returned.
final class Http2Answer {

    private final int stream;
    private final FrameWriter writer;
    private final StreamOutput output;
    private boolean started;
    private boolean bodiless;

    Http2Answer(int stream, FrameWriter writer, StreamOutput output) {
        this.stream = stream;
        this.writer = writer;
        this.output = output;
    }

    /// Whether a final head was written.
    boolean started() {
        return started;
    }

    boolean informational(ResponseHead head) {
        return writer.headers(stream, AnswerFields.informational(head), false);
    }

    boolean head(ResponseHead head, @Nullable String hsts) {
        boolean empty = switch (head.body()) {
            case NONE -> true;
            case LENGTH -> head.contentLength() == 0;
            case CHUNKED, UNTIL_CLOSE -> false;
        };
        return begin(AnswerFields.head(head, hsts), empty);
    }

    boolean tunnel(ResponseHead head) {
        return begin(AnswerFields.tunnel(head), false);
    }

    boolean local(LocalAnswer answer, boolean toHead) {
        boolean empty = toHead || answer.body().isEmpty();
        if (!begin(AnswerFields.local(answer), empty)) {
            return false;
        }
        if (!empty) {
            output.add(writer.ascii(answer.body()));
        }
        return true;
    }

    private boolean begin(Http2Headers head, boolean empty) {
        started = true;
        bodiless = empty;
        if (!writer.headers(stream, head, empty)) {
            return false;
        }
        if (empty) {
            output.doneWithHead();
        }
        return true;
    }

    /// @param data owned from here on
    void data(ByteBuf data) {
        if (bodiless) {
            data.release();
        } else {
            output.add(data);
        }
    }

    /// Nothing follows but these.
    void end(Fields trailers) {
        if (!output.done()) {
            output.end(AnswerFields.trailers(trailers));
        }
    }
}
