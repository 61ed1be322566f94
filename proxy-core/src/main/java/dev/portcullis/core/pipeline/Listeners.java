package dev.portcullis.core.pipeline;

import dev.portcullis.core.InheritedSockets;
import dev.portcullis.core.ListenAddress;
import dev.portcullis.core.StartFailure;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollServerSocketChannel;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Opens listening sockets, bound or inherited, and says what to do when one cannot be opened.
public final class Listeners {

    private static final int BACKLOG = 4096;

    /// Enough to fill a fast client's window between two turns of the loop, little enough for thousands of slow
    /// ones.
    private static final WriteBufferWaterMark WATER_MARK = new WriteBufferWaterMark(32 * 1024, 64 * 1024);

    private final SocketTransport transport;
    private final InheritedSockets inherited;
    private final ServerBootstrap bootstrap;

    /// @param inherited are taken over where they stand for a listener; everything else is bound
    public Listeners(
            EventLoopGroup group, SocketTransport transport, ClientPipeline pipeline, InheritedSockets inherited) {
        this.transport = transport;
        this.inherited = inherited;
        bootstrap = new ServerBootstrap()
                .group(group)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.SO_KEEPALIVE, true)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARK)
                .childHandler(pipeline);
        if (isEpoll()) {
            // A phone that left the network without a word is noticed within two minutes, not two hours.
            bootstrap
                    .childOption(EpollChannelOption.TCP_KEEPIDLE, 60)
                    .childOption(EpollChannelOption.TCP_KEEPINTVL, 20)
                    .childOption(EpollChannelOption.TCP_KEEPCNT, 3);
        }
    }

    private boolean isEpoll() {
        return transport.name().equals("epoll");
    }

    /// Opens all of them or none.
    ///
    /// @param key the config key, for messages
    public List<Channel> bind(String key, List<ListenAddress> addresses) throws StartFailure {
        List<Channel> open = new ArrayList<>();
        try {
            for (ListenAddress address : addresses) {
                List<Integer> descriptors = inherited.open(key, address);
                if (descriptors.isEmpty()) {
                    open.add(opened(
                            key,
                            address,
                            bootstrap.clone().channel(transport.server()).bind(socketAddress(address))));
                }
                for (int descriptor : descriptors) {
                    open.add(opened(key, address, takeOver(key, address, descriptor)));
                }
            }
        } catch (StartFailure e) {
            open.forEach(channel -> channel.close().awaitUninterruptibly());
            throw e;
        }
        return open;
    }

    private static Channel opened(String key, ListenAddress address, ChannelFuture future) throws StartFailure {
        if (!future.awaitUninterruptibly().isSuccess()) {
            throw new StartFailure(explain(key, address, future.cause()));
        }
        return future.channel();
    }

    /// The socket listens already: it is registered, not bound.
    private ChannelFuture takeOver(String key, ListenAddress address, int descriptor) throws StartFailure {
        if (!isEpoll()) {
            throw new StartFailure(key + ": \"" + address + "\": an inherited socket cannot be used with transport="
                    + transport.name() + " (expected: epoll). Hint: stop and disable portcullis.socket.");
        }
        return bootstrap
                .clone()
                .channelFactory(() -> new EpollServerSocketChannel(descriptor))
                .register();
    }

    private static InetSocketAddress socketAddress(ListenAddress address) {
        String host = address.host();
        return host == null ? new InetSocketAddress(address.port()) : new InetSocketAddress(host, address.port());
    }

    private static String explain(String key, ListenAddress address, Throwable cause) {
        String text = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        String where = key + ": \"" + address + "\": ";
        if (text.contains("in use")) {
            return where + "the port is in use (expected: a free one). Hint: `ss -ltnp 'sport = :" + address.port()
                    + "'` shows by whom; `portcullis status` whether it is another Portcullis.";
        }
        if (text.contains("permission")) {
            return where + "not permitted (ports below 1024 need CAP_NET_BIND_SERVICE). Hint: run the packaged service,"
                    + " or choose a port from 1024 on.";
        }
        if (text.contains("assign")) {
            return where + "not an address of this machine (expected: one of its own, or none: \":" + address.port()
                    + "\"). Hint: `ip address` lists them.";
        }
        return where + "cannot listen: " + cause.getMessage() + ".";
    }
}
