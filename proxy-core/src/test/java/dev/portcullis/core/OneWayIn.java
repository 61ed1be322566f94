package dev.portcullis.core;

import dev.portcullis.core.ProxyConfig.Upstream;
import dev.portcullis.core.ProxyConfig.UpstreamTls;
import dev.portcullis.rules.Otherwise;
import dev.portcullis.rules.path.PathPattern;
import dev.portcullis.rules.route.Exposure;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// A proxy for tests of other packages: one path of [#HOST] is exposed, for every method; all else is answered 404.
public final class OneWayIn implements AutoCloseable {

    public static final String HOST = TestProxy.HOST;

    private final TestProxy proxy;
    /// One for all connections, so that most of them resume a session.
    private final SSLContext tls = TestTls.trusting();

    private OneWayIn(TestProxy proxy) {
        this.proxy = proxy;
    }

    /// Starts one.
    ///
    /// @param path the only path that is exposed
    /// @param upstream the upstream's port on loopback
    public static OneWayIn exposing(String path, int upstream) {
        return new OneWayIn(TestProxy.before(
                new Upstream("127.0.0.1", upstream, new UpstreamTls.Plain()),
                settings -> settings.otherwise(Otherwise.NOT_FOUND)
                        .exposing(Exposure.paths(
                                List.of(PathPattern.parse(path)), Set.of(), Settings.ANYWHERE, OptionalLong.empty()))));
    }

    /// A bare TCP connection.
    public Socket plain() throws IOException {
        return proxy.plain();
    }

    /// TLS over such a connection, without ALPN.
    public SSLSocket secure(Socket plain) throws IOException {
        SSLSocket socket = TestTls.layered(tls, plain, HOST);
        socket.startHandshake();
        return socket;
    }

    @Override
    public void close() {
        proxy.close();
    }
}
