package dev.portcullis.core.http1;

import dev.portcullis.core.http.Deadline;
import dev.portcullis.core.http1.RequestPump.Mode;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOption;
import java.util.concurrent.TimeUnit;

/// The ways in which an HTTP/1 client connection ends.
final class ConnectionEnd {

    /// For the client to read its answer before unread bytes of its own would turn the close into a reset.
    private static final long LINGER = TimeUnit.SECONDS.toNanos(2);

    private final ChannelHandlerContext context;
    private final RequestPump pump;
    private final Deadline deadline;
    private final long patience;

    /// @param deadline the connection's; when it passes after [#behindLastBytes] or [#lingering], the end is due at
    ///     once
    /// @param patience nanoseconds for a client to take its last bytes
    ConnectionEnd(ChannelHandlerContext context, RequestPump pump, Deadline deadline, long patience) {
        this.context = context;
        this.pump = pump;
        this.deadline = deadline;
        this.patience = patience;
    }

    void atOnce() {
        pump.mode(Mode.OFF);
        context.close();
    }

    /// With a TCP reset and no TLS closure alert: what was sent must not pass for all that there is (RFC 9112 §9.8).
    void byReset() {
        pump.mode(Mode.OFF);
        if (context.channel().isOpen()) {
            context.channel().config().setOption(ChannelOption.SO_LINGER, 0);
        }
        // From the first handler on, so that TLS beneath us has no word in it.
        context.pipeline().firstContext().close();
    }

    /// Reads no more; closes when all that was written is sent.
    void behindLastBytes() {
        pump.mode(Mode.OFF);
        deadline.in(patience);
        context.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    /// Reads on for a while and drops it; for clients that are still sending.
    void lingering() {
        context.flush();
        pump.mode(Mode.DISCARD);
        deadline.in(LINGER);
    }
}
