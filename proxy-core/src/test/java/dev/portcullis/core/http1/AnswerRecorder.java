package dev.portcullis.core.http1;

import dev.portcullis.core.http.BadMessage;
import dev.portcullis.core.http.Fields;
import dev.portcullis.core.http.Octets;
import dev.portcullis.core.http.Refusal;
import dev.portcullis.core.http.ResponseHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Reads one answer as an upstream connection does, and keeps what it read.
final class AnswerRecorder implements ResponseReader.Receiver {

    private final ResponseReader reader = new ResponseReader();
    private final List<Message> messages = new ArrayList<>();
    private ResponseHead head;
    private StringBuilder body = new StringBuilder();
    private Refusal refusal;
    private boolean complete;
    private boolean tunnel;
    private int surplus;

    private AnswerRecorder(boolean toHead) {
        reader.expect(toHead);
    }

    /// The result of an upstream's bytes that arrive in two pieces, the end of the connection behind them.
    static AnswerRecorder of(String bytes, boolean toHead, int split) {
        AnswerRecorder recorder = new AnswerRecorder(toHead);
        recorder.feed(bytes.substring(0, split));
        recorder.feed(bytes.substring(split));
        if (!recorder.complete && recorder.refusal == null) {
            recorder.complete = recorder.reader.endOfInput(recorder);
        }
        return recorder;
    }

    static AnswerRecorder of(String bytes) {
        return of(bytes, false, bytes.length());
    }

    private void feed(String bytes) {
        ByteBuf in = Unpooled.wrappedBuffer(bytes.getBytes(StandardCharsets.ISO_8859_1));
        try {
            if (!complete && refusal == null) {
                complete = reader.read(in, this);
            }
        } catch (BadMessage bad) {
            refusal = bad.refusal();
        }
        surplus += in.readableBytes();
        in.release();
    }

    /// Informational answers, then the final one if it is complete.
    List<Message> messages() {
        return messages;
    }

    ResponseHead head() {
        return head;
    }

    Refusal refusal() {
        return refusal;
    }

    boolean complete() {
        return complete;
    }

    boolean tunnel() {
        return tunnel;
    }

    /// Bytes behind the answer.
    int surplus() {
        return surplus;
    }

    @Override
    public boolean head(ResponseHead next) {
        head = next;
        tunnel = next.status() == 101;
        if (next.informational()) {
            end(Fields.NONE);
        }
        return !tunnel;
    }

    @Override
    public void data(ByteBuf data) {
        body.append(data.toString(StandardCharsets.ISO_8859_1));
        data.release();
    }

    @Override
    public void end(Fields trailers) {
        String reason = Octets.string(head.fields().octets(), head.reasonFrom(), head.reasonTo());
        messages.add(new Message(
                head.status() + " " + reason, Message.texts(head.fields()), body.toString(), Message.texts(trailers)));
        body = new StringBuilder();
    }
}
