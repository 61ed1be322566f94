package dev.portcullis.core.upstream;

import dev.portcullis.core.http.ClientStream;
import dev.portcullis.core.http.ExchangeObserver;
import dev.portcullis.core.http.Fields;
import dev.portcullis.core.http.RequestSink;
import dev.portcullis.core.http.ResponseHead;
import dev.portcullis.core.tally.RequestTally;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/// Carries the bytes of an open WebSocket both ways, never re-framed (RFC 6455 §5): sub-protocols, extensions and
/// message sizes are the business of the two ends.
///
/// Frame borders towards the client are only counted, so that a stop can say goodbye between two frames.
///
/// *Reads* the bytes of both sides. *Passes on* all of them.
final class WebSocketRelay implements RequestSink {

    /// An unmasked Close frame with status 1001, "going away" (RFC 6455 §7.4.1).
    private static final byte[] GOING_AWAY = {(byte) 0x88, 2, 0x03, (byte) 0xE9};

    private final ClientStream client;
    private final UpstreamConnection upstream;
    private final FrameBorders borders = new FrameBorders();
    private final ExchangeObserver observer;
    private final RequestTally tally;
    private boolean stopping;
    private boolean over;

    WebSocketRelay(ClientStream client, UpstreamConnection upstream, ExchangeObserver observer, RequestTally tally) {
        this.observer = observer;
        this.tally = tally;
        this.client = client;
        this.upstream = upstream;
    }

    // From the client.

    @Override
    public void data(ByteBuf data) {
        if (over) {
            data.release();
            return;
        }
        observer.toUpstream(data);
        tally.in(data.readableBytes());
        upstream.write(data);
        if (!upstream.writable()) {
            client.reading(false);
        }
    }

    @Override
    public void end(Fields trailers) {}

    @Override
    public void flush() {
        if (!over) {
            upstream.flush();
        }
    }

    @Override
    public void clientWritable() {
        if (!over) {
            upstream.reading(true);
        }
    }

    @Override
    public void clientGone() {
        if (!over) {
            over = true;
            observer.over();
            upstream.close();
        }
    }

    @Override
    public void clientEnded() {
        if (!over) {
            upstream.flush();
            upstream.shutdownOutput();
        }
    }

    @Override
    public void stopping() {
        stopping = true;
        sayGoodbye();
    }

    private void sayGoodbye() {
        if (stopping && !over && borders.between()) {
            over = true;
            observer.over();
            client.data(Unpooled.wrappedBuffer(GOING_AWAY));
            client.endTunnel();
            upstream.close();
        }
    }

    /// The other direction.
    UpstreamListener fromUpstream() {
        return new FromUpstream();
    }

    private final class FromUpstream implements UpstreamListener {

        @Override
        public void data(ByteBuf data) {
            if (over) {
                data.release();
                return;
            }
            borders.pass(data);
            observer.toClient(data);
            tally.out(data.readableBytes());
            client.data(data);
            if (!client.writable()) {
                upstream.reading(false);
            }
            sayGoodbye();
        }

        @Override
        public void readComplete() {
            client.flush();
        }

        @Override
        public void upstreamWritable() {
            client.reading(true);
            flush();
        }

        @Override
        public void tunnelEnded() {
            if (!over) {
                over = true;
                observer.over();
                client.endTunnel();
            }
        }

        @Override
        public void failed(UpstreamFailure failure, boolean again) {
            tunnelEnded();
        }

        // A tunnel has no messages.

        @Override
        public void informational(ResponseHead head) {}

        @Override
        public void head(ResponseHead head) {}

        @Override
        public boolean switched(ResponseHead head) {
            return false;
        }

        @Override
        public void end(Fields trailers) {}
    }
}
