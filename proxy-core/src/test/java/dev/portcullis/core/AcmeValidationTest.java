package dev.portcullis.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.core.ProxyConfig.Limits;
import dev.portcullis.core.accept.ValidationReserve;
import dev.portcullis.core.tls.Hellos;
import dev.portcullis.rules.limit.LimitPolicy;
import dev.portcullis.rules.limit.LimitPolicy.Bucket;
import io.netty.handler.ssl.SslProvider;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A certificate authority gets its answer whatever is banned, limited or full, and nobody else gets anything by it.
class AcmeValidationTest {

    private static final String ACME = "acme-tls/1";
    private static final Bucket PLENTY = new Bucket(1000, Duration.ofSeconds(1), 100_000);
    private static final Bucket ONE = new Bucket(1, Duration.ofHours(1), 1);

    private final Pending pending = new Pending();
    private final RecordingProtection protection = new RecordingProtection();
    private final RefusalRecorder refusals = new RefusalRecorder();

    private static final class Pending implements TlsChallenges {
        private final Map<String, ServerCertificate> certificates = new ConcurrentHashMap<>();

        ServerCertificate of(String name) {
            return certificates.computeIfAbsent(name, TestTls::certificate);
        }

        @Override
        public boolean awaited() {
            return !certificates.isEmpty();
        }

        @Override
        public Optional<ServerCertificate> certificate(String serverName) {
            return Optional.ofNullable(certificates.get(serverName));
        }
    }

    private TestProxy before(Origin origin, UnaryOperator<Settings> change) {
        return TestProxy.before(
                origin,
                s -> change.apply(
                        s.tlsChallenges(pending).protection(protection).events(refusals)));
    }

    /// TLS before its handshake, which offers these protocols.
    private static SSLSocket offering(TestProxy proxy, String name, String... protocols) throws IOException {
        return offering(proxy.plain(), name, protocols);
    }

    private static SSLSocket offering(Socket plain, String name, String... protocols) throws IOException {
        SSLSocket socket = TestTls.layered(TestTls.trusting(), plain, name);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(protocols);
        socket.setSSLParameters(parameters);
        return socket;
    }

    /// What is presented to an authority that validates this name; the connection must be over then.
    private static Object validated(TestProxy proxy, String name) throws IOException {
        return validated(offering(proxy, name, ACME));
    }

    private static Object validated(SSLSocket open) throws IOException {
        try (SSLSocket socket = open) {
            socket.startHandshake();
            assertThat(socket.getApplicationProtocol()).isEqualTo(ACME);
            assertThat(bytesUntilEnd(socket)).isZero();
            return socket.getSession().getPeerCertificates()[0];
        }
    }

    private static int bytesUntilEnd(Socket socket) throws IOException {
        try {
            return socket.getInputStream().readAllBytes().length;
        } catch (SocketException e) {
            return 0;
        }
    }

