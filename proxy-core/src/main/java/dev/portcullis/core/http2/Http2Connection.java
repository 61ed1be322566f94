package dev.portcullis.core.http2;

import dev.portcullis.core.accept.ClientConnection;
import dev.portcullis.core.http.ClientTimeouts;
import dev.portcullis.core.http.Exchange;
import dev.portcullis.core.http.ExchangeStart;
import dev.portcullis.core.http.Refusal;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http2.Http2Error;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What the streams of one connection share, and how they end.
///
/// @param broken ends the connection over what a client did
/// @param idle called when the last stream has gone
record Http2Connection(
        ClientConnection client,
        ExchangeStart start,
        ClientTimeouts timeouts,
        EventLoop loop,
        FrameWriter writer,
        FrameGuard guard,
        Inflow inflow,
        Outflow outflow,
        Share share,
        Streams streams,
        HeadSpaces spaces,
        Consumer<BrokenConnection> broken,
        Runnable idle) {

    /// Resets a stream over something that its client did; too many of those end the connection (CVE-2025-8671).
    ///
    /// @param exchange what was under way; null if nothing was
    void refuse(int stream, @Nullable Exchange exchange, Refusal refusal, Http2Error error) {
        start.refused(client, exchange, refusal, 0);
        reset(stream, error);
        try {
            guard.reset();
        } catch (BrokenConnection end) {
            broken.accept(end);
        }
    }

    /// Resets a stream; what the client still sends on it is dropped.
    void reset(int stream, Http2Error error) {
        writer.reset(stream, error);
        streams.reset(stream);
        if (streams.isEmpty()) {
            idle.run();
        }
    }

    /// A stream is over, both ways.
    void over(Http2Stream stream) {
        streams.remove(stream.id());
        if (streams.isEmpty()) {
            idle.run();
        }
    }

    /// Writes what can be written now.
    void flush() {
        outflow.run();
        writer.flush();
        share.count();
    }
}
