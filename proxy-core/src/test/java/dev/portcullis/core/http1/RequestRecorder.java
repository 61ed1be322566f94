package dev.portcullis.core.http1;

import dev.portcullis.core.ProxyConfig.Limits;
import dev.portcullis.core.http.Fields;
import dev.portcullis.core.http.Refusal;
import dev.portcullis.core.http.RequestHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Reads a connection's bytes as the client handler does, and keeps what it read.
final class RequestRecorder implements RequestPump.Receiver {

    private final List<Message> messages = new ArrayList<>();
    private final RequestPump pump;
    private StringBuilder body = new StringBuilder();
    private RequestHead head;
    private Refusal refusal;

    RequestRecorder(Limits limits) {
        pump = new RequestPump(this, new HeadReaders(limits), () -> true);
    }

    /// The result of a connection's bytes that arrive in one piece.
    static RequestRecorder of(String bytes) {
        return of(bytes, Limits.DEFAULT);
    }

    static RequestRecorder of(String bytes, Limits limits) {
        RequestRecorder recorder = new RequestRecorder(limits);
        recorder.feed(bytes);
        recorder.end();
        return recorder;
    }

    /// The result where the bytes arrive in pieces of this size, the first of which has `first` bytes.
    static RequestRecorder inPieces(String bytes, int first, int size, Limits limits) {
        RequestRecorder recorder = new RequestRecorder(limits);
        int from = 0;
        for (int to = first; from < bytes.length(); to = Math.min(bytes.length(), to + size)) {
            recorder.feed(bytes.substring(from, to));
            from = to;
        }
        recorder.end();
        return recorder;
    }

    void feed(String bytes) {
        feed(Unpooled.copiedBuffer(bytes, StandardCharsets.ISO_8859_1));
    }

    void feed(ByteBuf bytes) {
        pump.add(bytes);
        pump.run();
    }

    void end() {
        pump.release();
    }

    List<Message> messages() {
        return messages;
    }

    /// Why reading ended; null if it did not.
    Refusal refusal() {
        return refusal;
    }

    RequestHead lastHead() {
        return head;
    }

    @Override
    public void headBegun() {}

    @Override
    public void head(RequestHead request) {
        head = request;
        body = new StringBuilder();
        if (request.hasBody()) {
            pump.expectBody(request);
        } else {
            complete(Fields.NONE);
        }
    }

    @Override
    public void data(ByteBuf data) {
        body.append(data.toString(StandardCharsets.ISO_8859_1));
        data.release();
    }

    @Override
    public void end(Fields trailers) {
        complete(trailers);
    }

    private void complete(Fields trailers) {
        messages.add(new Message(
                head.method() + " " + head.target() + " " + head.minorVersion(),
                Message.texts(head.fields()),
                body.toString(),
                Message.texts(trailers)));
        pump.headDone();
        pump.mode(RequestPump.Mode.HEAD);
    }

    @Override
    public void bad(Refusal why) {
        refusal = why;
        pump.mode(RequestPump.Mode.OFF);
    }
}
