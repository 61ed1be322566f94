package dev.portcullis.e2e;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.InetSocketAddress;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;

/// Thousands of connections of somebody who only wants to hold them, from as many addresses of 127.0.0.0/8 as a test
/// says, all driven by one thread.
@SuppressWarnings("FutureReturnValueIgnored") // a write that fails ends the connection, and that is noticed
final class Siege implements AutoCloseable {

    /// Handshakes at the same time.
    private static final int UNDER_WAY = 100;

    private static final long AGAIN_MILLIS = 100;

    /// To watch this side's buffers for leaks would take longer than all else.
    private static final ByteBufAllocator UNWATCHED = new UnpooledByteBufAllocator(false, true);

    private final InetSocketAddress server;
    private final String host;
    private final String token;
    private final boolean stubborn;
    private final SslContext http1 = tls("http/1.1");
    private final SslContext http2 = tls("h2");
    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private final Semaphore underWay = new Semaphore(UNDER_WAY);
    private final AtomicInteger held = new AtomicInteger();
    private final AtomicInteger turnedAway = new AtomicInteger();
    private volatile boolean over;

    /// @param token of somebody who may ask for backups
    /// @param stubborn whether a connection that is lost is opened again, for ever
    Siege(int port, String host, String token, boolean stubborn) {
        this.server = new InetSocketAddress("127.0.0.1", port);
        this.host = host;
        this.token = token;
        this.stubborn = stubborn;
    }

    private static SslContext tls(String protocol) {
        try {
            return SslContextBuilder.forClient()
                    .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL : SslProvider.JDK)
                    .trustManager(InsecureTrustManagerFactory.INSTANCE)
                    .endpointIdentificationAlgorithm(null)
                    .applicationProtocolConfig(new ApplicationProtocolConfig(
                            Protocol.ALPN,
                            SelectorFailureBehavior.NO_ADVERTISE,
                            SelectedListenerFailureBehavior.ACCEPT,
                            protocol))
                    .build();
        } catch (SSLException e) {
            throw new AssertionError(e);
        }
    }

    /// One of the addresses that a siege comes from; the household's own visitors come from 127.0.0.1.
    static String address(int number) {
        return "127.66." + number / 250 + "." + (number % 250 + 1);
    }

    /// Begins to hold connections, the tactics in turn, the same number from each address.
    void begin(int connections, int addresses, Tactic... tactics) {
        for (int i = 0; i < connections; i++) {
            underWay.acquireUninterruptibly();
            connect(tactics[i % tactics.length], address(i / tactics.length % addresses));
        }
    }

    /// Connections that are held now, as far as this side knows: one that does not read does not see its end.
    int held() {
        return held.get();
    }

    /// Waits until each that was begun has come to the point where it stalls, or to its end.
    void isUnderWay() {
        underWay.acquireUninterruptibly(UNDER_WAY);
        underWay.release(UNDER_WAY);
    }

    /// How often a connection was ended by the other side, at once or in time.
    int turnedAway() {
        return turnedAway.get();
    }

    private void connect(Tactic tactic, String from) {
        Holder holder = new Holder(tactic, from);
        new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.ALLOCATOR, UNWATCHED)
                .option(ChannelOption.SO_RCVBUF, 4096)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channels.add(channel);
                        switch (tactic.phase()) {
                            case TCP -> {}
                            case HTTP1 -> secure(channel, http1);
                            case HTTP2 -> secure(channel, http2);
                        }
                        channel.pipeline().addLast(holder);
                    }
                })
                .connect(server, new InetSocketAddress(from, 0))
                .addListener(connected -> {
                    if (!connected.isSuccess()) {
                        holder.lost();
                    }
                });
    }

    private void secure(Channel channel, SslContext context) {
        channel.pipeline().addLast(context.newHandler(channel.alloc(), host, server.getPort()));
    }

    /// Ends all connections at once.
    @Override
    public void close() {
        over = true;
        channels.close().awaitUninterruptibly();
        Future<?> ended = loop.shutdownGracefully(0, 10, TimeUnit.SECONDS);
        ended.awaitUninterruptibly();
        ReferenceCountUtil.release(http1);
        ReferenceCountUtil.release(http2);
    }

    /// One connection.
    private final class Holder extends ChannelInboundHandlerAdapter {

        private final Tactic tactic;
        private final String from;
        private boolean settled;
        private boolean ended;

        Holder(Tactic tactic, String from) {
            this.tactic = tactic;
            this.from = from;
        }

        @Override
        public void channelActive(ChannelHandlerContext ctx) {
            if (tactic.phase() == Tactic.Phase.TCP) {
                begin(ctx);
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof SslHandshakeCompletionEvent handshake && handshake.isSuccess()) {
                begin(ctx);
            }
        }

        private void begin(ChannelHandlerContext ctx) {
            ctx.writeAndFlush(Unpooled.wrappedBuffer(tactic.opening(host, token)));
            if (!tactic.waitsForAnswer()) {
                settle(ctx);
            }
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ReferenceCountUtil.release(message);
            if (settled || !tactic.waitsForAnswer()) {
                return;
            }
            if (tactic.phase() == Tactic.Phase.HTTP2) {
                ctx.writeAndFlush(Unpooled.wrappedBuffer(RawHttp2.acknowledged()));
            } else {
                ctx.channel().config().setAutoRead(false);
            }
            settle(ctx);
        }

        private void settle(ChannelHandlerContext ctx) {
            settled = true;
            held.incrementAndGet();
            underWay.release();
            if (tactic.dribbles()) {
                dribble(ctx);
            }
        }

        private void dribble(ChannelHandlerContext ctx) {
            if (ctx.channel().isActive()) {
                ctx.writeAndFlush(Unpooled.wrappedBuffer(new byte[] {tactic.dribble()}));
                ctx.channel().eventLoop().schedule(() -> dribble(ctx), 1, TimeUnit.SECONDS);
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            lost();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }

        void lost() {
            if (ended) {
                return;
            }
            ended = true;
            turnedAway.incrementAndGet();
            if (settled) {
                held.decrementAndGet();
            } else {
                underWay.release();
            }
            if (stubborn && !over) {
                loop.schedule(this::again, AGAIN_MILLIS, TimeUnit.MILLISECONDS);
            }
        }

        private void again() {
            if (!over && underWay.tryAcquire()) {
                connect(tactic, from);
            } else if (!over) {
                loop.schedule(this::again, AGAIN_MILLIS, TimeUnit.MILLISECONDS);
            }
        }
    }
}
