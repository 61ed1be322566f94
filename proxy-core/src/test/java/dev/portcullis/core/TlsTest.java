package dev.portcullis.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Locale;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsTest {

    private static UnaryOperator<Settings> engine(boolean portable) {
        return settings -> portable ? settings.portable() : settings;
    }

    private static Object presented(TestProxy proxy, String name) throws IOException {
        try (Wire wire = proxy.connect(name)) {
            return ((SSLSocket) wire.socket()).getSession().getPeerCertificates()[0];
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void both_engines_relay_and_switch_and_say_no(boolean portable) throws IOException {
        try (Origin origin = Origin.answering((head, wire) -> {
                    if (head.contains("Upgrade")) {
                        wire.write(Requests.switching());
                        wire.in().transferTo(wire.out());
                    } else {
                        String body = wire.readBody(head);
                        wire.write("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
                    }
                });
                TestProxy proxy = TestProxy.before(origin, engine(portable));
                Wire wire = proxy.connect()) {
            String body = "0123456789".repeat(20_000);
            assertThat(proxy.exchange(Requests.closing("POST /", "Content-Length: 200000") + body))
                    .endsWith("\r\n\r\n" + body);
            assertThat(proxy.get("/../etc")).startsWith("HTTP/1.1 400 ");
            wire.write(Requests.webSocket("/api/websocket") + "hello");
            assertThat(wire.readHead()).startsWith("HTTP/1.1 101 ");
            assertThat(wire.read(5)).isEqualTo("hello");
            assertThat(presented(proxy, null)).isEqualTo(proxy.selfSigned().leaf());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_name_that_is_not_served_gets_an_alert_from_the_internet(boolean portable) throws IOException {
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy =
                        TestProxy.before(origin, settings -> engine(portable).apply(settings.withoutLan()))) {
            for (String name : new String[] {"other.test", "sub.home.test", "home.test.evil", null}) {
                assertThatThrownBy(() -> proxy.connect(name))
                        .isInstanceOf(SSLException.class)
                        .hasMessageContaining("unrecognized_name");
            }
            assertThat(presented(proxy, "home.test"))
                    .isEqualTo(proxy.certificate().leaf());
        }
    }

    @Test
    void a_name_that_is_not_served_gets_a_self_signed_certificate_at_home() throws IOException {
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(origin)) {
            assertThat(presented(proxy, "other.test"))
                    .isEqualTo(proxy.selfSigned().leaf());
            assertThat(presented(proxy, null)).isEqualTo(proxy.selfSigned().leaf());
            assertThat(presented(proxy, "HOME.test"))
                    .isEqualTo(proxy.certificate().leaf());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "home.test, home.test, 200",
        "home.test, HOME.TEST, 200",
        "home.test, home.test:8443, 200",
        "home.test, other.test, 421",
        "home.test, a.wild.test, 421",
        "other.test, home.test, 421",
        "other.test, other.test, 200",
        "a.wild.test, a.wild.test, 200",
        "a.wild.test, b.wild.test, 421",
        "a.b.wild.test, a.b.wild.test, 421",
        "wild.test, wild.test, 421",
        "unknown.test, unknown.test, 421",
        "unknown.test, home.test, 421"
    })
    void the_host_field_must_be_the_name_of_the_handshake(String name, String host, String status) throws IOException {
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(origin, s -> s.alsoServing("other.test", "*.wild.test"));
                Wire wire = proxy.connect(name)) {
            wire.write("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n");

            assertThat(wire.readToEnd()).startsWith("HTTP/1.1 " + status);
            assertThat(origin.heads()).hasSize(status.equals("200") ? 1 : 0);
        }
    }

    private static SSLSocket client(TestProxy proxy, SSLContext context) throws IOException {
        return TestTls.layered(context, proxy.plain(), TestProxy.HOST);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256",
                "TLS_ECDHE_ECDSA_WITH_AES_256_CBC_SHA384",
                "TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA"
            })
    void ciphers_without_authenticated_encryption_are_refused(String cipher) throws IOException {
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(origin);
                SSLSocket socket = client(proxy, TestTls.trusting())) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            socket.setEnabledCipherSuites(new String[] {cipher});

            assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void both_current_versions_are_spoken_with_gcm_or_chacha(String version) throws IOException {
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(origin);
                SSLSocket socket = client(proxy, TestTls.trusting())) {
            socket.setEnabledProtocols(new String[] {version});
            socket.startHandshake();

            assertThat(socket.getSession().getProtocol()).isEqualTo(version);
            assertThat(socket.getSession().getCipherSuite()).containsAnyOf("GCM", "CHACHA20");
        }
    }

    /// A ClientHello of this version that offers one CBC suite, without extensions.
    private static byte[] oldHello(int minor) {
        byte[] hello = new byte[5 + 4 + 2 + 32 + 1 + 4 + 2];
        hello[0] = 22;
        hello[1] = 3;
        hello[2] = 1;
        hello[4] = (byte) (hello.length - 5);
        hello[5] = 1;
        hello[8] = (byte) (hello.length - 9);
        hello[9] = 3;
        hello[10] = (byte) minor;
        hello[44] = 0;
        hello[45] = 2;
        hello[46] = (byte) 0xC0;
        hello[47] = 0x09;
        hello[48] = 1;
        hello[49] = 0;
        return hello;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void older_versions_are_refused(int minor) throws IOException {
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(origin);
                Socket plain = proxy.plain()) {
            plain.getOutputStream().write(oldHello(minor));
            byte[] answer = plain.getInputStream().readNBytes(7);

            assertThat(answer[0]).as("an alert").isEqualTo((byte) 21);
            assertThat(answer[5]).as("a fatal one").isEqualTo((byte) 2);
            assertThat(plain.getInputStream().read()).isEqualTo(-1);
        }
    }

    private static boolean closed(Socket socket) throws IOException {
        try {
            socket.getInputStream().readAllBytes();
            return true;
        } catch (java.net.SocketException e) {
            return true;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        }
    }

    @Test
    void a_hello_that_announces_16_mib_is_closed_after_its_first_record() throws IOException {
        byte[] announcing = java.util.Arrays.copyOf(
                new byte[] {22, 3, 1, 0x40, 0, 1, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF}, 5 + 0x4000);
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy =
                        TestProxy.before(origin, s -> s.timeouts(Settings.handshakeTime(Duration.ofMinutes(10))));
                Socket plain = proxy.plain()) {
            plain.getOutputStream().write(announcing);

            assertThat(closed(plain)).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 5, 20})
    void half_a_hello_is_closed_in_time(int bytes) throws IOException {
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy =
                        TestProxy.before(origin, s -> s.timeouts(Settings.handshakeTime(Duration.ofMillis(300))));
                Socket plain = proxy.plain()) {
            plain.getOutputStream().write(oldHello(3), 0, bytes);

            assertThat(closed(plain)).isTrue();
            assertThat(proxy.get("/")).endsWith("ok");
        }
    }

    @Test
    void plain_http_on_the_https_port_is_closed_unanswered() throws IOException {
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(origin);
                Wire wire = new Wire(proxy.plain())) {
            wire.write(Requests.closing("GET /"));

            assertThat(closed(wire.socket())).isTrue();
            assertThat(origin.heads()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void a_session_is_resumed(String version) throws IOException {
        SSLContext context = TestTls.trusting();
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(origin)) {
            SSLSession first = session(proxy, context, version);
            first.putValue("seen", version.toLowerCase(Locale.ROOT));
            SSLSession second = session(proxy, context, version);

            assertThat(second.getValue("seen")).isEqualTo(version.toLowerCase(Locale.ROOT));
        }
    }

    private static SSLSession session(TestProxy proxy, SSLContext context, String version) throws IOException {
        Socket plain = proxy.plain();
        SSLSocket socket = TestTls.layered(context, plain, TestProxy.HOST);
        socket.setEnabledProtocols(new String[] {version});
        try (Wire wire = new Wire(socket, plain)) {
            wire.write(Requests.closing("GET /"));
            assertThat(wire.readToEnd()).endsWith("ok");
            return socket.getSession();
        }
    }

    @Test
    void the_jdks_engine_lets_no_client_renegotiate() throws IOException {
        // The JVM of the tests has it set, for engines that were loaded before; here the transport must.
        System.clearProperty("jdk.tls.rejectClientInitiatedRenegotiation");
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(origin, Settings::portable);
                Socket plain = proxy.plain();
                SSLSocket socket = TestTls.layered(TestTls.trusting(), plain, TestProxy.HOST)) {
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            Wire wire = new Wire(socket, plain);
            wire.write(Requests.keeping("GET /"));
            assertThat(wire.readAnswer()).endsWith("ok");

            assertThat(System.getProperty("jdk.tls.rejectClientInitiatedRenegotiation"))
                    .isEqualTo("true");
            assertThatThrownBy(() -> {
                        socket.startHandshake();
                        wire.write(Requests.keeping("GET /again"));
                        wire.readAnswer();
                    })
                    .isInstanceOf(IOException.class);
            assertThat(origin.onlyHead()).doesNotContain("/again");
        }
    }
}
