package dev.portcullis.core;

import dev.portcullis.core.ProxyConfig.Upstream;
import dev.portcullis.core.ProxyConfig.UpstreamTls;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/// A proxy on a free port in front of one upstream, and raw clients for it.
///
/// The site is `home.test`; loopback counts as `lan`. Everything is exposed unless a test says otherwise.
final class TestProxy implements AutoCloseable {

    static final String HOST = "home.test";

    private final ProxyServer server;
    private final Settings settings;
    private final Certificates certificates;
    private Upstream upstream;
    private final AtomicReference<ServerCertificate> certificate;
    private final ServerCertificate selfSigned;

    private TestProxy(
            ProxyServer server,
            Settings settings,
            Certificates certificates,
            Upstream upstream,
            AtomicReference<ServerCertificate> certificate,
            ServerCertificate selfSigned) {
        this.server = server;
        this.settings = settings;
        this.certificates = certificates;
        this.upstream = upstream;
        this.certificate = certificate;
        this.selfSigned = selfSigned;
    }

    static TestProxy before(Origin origin) {
        return before(origin, settings -> settings);
    }

    static TestProxy before(Origin origin, UnaryOperator<Settings> change) {
        return before(new Upstream("127.0.0.1", origin.port(), new UpstreamTls.Plain()), change);
    }

    static TestProxy before(Upstream upstream, UnaryOperator<Settings> change) {
        try {
            return starting(upstream, change);
        } catch (StartFailure e) {
            throw new AssertionError(e);
        }
    }

    static TestProxy starting(Upstream upstream, UnaryOperator<Settings> change) throws StartFailure {
        Settings settings = change.apply(new Settings());
        AtomicReference<ServerCertificate> certificate = new AtomicReference<>(TestTls.certificate(HOST));
        ServerCertificate selfSigned = TestTls.certificate("self.signed");
        Certificates certificates = new Certificates() {
            @Override
            public ServerCertificate forSite(int site, String serverName) {
                return certificate.get();
            }

            @Override
            public ServerCertificate selfSigned() {
                return selfSigned;
            }
        };
        ProxyServer server = ProxyServer.start(
                settings.config(upstream),
                certificates,
                settings.challenges(),
                settings.tlsChallenges(),
                settings.protection(),
                settings.events(),
                InheritedSockets.NONE,
                InstantSource.system());
        return new TestProxy(server, settings, certificates, upstream, certificate, selfSigned);
    }

    ProxyServer server() {
        return server;
    }

    ServerCertificate certificate() {
        return certificate.get();
    }

    /// Changes the settings and has them in force from now on.
    ///
    /// @return how much was ended
    int reload(UnaryOperator<Settings> change) {
        try {
            return reloading(change);
        } catch (StartFailure e) {
            throw new AssertionError(e);
        }
    }

    int reloading(UnaryOperator<Settings> change) throws StartFailure {
        return server.reload(change.apply(settings).config(upstream), certificates);
    }

    /// The same with another upstream.
    int reload(Origin origin) {
        upstream = new Upstream("127.0.0.1", origin.port(), new UpstreamTls.Plain());
        return reload(same -> same);
    }

    /// From now on every site presents another certificate.
    ServerCertificate renew() {
        certificate.set(TestTls.certificate(HOST));
        return certificate.get();
    }

    ServerCertificate selfSigned() {
        return selfSigned;
    }

    int port() {
        return server.status().https().getFirst().port();
    }

    int httpPort() {
        return server.status().http().getFirst().port();
    }

    /// A TLS connection that asks for the site's name.
    Wire connect() throws IOException {
        return connect(HOST);
    }

    /// A TLS connection that asks for this name; null asks for none. The certificate is not looked at.
    Wire connect(String serverName) throws IOException {
        Socket plain = plain();
        return new Wire(TestTls.secure(plain, serverName), plain);
    }

    /// A bare TCP connection to the https listener.
    Socket plain() throws IOException {
        Socket socket = new Socket("127.0.0.1", port());
        socket.setSoTimeout(30_000);
        return socket;
    }

    /// Sends bytes on a connection of their own and reads until the proxy ends it; empty if it sent nothing.
    String exchange(String request) throws IOException {
        try (Wire wire = connect()) {
            wire.write(request);
            return wire.readToEnd();
        } catch (SocketException e) {
            return "";
        }
    }

    /// One GET on a connection of its own.
    String get(String target, String... fields) throws IOException {
        return exchange(Requests.closing("GET " + target, fields));
    }

    @Override
    public void close() {
        server.close();
    }
}
