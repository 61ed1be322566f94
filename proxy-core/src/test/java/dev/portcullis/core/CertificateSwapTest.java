package dev.portcullis.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A certificate is renewed while people are at home: nobody notices but who comes in newly.
class CertificateSwapTest {

    private static final int CONNECTIONS = 200;

    private static Certificate presented(Wire wire) throws IOException {
        return ((SSLSocket) wire.socket()).getSession().getPeerCertificates()[0];
    }

    @Test
    void open_connections_go_on_and_new_ones_see_the_new_certificate() throws IOException {
        List<Wire> wires = new ArrayList<>();
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(origin)) {
            for (int i = 0; i < CONNECTIONS; i++) {
                wires.add(proxy.connect());
            }
            Certificate before = proxy.certificate().leaf();
            int answered = 0;
            for (int i = 0; i < 2 * CONNECTIONS; i++) {
                if (i % 40 == 20) {
                    ServerCertificate renewed = proxy.renew();
                    try (Wire newcomer = proxy.connect()) {
                        assertThat(presented(newcomer)).isEqualTo(renewed.leaf());
                    }
                }
                Wire wire = wires.get(i % CONNECTIONS);
                wire.write(Requests.keeping("GET /"));
                answered += wire.readAnswer().endsWith("ok") ? 1 : 0;
                assertThat(presented(wire)).isEqualTo(before);
            }
            assertThat(answered).isEqualTo(2 * CONNECTIONS);
        } finally {
            for (Wire wire : wires) {
                wire.close();
            }
        }
    }

    @Test
    void an_answer_that_is_under_way_is_not_cut_off() throws IOException {
        CountDownLatch renewed = new CountDownLatch(1);
        try (Origin origin = Origin.answering((head, wire) -> {
                    wire.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nfirst");
                    try {
                        renewed.await();
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                    wire.write("after");
                });
                TestProxy proxy = TestProxy.before(origin);
                Wire wire = proxy.connect()) {
            wire.write(Requests.closing("GET /"));
            wire.readHead();
            assertThat(wire.read(5)).isEqualTo("first");
            proxy.renew();
            proxy.connect().close();
            renewed.countDown();

            assertThat(wire.readToEnd()).isEqualTo("after");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void a_ticket_of_the_old_certificate_leads_to_a_full_handshake_with_the_new_one(String version) throws IOException {
        SSLContext client = TestTls.trusting();
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(origin)) {
            assertThat(visit(proxy, client, version))
                    .isEqualTo(proxy.certificate().leaf());
            assertThat(visit(proxy, client, version))
                    .isEqualTo(proxy.certificate().leaf());

            Certificate renewed = proxy.renew().leaf();

            assertThat(visit(proxy, client, version)).isEqualTo(renewed);
        }
    }

    private static Certificate visit(TestProxy proxy, SSLContext client, String version) throws IOException {
        Socket plain = proxy.plain();
        SSLSocket socket = TestTls.layered(client, plain, TestProxy.HOST);
        socket.setEnabledProtocols(new String[] {version});
        try (Wire wire = new Wire(socket, plain)) {
            wire.write(Requests.closing("GET /"));
            assertThat(wire.readToEnd()).endsWith("ok");
            return presented(wire);
        }
    }
}
