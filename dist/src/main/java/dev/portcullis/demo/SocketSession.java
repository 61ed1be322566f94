package dev.portcullis.demo;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// The protocol part of a websocket: pings, the closing handshake, a client that does not read.
///
/// Pings like aiohttp: one after each pause, and the connection is dropped when no pong comes within half of it.
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails ends the connection, and that is noticed
abstract class SocketSession extends SimpleChannelInboundHandler<WebSocketFrame> {

    private final Settings.Timing timing;
    private @Nullable Channel channel;
    private @Nullable ScheduledFuture<?> pongPatience;
    private boolean closing;

    SocketSession(Settings.Timing timing) {
        this.timing = timing;
    }

    /// The handshake is over; called once, before any message.
    abstract void opened();

    abstract void text(String message);

    /// The caller releases the bytes.
    abstract void binary(ByteBuf message);

    /// The connection has ended; called once.
    abstract void gone();

    final void send(@Nullable Object json) {
        sendText(Json.write(json));
    }

    /// From any thread.
    final void sendText(String message) {
        if (channel != null && !closing) {
            channel.writeAndFlush(new TextWebSocketFrame(message));
        }
    }

    final void sendBinary(ByteBuf message) {
        if (channel != null && !closing) {
            channel.writeAndFlush(new BinaryWebSocketFrame(message.retain()));
        }
    }

    final boolean hasRoom() {
        return channel != null && channel.isWritable();
    }

    /// Begins the closing handshake and waits for the other side for a while.
    final void close(int code) {
        if (channel != null && !closing) {
            closing = true;
            Channel socket = channel;
            socket.writeAndFlush(new CloseWebSocketFrame(code, ""));
            later(timing.linger(), socket::close);
        }
    }

    final ScheduledFuture<?> later(Duration pause, Runnable task) {
        Channel socket = channel;
        if (socket == null) {
            throw new IllegalStateException("websocket: not open yet");
        }
        return socket.eventLoop().schedule(task, pause.toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        channel = ctx.channel();
        heartbeat();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (pongPatience != null) {
            pongPatience.cancel(false);
        }
        gone();
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, WebSocketFrame frame) {
        switch (frame) {
            case CloseWebSocketFrame close -> ended(ctx, close.statusCode());
            case PingWebSocketFrame ping ->
                ctx.writeAndFlush(new PongWebSocketFrame(ping.content().retain()));
            case PongWebSocketFrame _ -> heartbeat();
            case TextWebSocketFrame text when !closing -> text(text.text());
            case BinaryWebSocketFrame binary when !closing -> binary(binary.content());
            default -> {}
        }
    }

    private void ended(ChannelHandlerContext ctx, int code) {
        if (closing) {
            ctx.close();
        } else {
            closing = true;
            int answer = code < 0 ? 1000 : code;
            ctx.writeAndFlush(new CloseWebSocketFrame(answer, "")).addListener(_ -> ctx.close());
        }
    }

    private void heartbeat() {
        if (pongPatience != null) {
            pongPatience.cancel(false);
        }
        pongPatience = later(timing.socketPing(), () -> {
            Channel socket = channel;
            if (socket != null && socket.isActive()) {
                socket.writeAndFlush(new PingWebSocketFrame());
                pongPatience = later(timing.socketPing().dividedBy(2), socket::close);
            }
        });
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        ctx.channel().config().setAutoRead(ctx.channel().isWritable());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof TooLongFrameException) {
            close(1009);
        } else {
            ctx.close();
        }
    }
}
