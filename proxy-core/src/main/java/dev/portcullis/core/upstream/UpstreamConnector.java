package dev.portcullis.core.upstream;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.resolver.NoopAddressResolverGroup;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Opens connections to one upstream, each of its addresses in turn, TLS and its verification included.
final class UpstreamConnector {

    private final UpstreamAddresses addresses;
    private final String host;
    private final int port;
    private final @Nullable SslContext tls;
    private final Class<? extends SocketChannel> channelType;
    private final int timeoutMillis;

    /// @param tls null for plain http
    /// @param timeoutMillis for one attempt; for the handshake after it once more
    public UpstreamConnector(
            UpstreamAddresses addresses,
            String host,
            int port,
            @Nullable SslContext tls,
            Class<? extends SocketChannel> channelType,
            int timeoutMillis) {
        this.addresses = addresses;
        this.host = host;
        this.port = port;
        this.tls = tls;
        this.channelType = channelType;
        this.timeoutMillis = timeoutMillis;
    }

    /// Calls one of the two, on the event loop.
    ///
    /// @param connections makes the handler of each attempt: one of a failed attempt is of no more use
    /// @param failed gets the cause in words that are safe to print
    void connect(
            EventLoop loop,
            Supplier<UpstreamConnection> connections,
            Consumer<UpstreamConnection> connected,
            Consumer<String> failed) {
        attempt(loop, addresses.current(), 0, connections, connected, failed);
    }

    private void attempt(
            EventLoop loop,
            List<InetSocketAddress> candidates,
            int index,
            Supplier<UpstreamConnection> connections,
            Consumer<UpstreamConnection> connected,
            Consumer<String> failed) {
        UpstreamConnection connection = connections.get();
        ChannelFuture attempt = bootstrap(loop, connection).connect(candidates.get(index));
        attempt.addListener((ChannelFutureListener) future -> {
            if (future.isSuccess()) {
                secured(future.channel(), () -> connected.accept(connection), failed);
            } else if (index + 1 < candidates.size()) {
                attempt(loop, candidates, index + 1, connections, connected, failed);
            } else {
                failed.accept(words(future.cause()));
            }
        });
    }

    private void secured(Channel channel, Runnable connected, Consumer<String> failed) {
        SslHandler handler = channel.pipeline().get(SslHandler.class);
        if (handler == null) {
            connected.run();
            return;
        }
        handler.handshakeFuture().addListener(handshake -> {
            if (handshake.isSuccess()) {
                connected.run();
            } else {
                channel.close();
                failed.accept("TLS: " + words(handshake.cause()));
            }
        });
    }

    private Bootstrap bootstrap(EventLoop loop, UpstreamConnection connection) {
        Bootstrap bootstrap = new Bootstrap()
                .group(loop)
                .channel(channelType)
                .resolver(NoopAddressResolverGroup.INSTANCE)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, timeoutMillis)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                // A failed write leaves the reading side open: an early answer may wait there.
                .option(ChannelOption.AUTO_CLOSE, false)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        if (tls != null) {
                            SslHandler handler = tls.newHandler(ByteBufAllocator.DEFAULT, host, port);
                            handler.setHandshakeTimeoutMillis(timeoutMillis);
                            channel.pipeline().addLast(handler);
                        }
                        channel.pipeline().addLast(connection);
                    }
                });
        if (EpollSocketChannel.class.equals(channelType)) {
            // A house that lost its power says no goodbye, and while we only read, nothing else would notice.
            bootstrap
                    .option(EpollChannelOption.TCP_KEEPIDLE, 60)
                    .option(EpollChannelOption.TCP_KEEPINTVL, 20)
                    .option(EpollChannelOption.TCP_KEEPCNT, 3);
        }
        return bootstrap;
    }

    /// The cause in the words of people who read `status`.
    private static String words(Throwable cause) {
        String message = String.valueOf(cause.getMessage());
        for (String known : List.of("Connection refused", "No route to host", "Network is unreachable", "timed out")) {
            if (message.contains(known)) {
                return known.toLowerCase(Locale.ROOT);
            }
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : message;
    }
}
