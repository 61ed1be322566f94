package dev.portcullis.e2e;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakerFactory;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.handler.codec.http.websocketx.extensions.compression.WebSocketClientCompressionHandler;
import io.netty.handler.ssl.SslHandler;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;

/// Netty's websocket client, which offers `permessage-deflate` (RFC 7692).
@SuppressWarnings("FutureReturnValueIgnored") // what fails is missed by whoever waits for an answer
final class CompressingTalk implements AutoCloseable {

    private static final int LARGEST = 1 << 20;

    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final LinkedBlockingQueue<String> messages = new LinkedBlockingQueue<>();
    private final CompletableFuture<String> agreed = new CompletableFuture<>();
    private final Channel channel;

    CompressingTalk(int port, String host) throws InterruptedException {
        this(port, host, "");
    }

    /// @param preface what goes out before TLS
    CompressingTalk(int port, String host, String preface) throws InterruptedException {
        WebSocketClientHandshaker handshaker = WebSocketClientHandshakerFactory.newHandshaker(
                URI.create("wss://" + host + ":" + port + "/api/websocket"),
                WebSocketVersion.V13,
                null,
                true,
                new DefaultHttpHeaders(),
                LARGEST);
        channel = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .handler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel fresh) {
                        SSLEngine engine = Tls.TRUSTING.createSSLEngine(host, port);
                        engine.setUseClientMode(true);
                        fresh.pipeline()
                                .addLast(
                                        new Preface(preface),
                                        new SslHandler(engine),
                                        new HttpClientCodec(),
                                        new HttpObjectAggregator(LARGEST),
                                        new WebSocketClientCompressionHandler(LARGEST),
                                        new Ear(handshaker));
                    }
                })
                .connect("127.0.0.1", port)
                .sync()
                .channel();
    }

    /// The extensions that the server agreed to.
    String agreed() {
        return Patience.await(agreed, "the answer to the handshake");
    }

    void send(String message) {
        channel.writeAndFlush(new TextWebSocketFrame(message));
    }

    String next() throws InterruptedException {
        String message = messages.poll(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS);
        if (message == null) {
            throw new AssertionError("no message came");
        }
        return message;
    }

    /// Waits until the connection is gone.
    void awaitEnd() throws InterruptedException {
        if (!channel.closeFuture().await(Patience.LIMIT.toSeconds(), TimeUnit.SECONDS)) {
            throw new AssertionError("the connection is still open");
        }
    }

    @Override
    public void close() {
        channel.close();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
    }

    private static final class Preface extends ChannelInboundHandlerAdapter {

        private final String text;

        Preface(String text) {
            this.text = text;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            context.writeAndFlush(Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1));
            context.fireChannelActive();
        }
    }

    private final class Ear extends SimpleChannelInboundHandler<Object> {

        private final WebSocketClientHandshaker handshaker;

        Ear(WebSocketClientHandshaker handshaker) {
            this.handshaker = handshaker;
        }

        @Override
        public void channelActive(ChannelHandlerContext context) {
            handshaker.handshake(context.channel());
        }

        @Override
        protected void channelRead0(ChannelHandlerContext context, Object message) {
            if (message instanceof FullHttpResponse response) {
                String extensions = String.valueOf(response.headers().get("Sec-WebSocket-Extensions"));
                handshaker.finishHandshake(context.channel(), response);
                context.pipeline().addBefore(context.name(), "whole", new WebSocketFrameAggregator(LARGEST));
                agreed.complete(extensions);
            } else if (message instanceof TextWebSocketFrame frame) {
                messages.add(frame.text());
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            agreed.completeExceptionally(cause);
            context.close();
        }
    }
}
