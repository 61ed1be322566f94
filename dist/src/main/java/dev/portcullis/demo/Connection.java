package dev.portcullis.demo;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One client connection: reads a message at a time (auto-read is off), so that nobody is faster than the reader.
///
/// A request is over when both its body and its answer are. While an answer is still being written, one read stays
/// pending: it notices the client's hanging up, and holds back a request that comes too early.
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails ends the connection, and that is noticed
final class Connection extends ChannelInboundHandlerAdapter {

    private final Boot boot;
    private @Nullable Exchange exchange;
    private @Nullable HttpRequest early;
    private @Nullable ScheduledFuture<?> patience;
    private boolean readWhenRoom;
    private boolean wanting;

    Connection(Boot boot) {
        this.boot = boot;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        idle(ctx);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        calm();
        if (exchange != null) {
            exchange.closed();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        wanting = false;
        switch (message) {
            case HttpRequest request
            when request.decoderResult().isFailure() -> {
                boot.recorder().refused();
                new AnswerWriter(ctx, boot.heads())
                        .refuse(request.decoderResult().cause());
            }
            case HttpRequest request when exchange != null -> early = request;
            case HttpRequest request -> begin(ctx, request);
            case HttpContent content
            when exchange != null -> {
                try {
                    body(ctx, exchange, content);
                } finally {
                    content.release();
                }
            }
            default -> {
                ReferenceCountUtil.release(message);
                ctx.close();
            }
        }
    }

    private void begin(ChannelHandlerContext ctx, HttpRequest head) {
        calm();
        boot.recorder().received((InetSocketAddress) ctx.channel().remoteAddress(), head);
        Exchange started = new Exchange(ctx, boot, head, this::answered);
        exchange = started;
        started.begin();
        if (exchange == started) {
            want(ctx);
        }
    }

    private void body(ChannelHandlerContext ctx, Exchange current, HttpContent content) {
        if (content.decoderResult().isFailure()) {
            boot.recorder().refused();
            ctx.close();
            return;
        }
        ByteBuf part = content.content();
        if (part.isReadable()) {
            current.body(part);
        }
        if (content instanceof LastHttpContent last) {
            current.bodyEnd(last.trailingHeaders());
            answered(current);
        }
        if (exchange == current) {
            readMore(ctx);
        }
    }

    /// Called whenever an exchange has come a step further.
    private void answered(Exchange current) {
        ChannelHandlerContext ctx = current.context();
        if (exchange != current || !current.answerOver() || ctx.isRemoved()) {
            return;
        }
        if (!current.bodyOver()) {
            calm();
            patience = later(ctx, boot.settings().timing().linger());
            return;
        }
        exchange = null;
        if (!current.keepAlive()) {
            AnswerWriter.finish(ctx);
        } else if (early != null) {
            HttpRequest next = early;
            early = null;
            begin(ctx, next);
        } else {
            idle(ctx);
        }
    }

    private void idle(ChannelHandlerContext ctx) {
        calm();
        patience = later(ctx, boot.settings().timing().keepAlive());
        want(ctx);
    }

    private void readMore(ChannelHandlerContext ctx) {
        readWhenRoom = !ctx.channel().isWritable();
        if (!readWhenRoom && !ctx.isRemoved()) {
            want(ctx);
        }
    }

    private void want(ChannelHandlerContext ctx) {
        wanting = true;
        ctx.read();
    }

    /// A read may bring bytes that are no message yet; then it is over, and has to be asked for again.
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (wanting) {
            ctx.read();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (ctx.channel().isWritable()) {
            if (exchange != null) {
                exchange.roomAgain();
            }
            if (readWhenRoom) {
                readMore(ctx);
            }
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        calm();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        ctx.close();
    }

    private void calm() {
        if (patience != null) {
            patience.cancel(false);
            patience = null;
        }
    }

    private static ScheduledFuture<?> later(ChannelHandlerContext ctx, Duration pause) {
        return ctx.executor().schedule((Runnable) ctx::close, pause.toNanos(), TimeUnit.NANOSECONDS);
    }
}
