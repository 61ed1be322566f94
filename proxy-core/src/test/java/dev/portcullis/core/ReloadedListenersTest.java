package dev.portcullis.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.core.ProxyConfig.Upstream;
import dev.portcullis.core.ProxyConfig.UpstreamTls;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

/// The configuration of a running proxy is changed: only listeners whose address changed begin anew, all of
/// them or none.
class ReloadedListenersTest {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, LOOPBACK)) {
            return probe.getLocalPort();
        }
    }

    private static ListenAddress at(int port) {
        return new ListenAddress("127.0.0.1", port);
    }

    private static void assertNobodyListens(int port) {
        assertThatThrownBy(() -> new Socket(LOOPBACK, port).close()).isInstanceOf(ConnectException.class);
    }

    @Test
    void another_port_is_open_and_the_old_one_closed_and_its_connections_go_on() throws IOException {
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(origin);
                Wire old = proxy.connect()) {
            int before = proxy.port();
            int http = proxy.httpPort();
            int next = freePort();

            assertThat(proxy.reload(s -> s.https(at(next)))).isZero();

            assertThat(proxy.port()).isEqualTo(next);
            assertThat(proxy.httpPort()).as("did not change").isEqualTo(http);
            assertThat(proxy.get("/")).endsWith("ok");
            assertNobodyListens(before);
            assertThat(ReloadTest.ask(old, "/")).endsWith("ok");
        }
    }

    @Test
    void a_port_in_use_changes_nothing() throws IOException {
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(origin, s -> s.exposing("/old"));
                Wire old = proxy.connect();
                ServerSocket taken = new ServerSocket(0, 1, LOOPBACK)) {
            int before = proxy.port();
            int http = freePort();

            assertThatThrownBy(() -> proxy.reloading(s ->
                            s.https(at(http)).http(at(taken.getLocalPort())).exposing("/new")))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageStartingWith(
                            "listen.http: \"127.0.0.1:" + taken.getLocalPort() + "\": the port is in use");

            assertThat(proxy.port()).isEqualTo(before);
            assertNobodyListens(http);
            assertThat(ReloadTest.ask(old, "/old")).endsWith("ok");
            assertThat(proxy.get("/old")).endsWith("ok");
            assertThat(proxy.get("/new")).isEmpty();
        }
    }

    @Test
    void a_listener_may_move_to_an_address_that_the_old_one_covers() throws IOException {
        int port = freePort();
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(origin, s -> s.https(new ListenAddress(null, port)))) {
            assertThat(proxy.reload(s -> s.https(at(port)))).isZero();
            assertThat(proxy.server().status().https()).containsExactly(at(port));
            assertThat(proxy.get("/")).endsWith("ok");

            try (ServerSocket taken = new ServerSocket(0, 1, LOOPBACK)) {
                assertThatThrownBy(() -> proxy.reloading(
                                s -> s.https(new ListenAddress(null, port)).http(at(taken.getLocalPort()))))
                        .isInstanceOf(StartFailure.class);
            }
            assertThat(proxy.server().status().https()).containsExactly(at(port));
            assertThat(proxy.get("/")).endsWith("ok");
        }
    }

    @Test
    void an_upstream_that_does_not_resolve_changes_nothing() throws IOException {
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(origin)) {
            ProxyConfig nowhere = new Settings()
                    .https(at(freePort()))
                    .config(new Upstream("nowhere.invalid", 80, new UpstreamTls.Plain()));

            assertThatThrownBy(() -> proxy.server().reload(nowhere, new NoCertificates()))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageStartingWith("sites[0].upstream: \"nowhere.invalid\" does not resolve");

            assertThat(proxy.get("/")).endsWith("ok");
        }
    }

    @Test
    void a_proxy_that_has_ended_takes_up_nothing() throws IOException {
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(origin)) {
            proxy.close();
            assertThatThrownBy(() -> proxy.reloading(s -> s))
                    .isInstanceOf(StartFailure.class)
                    .hasMessageContaining("is stopping");
        }
    }

    private static final class NoCertificates implements Certificates {
        @Override
        public ServerCertificate forSite(int site, String serverName) {
            throw new AssertionError("asked for");
        }

        @Override
        public ServerCertificate selfSigned() {
            throw new AssertionError("asked for");
        }
    }
}
