package dev.portcullis.core.http2;

import dev.portcullis.core.http.Fields;
import dev.portcullis.core.http.RequestSink;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/// Takes all of a request, and keeps in order what it was told.
class SinkRecorder implements RequestSink {

    final List<String> told = new ArrayList<>();

    @Override
    public void data(ByteBuf data) {
        told.add("data " + data.readableBytes());
        data.release();
    }

    @Override
    public void end(Fields trailers) {
        told.add("end");
    }

    @Override
    public void flush() {}

    @Override
    public void clientWritable() {
        told.add("writable");
    }

    @Override
    public void clientGone() {
        told.add("gone");
    }

    @Override
    public void clientEnded() {
        told.add("ended");
    }

    @Override
    public void stopping() {
        told.add("stopping");
    }
}