    /// Nothing comes back, neither a byte nor an alert, whatever is offered.
    private static void assertClosedWithoutAByte(TestProxy proxy, String name, String... protocols) throws IOException {
        try (Socket plain = proxy.plain()) {
            plain.getOutputStream().write(Hellos.record(SslProvider.JDK, name, protocols));
            assertThat(bytesUntilEnd(plain)).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"false, TLSv1.3", "false, TLSv1.2", "true, TLSv1.3", "true, TLSv1.2"})
    void a_name_that_is_validated_is_answered_with_its_certificate_and_the_end(boolean portable, String version)
            throws IOException {
        ServerCertificate expected = pending.of("home.test");
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = before(origin, s -> portable ? s.portable() : s);
                SSLSocket socket = offering(proxy, "HOME.test", ACME)) {
            socket.setEnabledProtocols(new String[] {version});

            assertThat(validated(socket)).isEqualTo(expected.leaf());
            assertThat(proxy.get("/")).endsWith("ok");
            assertThat(refusals.told()).isEmpty();
        }
    }

    @Test
    void an_address_is_validated_by_its_arpa_name_though_it_is_no_site_and_the_zone_gets_no_unknown_names()
            throws IOException {
        ServerCertificate expected = pending.of("1.2.0.192.in-addr.arpa");
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = before(origin, Settings::withoutLan)) {
            assertThat(validated(proxy, "1.2.0.192.in-addr.arpa")).isEqualTo(expected.leaf());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"other.test", "sub.home.test"})
    void a_name_that_is_not_validated_gets_an_alert(String name) throws IOException {
        pending.of("home.test");
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = before(origin, s -> s);
                SSLSocket socket = offering(proxy, name, ACME)) {
            assertThatThrownBy(socket::startHandshake)
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("no_application_protocol");
            assertThat(refusals.told()).containsExactly("127.0.0.1 validation");
            assertThat(protection.told()).hasSize(1).allMatch(told -> told.endsWith("0 validation"));
        }
    }

    @Test
    void without_a_validation_the_site_itself_does_not_answer_as_one() throws IOException {
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = before(origin, s -> s);
                SSLSocket socket = offering(proxy, "home.test", ACME)) {
            assertThatThrownBy(socket::startHandshake).hasMessageContaining("no_application_protocol");
        }
    }

    @Test
    void among_other_protocols_it_is_an_ordinary_connection() throws IOException {
        pending.of("home.test");
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = before(origin, s -> s);
                Socket plain = proxy.plain();
                SSLSocket socket = offering(plain, "home.test", ACME, "http/1.1")) {
            Wire wire = new Wire(socket, plain);
            wire.write(Requests.closing("GET /"));

            assertThat(wire.readToEnd()).endsWith("ok");
            assertThat(socket.getApplicationProtocol()).isEqualTo("http/1.1");
            assertThat(socket.getSession().getPeerCertificates()[0])
                    .isEqualTo(proxy.certificate().leaf());
        }
    }

    @Test
    void a_request_behind_the_handshake_reaches_nobody() throws IOException {
        pending.of("home.test");
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = before(origin, s -> s);
                SSLSocket socket = offering(proxy, "home.test", ACME)) {
            socket.startHandshake();
            try {
                socket.getOutputStream().write(Requests.closing("GET /").getBytes(StandardCharsets.ISO_8859_1));
            } catch (SocketException e) {
                assertThat(e).as("closed before it could be sent").isNotNull();
            }
            assertThat(bytesUntilEnd(socket)).isZero();
            assertThat(proxy.server().status().requests()).isZero();
            assertThat(origin.heads()).isEmpty();
        }
    }

    @Test
    void a_banned_client_may_validate_while_one_is_awaited_and_nothing_else() throws IOException {
        protection.ban("127.0.0.1/32");
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = before(origin, s -> s)) {
            assertClosedWithoutAByte(proxy, "home.test", ACME);
            assertThat(protection.turnedAway()).hasSize(1);

            ServerCertificate expected = pending.of("home.test");
            assertThat(validated(proxy, "home.test")).isEqualTo(expected.leaf());
            assertThat(protection.turnedAway()).hasSize(1);

            assertClosedWithoutAByte(proxy, "other.test", ACME);
            assertClosedWithoutAByte(proxy, "home.test", "http/1.1");
            assertClosedWithoutAByte(proxy, "home.test", ACME, "http/1.1");
            try (Wire wire = new Wire(proxy.plain())) {
                wire.write(Requests.closing("GET /"));
                assertThat(bytesUntilEnd(wire.socket())).isZero();
            }
            proxy.plain().close();
            Eventually.equal(6, () -> protection.turnedAway().size());
            Eventually.equal(0, () -> proxy.server().status().connections());

            assertThat(proxy.server().status().refused()).isEqualTo(6);
            assertThat(refusals.told()).isEmpty();
            assertThat(protection.told()).isEmpty();
        }
    }

    @Test
    void a_client_beyond_its_allowance_may_validate_and_nothing_else() throws IOException {
        protection.limits(new LimitPolicy(true, PLENTY, PLENTY, PLENTY, ONE, 200, 1000));
        ServerCertificate expected = pending.of("home.test");
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = before(origin, s -> s)) {
            assertThat(proxy.get("/")).endsWith("ok");

            assertThat(validated(proxy, "home.test")).isEqualTo(expected.leaf());
            assertClosedWithoutAByte(proxy, "home.test", "http/1.1");

            Eventually.equal(0, () -> proxy.server().status().connections());
            assertThat(refusals.told()).containsExactly("127.0.0.1 connection-rate");
        }
    }

    @Test
    void a_full_house_lets_a_validation_in_however_many_others_wait_at_the_door() throws IOException {
        ServerCertificate expected = pending.of("home.test");
        int crowd = ValidationReserve.PLACES + 50;
        List<Socket> waiting = new ArrayList<>();
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = before(origin, s -> s.limits(new Limits(1, 65_536, 32_768, 200)));
                Wire inside = proxy.connect()) {
            for (int i = 0; i < crowd; i++) {
                waiting.add(proxy.plain());
            }
            assertThat(validated(proxy, "home.test")).isEqualTo(expected.leaf());
            assertClosedWithoutAByte(proxy, "home.test", "http/1.1");

            assertThat(proxy.server().status().connections()).isLessThanOrEqualTo(1 + ValidationReserve.PLACES);
            for (Socket socket : waiting) {
                socket.close();
            }
            Eventually.equal(1, () -> proxy.server().status().connections());
            assertThat(refusals.told()).hasSize(crowd + 1).containsOnly("127.0.0.1 connection-limit");
            inside.write(Requests.keeping("GET /"));
            assertThat(inside.readAnswer()).endsWith("ok");
        }
    }

    @Test
    void a_new_ban_does_not_end_a_validation_that_is_under_way() throws IOException {
        ServerCertificate expected = pending.of("home.test");
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = before(origin, s -> s);
                SSLSocket authority = offering(proxy, "home.test", ACME);
                SSLSocket stranger = offering(proxy, "home.test", "http/1.1")) {
            Eventually.equal(2, () -> proxy.server().status().connections());
            protection.ban("127.0.0.1/32");
            proxy.server().evict(client -> true);

            assertThat(validated(authority)).isEqualTo(expected.leaf());
            assertThatThrownBy(stranger::startHandshake).isInstanceOf(IOException.class);
            Eventually.equal(List.of("127.0.0.1"), protection::turnedAway);
        }
    }

    @Test
    void a_new_ban_ends_ordinary_connections_while_a_validation_is_awaited() throws IOException {
        pending.of("home.test");
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = before(origin, s -> s);
                Wire wire = proxy.connect()) {
            protection.ban("127.0.0.1/32");
            proxy.server().evict(client -> true);

            assertThat(bytesUntilEnd(wire.socket())).isZero();
        }
    }

    @Test
    void behind_a_proxy_protocol_header_a_banned_authority_validates_likewise() throws IOException {
        protection.ban("203.0.113.9/32");
        ServerCertificate expected = pending.of("home.test");
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = before(origin, s -> s.proxyProtocolFrom("127.0.0.1/32"));
                Socket plain = proxy.plain()) {
            plain.getOutputStream()
                    .write("PROXY TCP4 203.0.113.9 127.0.0.1 40000 443\r\n".getBytes(StandardCharsets.ISO_8859_1));

            assertThat(validated(offering(plain, "home.test", ACME))).isEqualTo(expected.leaf());
            assertThat(protection.turnedAway()).isEmpty();
        }
    }

    @Test
    void on_listen_http_a_full_house_answers_a_pending_challenge_and_nothing_else() throws IOException {
        HttpChallenges awaited = new HttpChallenges() {
            @Override
            public boolean awaited() {
                return true;
            }

            @Override
            public Optional<String> keyAuthorization(String token) {
                return token.equals("abc") ? Optional.of("abc.thumb") : Optional.empty();
            }
        };
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy =
                        before(origin, s -> s.challenges(awaited).limits(new Limits(1, 65_536, 32_768, 200)));
                Socket inside = new Socket("127.0.0.1", proxy.httpPort())) {
            Eventually.equal(1, () -> proxy.server().status().connections());
            String path = "GET /.well-known/acme-challenge/";
            assertThat(plain(proxy, Requests.keeping(path + "abc"))).endsWith("abc.thumb");
            assertThat(refusals.told()).isEmpty();

            assertThat(plain(proxy, Requests.keeping(path + "other"))).isEmpty();
            assertThat(plain(proxy, Requests.keeping("GET /"))).isEmpty();
            assertThat(plain(proxy, "nonsense\r\n\r\n")).isEmpty();

            assertThat(inside.isClosed()).isFalse();
            Eventually.equal(1, () -> proxy.server().status().connections());
            assertThat(refusals.told()).hasSize(3).containsOnly("127.0.0.1 connection-limit");
        }
    }

    private static String plain(TestProxy proxy, String request) throws IOException {
        try (Wire wire = new Wire(new Socket("127.0.0.1", proxy.httpPort()))) {
            wire.write(request);
            return wire.readToEnd();
        } catch (SocketException e) {
            return "";
        }
    }
}
