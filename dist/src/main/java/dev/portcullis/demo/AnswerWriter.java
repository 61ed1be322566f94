package dev.portcullis.demo;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Writes one answer to the wire.
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails ends the connection, and that is noticed
final class AnswerWriter {

    private final ChannelHandlerContext ctx;
    private final AnswerHeads heads;
    private @Nullable Flow flow;

    AnswerWriter(ChannelHandlerContext ctx, AnswerHeads heads) {
        this.ctx = ctx;
        this.heads = heads;
    }

    /// Invites the body (RFC 9110 section 10.1.1).
    void goOn() {
        ctx.writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
    }

    void whole(Answer.Whole answer, HttpRequest request, boolean keepAlive) {
        AnswerHeads.Encoded encoded = heads.encode(answer, request.headers());
        connection(encoded.headers(), request, keepAlive);
        ByteBuf body = request.method().equals(HttpMethod.HEAD)
                ? Unpooled.EMPTY_BUFFER
                : Unpooled.wrappedBuffer(encoded.body());
        ctx.writeAndFlush(new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1, answer.status(), body, encoded.headers(), EmptyHttpHeaders.INSTANCE));
    }

    /// Whether the client can tell the end of this answer without the connection's end.
    static boolean canEnd(Answer.Flowing answer, HttpRequest request) {
        return answer.headers().contains("Content-Length")
                || request.protocolVersion().equals(HttpVersion.HTTP_1_1);
    }

    /// @param over called when the last byte has been handed to the connection
    void flowing(Answer.Flowing answer, HttpRequest request, boolean keepAlive, Runnable over) {
        HttpHeaders headers = heads.complete(answer.headers());
        connection(headers, request, keepAlive);
        if (request.method().equals(HttpMethod.HEAD)) {
            ctx.writeAndFlush(new DefaultFullHttpResponse(
                    HttpVersion.HTTP_1_1, answer.status(), Unpooled.EMPTY_BUFFER, headers, EmptyHttpHeaders.INSTANCE));
            over.run();
            return;
        }
        if (!headers.contains("Content-Length") && canEnd(answer, request)) {
            headers.set("Transfer-Encoding", "chunked");
        }
        ctx.writeAndFlush(new DefaultHttpResponse(HttpVersion.HTTP_1_1, answer.status(), headers));
        flow = answer.flow();
        flow.start(new Channelled(over));
    }

    /// The parser gave up: aiohttp tells why and hangs up.
    void refuse(Throwable cause) {
        byte[] body = String.valueOf(cause.getMessage()).getBytes(StandardCharsets.UTF_8);
        AnswerHeads.Encoded encoded = heads.encode(Answer.of(400, Answer.TEXT, body), EmptyHttpHeaders.INSTANCE);
        encoded.headers().set("Connection", "close");
        ctx.writeAndFlush(new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_0,
                HttpResponseStatus.BAD_REQUEST,
                Unpooled.wrappedBuffer(encoded.body()),
                encoded.headers(),
                EmptyHttpHeaders.INSTANCE));
        finish(ctx);
    }

    static void finish(ChannelHandlerContext ctx) {
        ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    void roomAgain() {
        if (flow != null) {
            flow.roomAgain();
        }
    }

    void closed() {
        if (flow != null) {
            flow.closed();
            flow = null;
        }
    }

    private static void connection(HttpHeaders headers, HttpRequest request, boolean keepAlive) {
        if (!keepAlive) {
            headers.set("Connection", "close");
        } else if (request.protocolVersion().equals(HttpVersion.HTTP_1_0)) {
            headers.set("Connection", "keep-alive");
        }
    }

    private final class Channelled implements Flow.Outlet {

        private final Runnable over;
        private boolean ended;

        Channelled(Runnable over) {
            this.over = over;
        }

        @Override
        public ChannelFuture write(ByteBuf part) {
            return ctx.writeAndFlush(new DefaultHttpContent(part));
        }

        @Override
        public void end(HttpHeaders trailers) {
            if (!ended) {
                ended = true;
                flow = null;
                DefaultLastHttpContent last = new DefaultLastHttpContent();
                last.trailingHeaders().set(trailers);
                ctx.writeAndFlush(last);
                over.run();
            }
        }

        @Override
        public boolean hasRoom() {
            return ctx.channel().isWritable() && ctx.channel().isActive();
        }

        @Override
        public void later(Duration pause, Runnable task) {
            ctx.executor().schedule(() -> ifOpen(task), pause.toNanos(), TimeUnit.NANOSECONDS);
        }

        @Override
        public void soon(Runnable task) {
            ctx.executor().execute(() -> ifOpen(task));
        }

        @Override
        public void hangUp() {
            ctx.close();
        }

        private void ifOpen(Runnable task) {
            if (!ended && ctx.channel().isActive()) {
                task.run();
            }
        }
    }
}
