package dev.portcullis.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.core.ProxyConfig.Upstream;
import dev.portcullis.core.ProxyConfig.UpstreamTls;
import java.io.IOException;
import java.util.List;
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
}
