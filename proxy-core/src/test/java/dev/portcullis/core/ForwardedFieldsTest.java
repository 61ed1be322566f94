package dev.portcullis.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ForwardedFieldsTest {

    private static void assertOurClaimsOnly(String head) {
        assertThat(Wire.fields(head, "X-Forwarded-For")).containsExactly("127.0.0.1");
        assertThat(Wire.fields(head, "X-Forwarded-Proto")).containsExactly("https");
        assertThat(Wire.fields(head, "X-Forwarded-Host")).containsExactly("home.test");
        assertThat(Wire.fields(head, "Host")).containsExactly("home.test");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-Forwarded-For: 6.6.6.6",
                "x-forwarded-FOR: 6.6.6.6, 7.7.7.7",
                "X-Forwarded-Proto: gopher",
                "X-Forwarded-Host: evil.6.6.6.6",
                "X-Forwarded-Port: 6666",
                "X-Forwarded-Server: 6.6.6.6",
                "X-Forwarded-Anything-Else: 6.6.6.6",
                "Forwarded: for=6.6.6.6;proto=http",
                "X-Real-IP: 6.6.6.6",
                "True-Client-IP: 6.6.6.6",
                "CF-Connecting-IP: 6.6.6.6",
                "CF-Connecting-IPv6: ::6.6.6.6",
                "Fastly-Client-IP: 6.6.6.6",
                "Fly-Client-IP: 6.6.6.6",
                "X-Client-IP: 6.6.6.6",
                "X-Cluster-Client-IP: 6.6.6.6",
                "Client-IP: 6.6.6.6",
                "X-Remote-User: 6.6.6.6",
                "X-Remote-User-Id: 6.6.6.6",
                "X-Remote-User-Display-Name: 6.6.6.6",
                "X-Hass-Source: 6.6.6.6",
                "X-Hass-User-ID: 6.6.6.6",
                "X-Hass-Is-Admin: 6.6.6.6",
                "X-Ingress-Path: /6.6.6.6",
                "X-Original-URL: /6.6.6.6",
                "X-Original-Host: 6.6.6.6",
                "X-Rewrite-URL: /6.6.6.6",
                "X-Forwarded: for=6.6.6.6",
                "Remote-User: 6.6.6.6",
                "Remote-Groups: 6.6.6.6",
                "Remote-Name: 6.6.6.6",
                "Remote-Email: 6.6.6.6",
                "Tailscale-User-Login: 6.6.6.6",
                "X-Auth-Request-Email: 6.6.6.6",
                "X-Authentik-Username: 6.6.6.6",
                "X-Envoy-External-Address: 6.6.6.6",
                "X-HTTP-Method-Override: 6.6.6.6",
                "Proxy: http://6.6.6.6",
                "Proxy-Authorization: Basic 6.6.6.6"
            })
    void a_spoofed_claim_never_reaches_the_upstream(String field) throws IOException {
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(origin)) {
            String nominated = field.substring(0, field.indexOf(':'));

            assertThat(proxy.get("/", field)).endsWith("\r\n\r\nok");
            assertThat(proxy.get("/", field, "Connection: " + nominated, field)).endsWith("\r\n\r\nok");

            assertThat(origin.heads()).hasSize(2).allSatisfy(head -> {
                assertThat(head)
                        .doesNotContain("6.6.6.6")
                        .doesNotContain("gopher")
                        .doesNotContain("6666");
                assertOurClaimsOnly(head);
            });
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"X_Forwarded_For: 6.6.6.6", "X-Forwarded_For: 6.6.6.6", "Content_Length: 3"})
    void an_underscore_spelling_is_refused(String field) throws IOException {
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(origin)) {
            assertThat(proxy.get("/", field)).startsWith("HTTP/1.1 400 ").contains("field-underscore");
            assertThat(origin.heads()).isEmpty();
        }
    }

    @Test
    void a_nominated_field_of_ours_is_sent_all_the_same() throws IOException {
        try (Origin origin = Origin.answering((head, wire) -> {
                    String body = wire.readBody(head);
                    wire.write("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
                });
                TestProxy proxy = TestProxy.before(origin)) {
            String answer = proxy.exchange(Requests.keeping(
                            "POST /api/x",
                            "Connection: X-Forwarded-For, X-Forwarded-Proto, Host, Content-Length, Cookie, close",
                            "Cookie: secret",
                            "Content-Length: 3")
                    + "abc");

            assertThat(answer).endsWith("\r\n\r\nabc");
            assertOurClaimsOnly(origin.onlyHead());
            assertThat(Wire.fields(origin.onlyHead(), "Content-Length")).containsExactly("3");
            assertThat(origin.onlyHead()).doesNotContain("Cookie").doesNotContain("Connection");
        }
    }

    @Test
    void trailers_make_no_claims_either() throws IOException {
        try (Origin origin = Origin.answering((head, wire) -> {
                    String body = wire.readBody(head);
                    wire.write("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
                });
                TestProxy proxy = TestProxy.before(origin)) {
            String answer = proxy.exchange(Requests.closing("POST /api/x", "Transfer-Encoding: chunked")
                    + "3\r\nabc\r\n0\r\nX-Forwarded-For: 6.6.6.6\r\nHost: evil\r\nX-Checksum: 77\r\n\r\n");

            assertThat(answer).endsWith("\r\n\r\nabc|trailer X-Checksum: 77");
        }
    }

    @Test
    void hop_by_hop_fields_stay_on_their_side() throws IOException {
        try (Origin origin = Origin.sending(
                        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nKeep-Alive: timeout=75\r\n"
                                + "Proxy-Authenticate: Basic\r\nConnection: X-Internal\r\nX-Internal: 1\r\nX-Kept: 2\r\n\r\nok");
                TestProxy proxy = TestProxy.before(origin)) {
            String answer = proxy.get(
                    "/",
                    "Keep-Alive: timeout=5",
                    "TE: trailers",
                    "Trailer: X-Sum",
                    "Proxy-Connection: keep-alive",
                    "Upgrade: h2c",
                    "HTTP2-Settings: AAMAAABkAAQAAP__",
                    "X-Kept: 1");

            assertThat(answer)
                    .contains("X-Kept: 2\r\n")
                    .doesNotContain("X-Internal")
                    .doesNotContain("Keep-Alive")
                    .doesNotContain("Proxy-");
            assertThat(origin.onlyHead())
                    .contains("X-Kept: 1\r\n")
                    .doesNotContainIgnoringCase("Keep-Alive")
                    .doesNotContain("TE:")
                    .doesNotContain("Trailer")
                    .doesNotContain("Upgrade")
                    .doesNotContain("HTTP2");
        }
    }

    @Test
    void an_ipv4_client_of_a_dual_stack_listener_is_dotted() throws IOException {
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(origin, s -> s.https(new ListenAddress(null, 0)))) {
            assertThat(proxy.get("/")).endsWith("ok");
            assertThat(Wire.field(origin.onlyHead(), "X-Forwarded-For")).isEqualTo("127.0.0.1");
        }
    }

    @Test
    void an_ipv6_client_is_written_bare() throws IOException {
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(origin, s -> s.https(new ListenAddress(null, 0)));
                Wire wire = new Wire(
                        TestTls.secure(new Socket(InetAddress.getByName("::1"), proxy.port()), TestProxy.HOST))) {
            wire.write(Requests.closing("GET /"));

            assertThat(wire.readToEnd()).endsWith("ok");
            assertThat(Wire.field(origin.onlyHead(), "X-Forwarded-For")).isEqualTo("::1");
        }
    }

    @Test
    void the_port_in_host_stays() throws IOException {
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(origin)) {
            proxy.exchange("GET / HTTP/1.1\r\nHost: Home.test:8443\r\nConnection: close\r\n\r\n");

            assertThat(Wire.field(origin.onlyHead(), "Host")).isEqualTo("Home.test:8443");
            assertThat(Wire.field(origin.onlyHead(), "X-Forwarded-Host")).isEqualTo("Home.test:8443");
        }
    }

    @Test
    void asks_home_assistant_for_plain_answers_below_auth_only() throws IOException {
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(origin)) {
            proxy.get("/auth/login_flow", "Accept-Encoding: gzip", "Accept-Encoding: br");
            proxy.get("/lovelace", "Accept-Encoding: gzip");

            assertThat(origin.heads().stream().map(head -> Wire.fields(head, "Accept-Encoding")))
                    .containsExactly(List.of("identity"), List.of("gzip"));
        }
    }

    @Test
    void asks_a_generic_upstream_for_nothing_of_its_own() throws IOException {
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(origin, Settings::generic)) {
            proxy.get("/auth/login_flow", "Accept-Encoding: gzip");

            assertThat(Wire.field(origin.onlyHead(), "Accept-Encoding")).isEqualTo("gzip");
        }
    }

    @Test
    void the_query_passes_byte_for_byte_and_the_path_as_it_was_judged() throws IOException {
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(origin)) {
            proxy.get("/lovelace/%61bc?x=%2e%2E/..;//&y=%zz'\"{}");

            assertThat(origin.onlyHead()).startsWith("GET /lovelace/abc?x=%2e%2E/..;//&y=%zz'\"{} HTTP/1.1\r\n");
        }
    }

    @Test
    void strict_transport_security_is_ours_where_it_is_configured() throws IOException {
        try (Origin origin = Origin.sending(
                        "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nStrict-Transport-Security: max-age=1\r\n\r\n");
                TestProxy proxy = TestProxy.before(origin, s -> s.hsts(java.time.Duration.ofDays(1)))) {
            assertThat(Wire.fields(proxy.get("/"), "Strict-Transport-Security")).containsExactly("max-age=86400");
        }
    }
}
