package dev.portcullis.core.pipeline;

import dev.portcullis.core.ProxyConfig.Transport;
import dev.portcullis.core.tls.TlsPolicy;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.concurrent.DefaultThreadFactory;

/// How sockets are driven: epoll where its native library loads, NIO elsewhere; likewise BoringSSL and the JDK's
/// TLS.
///
/// @param name for people, as in `status`
public record SocketTransport(
        String name,
        IoHandlerFactory ioHandler,
        Class<? extends ServerChannel> server,
        Class<? extends SocketChannel> socket,
        SslProvider tls) {

    public static SocketTransport of(Transport transport) {
        return switch (transport) {
            case PORTABLE -> nio(SslProvider.JDK);
            case BEST -> Epoll.isAvailable() ? epoll() : nio(TlsPolicy.best());
        };
    }

    private static SocketTransport epoll() {
        return new SocketTransport(
                "epoll",
                EpollIoHandler.newFactory(),
                EpollServerSocketChannel.class,
                EpollSocketChannel.class,
                TlsPolicy.best());
    }

    private static SocketTransport nio(SslProvider tls) {
        if (tls == SslProvider.JDK) {
            // A client that renegotiates makes us sign again and again for nothing; BoringSSL never lets it.
            System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
        }
        return new SocketTransport(
                "nio", NioIoHandler.newFactory(), NioServerSocketChannel.class, NioSocketChannel.class, tls);
    }

    /// Starts the event loops.
    ///
    /// @param loops number of event loops; 0 means one for each processor
    public EventLoopGroup start(int loops) {
        int threads = loops > 0 ? loops : Runtime.getRuntime().availableProcessors();
        return new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory("loop", true), ioHandler);
    }
}
