package dev.portcullis.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.core.tls.Hellos;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A connection that will never come to a request holds its place no longer than it must.
class HandshakeEndsTest {

    private static final Duration LONG = Duration.ofMinutes(10);

    /// The first nine bytes of a hello that would have 16 MiB (CVE-2023-34462).
    private static final byte[] HUGE = {22, 3, 1, 0x40, 0, 1, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF};

    private static byte[] hello() {
        return Hellos.record(SslProvider.JDK, TestProxy.HOST, "http/1.1");
    }

    private static Settings patient(Settings settings, boolean portable) {
        Settings patient = settings.timeouts(Settings.handshakeTime(LONG));
        return portable ? patient.portable() : patient;
    }

    @ParameterizedTest
    @CsvSource({"0, false", "20, false", "10000, false", "0, true", "20, true", "10000, true"})
    void a_client_that_ends_its_side_within_the_handshake_is_not_waited_for(int bytes, boolean portable)
            throws IOException {
        byte[] hello = hello();
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(origin, s -> patient(s, portable));
                Socket plain = proxy.plain()) {
            plain.getOutputStream().write(hello, 0, Math.min(bytes, hello.length));
            Eventually.equal(1, () -> proxy.server().status().connections());
            plain.shutdownOutput();

            Eventually.equal(0, () -> proxy.server().status().connections());
        }
    }

    @Test
    void a_client_that_ends_its_side_within_the_proxy_header_is_not_waited_for() throws IOException {
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy =
                        TestProxy.before(origin, s -> patient(s, false).proxyProtocolFrom("127.0.0.1/32"));
                Socket plain = proxy.plain()) {
            plain.getOutputStream().write(new byte[] {'P', 'R'});
            Eventually.equal(1, () -> proxy.server().status().connections());
            plain.shutdownOutput();

            Eventually.equal(0, () -> proxy.server().status().connections());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 9, 20})
    void half_a_hello_is_told_when_its_time_is_over(int bytes) throws IOException {
        RefusalRecorder refusals = new RefusalRecorder();
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(
                        origin,
                        s -> s.timeouts(Settings.handshakeTime(Duration.ofMillis(300)))
                                .events(refusals));
                Socket plain = proxy.plain()) {
            plain.getOutputStream().write(Arrays.copyOf(bytes == HUGE.length ? HUGE : hello(), bytes));

            assertThat(plain.getInputStream().read()).isNegative();
            assertThat(refusals.told()).containsExactly("127.0.0.1 handshake");
        }
    }

    @Test
    void boringssl_lets_no_client_renegotiate() throws IOException {
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(origin);
                Socket plain = proxy.plain();
                SSLSocket socket = TestTls.layered(TestTls.trusting(), plain, TestProxy.HOST)) {
            assertThat(proxy.server().status().tlsEngine()).isEqualTo("BoringSSL");
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            Wire wire = new Wire(socket, plain);
            wire.write(Requests.keeping("GET /"));
            assertThat(wire.readAnswer()).endsWith("ok");

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
