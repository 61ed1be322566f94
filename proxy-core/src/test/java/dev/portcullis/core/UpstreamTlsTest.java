package dev.portcullis.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.core.ProxyConfig.Upstream;
import dev.portcullis.core.ProxyConfig.UpstreamTls;
import java.io.IOException;
import java.net.Socket;
import java.util.List;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamTlsTest {

    private static final ServerCertificate LOCALHOST = TestTls.certificate("localhost");
    private static final ServerCertificate ELSEWHERE = TestTls.certificate("elsewhere.test");

    private static String get(ServerCertificate served, UpstreamTls tls, boolean portable) throws IOException {
        try (Origin origin = Origin.secure(served, (head, wire) -> {
                    wire.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                });
                TestProxy proxy = TestProxy.before(
                        new Upstream("localhost", origin.port(), tls), s -> portable ? s.portable() : s)) {
            String answer = proxy.get("/");
            assertThat(origin.heads()).hasSize(answer.endsWith("ok") ? 1 : 0);
            return answer;
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_trusted_certificate_for_the_right_name_is_accepted(boolean portable) throws IOException {
        UpstreamTls trusting = new UpstreamTls.Verified(List.of(LOCALHOST.leaf()));

        assertThat(get(LOCALHOST, trusting, portable)).startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_trusted_certificate_for_another_name_is_refused(boolean portable) throws IOException {
        UpstreamTls trusting = new UpstreamTls.Verified(List.of(ELSEWHERE.leaf()));

        assertThat(get(ELSEWHERE, trusting, portable)).startsWith("HTTP/1.1 503 ");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void an_untrusted_certificate_is_refused(boolean portable) throws IOException {
        assertThat(get(LOCALHOST, new UpstreamTls.Verified(List.of()), portable))
                .startsWith("HTTP/1.1 503 ");
        assertThat(get(LOCALHOST, new UpstreamTls.Verified(List.of(ELSEWHERE.leaf())), portable))
                .startsWith("HTTP/1.1 503 ");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anything_is_accepted_where_the_owner_said_so(boolean portable) throws IOException {
        assertThat(get(ELSEWHERE, new UpstreamTls.Unverified(), portable)).startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void an_answer_until_close_is_whole_once_tls_says_so(boolean portable) throws IOException {
        assertThat(untilClose(portable, Socket::close))
                .startsWith("HTTP/1.1 200 ")
                .endsWith("\r\n0\r\n\r\n");
    }

    /// RFC 9112 §9.8.
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void an_answer_until_close_that_ends_without_close_notify_is_seen_to_be_cut_short(boolean portable)
            throws IOException {
        assertThat(untilClose(portable, _ -> {})).startsWith("HTTP/1.1 200 ").doesNotContain("\r\n0\r\n");
    }

    private interface Goodbye {
        void say(Socket tls) throws IOException;
    }

    /// The answer to a request, from an upstream that says goodbye so before it ends the connection below TLS.
    private static String untilClose(boolean portable, Goodbye goodbye) throws IOException {
        SSLSocketFactory tls = TestTls.serving(LOCALHOST).getSocketFactory();
        try (Origin origin = Origin.connected(plain -> {
                    SSLSocket secure = (SSLSocket) tls.createSocket(plain, null, false);
                    secure.setUseClientMode(false);
                    Wire wire = new Wire(secure);
                    wire.readHead();
                    wire.write("HTTP/1.1 200 OK\r\n\r\nto the end");
                    goodbye.say(secure);
                    plain.shutdownOutput();
                });
                TestProxy proxy = TestProxy.before(
                        new Upstream("localhost", origin.port(), new UpstreamTls.Unverified()),
                        s -> portable ? s.portable() : s);
                Wire client = proxy.connect()) {
            client.write(Requests.closing("GET /"));
            return client.readToEnd();
        }
    }
}
