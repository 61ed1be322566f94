package dev.portcullis.acme.order;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.AcmeTrouble.Cause;
import dev.portcullis.acme.ChallengeType;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.shredzone.acme4j.exception.AcmeNetworkException;
import org.shredzone.acme4j.exception.AcmeProtocolException;
import org.shredzone.acme4j.toolbox.JSON;

class ProblemsTest {

    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

    private final Problems problems = new Problems(InstantSource.fixed(NOW));

    @ParameterizedTest
    @CsvSource({
        "accountDoesNotExist, ACCOUNT_REFUSED",
        "alreadyReplaced, ALREADY_REPLACED",
        "alreadyRevoked, AUTHORITY_BROKEN",
        "badCSR, AUTHORITY_BROKEN",
        "badNonce, AUTHORITY_BROKEN",
        "badPublicKey, ACCOUNT_REFUSED",
        "badRevocationReason, AUTHORITY_BROKEN",
        "badSignatureAlgorithm, ACCOUNT_REFUSED",
        "caa, CAA_FORBIDS",
        "connection, PORT_CLOSED",
        "dns, NAME_WITHOUT_ADDRESS",
        "externalAccountRequired, ACCOUNT_BINDING",
        "incorrectResponse, POINTS_ELSEWHERE",
        "invalidContact, ACCOUNT_REFUSED",
        "invalidProfile, PROFILE_UNKNOWN",
        "malformed, AUTHORITY_BROKEN",
        "orderNotReady, AUTHORITY_BROKEN",
        "rateLimited, RATE_LIMITED",
        "rejectedIdentifier, NAME_REFUSED",
        "serverInternal, AUTHORITY_BROKEN",
        "tls, POINTS_ELSEWHERE",
        "unauthorized, ACCOUNT_REFUSED",
        "unsupportedContact, ACCOUNT_REFUSED",
        "unsupportedIdentifier, NAME_REFUSED",
        "userActionRequired, TERMS_NOT_AGREED",
        "nobodyKnowsThis, AUTHORITY_BROKEN"
    })
    void every_type_of_problem_has_a_cause_and_a_remedy(String type, Cause cause) {
        AcmeTrouble trouble = problems.of("new order at lab", refusal(400, type, "because", Map.of()));
        assertThat(trouble.cause()).isEqualTo(cause);
        assertThat(trouble.found()).isEqualTo("because");
        assertThat(trouble.remedy()).endsWith(".").hasSizeGreaterThan(20);
        assertThat(trouble.where()).isEqualTo("new order at lab");
    }

    @ParameterizedTest
    @CsvSource({
        "TLS_ALPN_01, dns, NAME_WITHOUT_ADDRESS, AAAA",
        "TLS_ALPN_01, connection, PORT_CLOSED, 443",
        "TLS_ALPN_01, tls, POINTS_ELSEWHERE, 443",
        "TLS_ALPN_01, unauthorized, POINTS_ELSEWHERE, 443",
        "TLS_ALPN_01, incorrectResponse, POINTS_ELSEWHERE, 443",
        "TLS_ALPN_01, caa, CAA_FORBIDS, CAA",
        "TLS_ALPN_01, serverInternal, AUTHORITY_BROKEN, later",
        "HTTP_01, dns, NAME_WITHOUT_ADDRESS, AAAA",
        "HTTP_01, connection, PORT_CLOSED, port 80",
        "HTTP_01, unauthorized, POINTS_ELSEWHERE, port 80",
        "HTTP_01, rejectedIdentifier, NAME_REFUSED, spelling",
        "DNS_01, dns, DNS_NOT_SPREAD, TXT",
        "DNS_01, unauthorized, DNS_NOT_SPREAD, TXT",
        "DNS_01, incorrectResponse, DNS_NOT_SPREAD, TXT",
        "DNS_01, connection, PORT_CLOSED, name servers"
    })
    void a_validation_is_explained_by_its_challenge(
            ChallengeType challenge, String type, Cause cause, String inRemedy) {
        AcmeTrouble trouble = problems.ofValidation("somewhere", challenge, document(type, "because"));
        assertThat(trouble.cause()).isEqualTo(cause);
        assertThat(trouble.remedy()).contains(inRemedy);
    }

    @Test
    void a_closed_port_is_known_by_its_words_too() {
        AcmeTrouble trouble = problems.ofValidation(
                "somewhere",
                ChallengeType.TLS_ALPN_01,
                document("unauthorized", "Failed to connect to 203.0.113.7:443: connection refused"));
        assertThat(trouble.cause()).isEqualTo(Cause.PORT_CLOSED);
    }

    @Test
    void what_is_wrong_with_each_name_is_told() {
        JSON json = JSON.parse("""
                {"type": "urn:ietf:params:acme:error:compound", "detail": "Some were refused",
                 "subproblems": [
                   {"type": "urn:ietf:params:acme:error:caa", "detail": "CAA forbids",
                    "identifier": {"type": "dns", "value": "a.example"}},
                   {"type": "urn:ietf:params:acme:error:rejectedIdentifier",
                    "identifier": {"type": "dns", "value": "b.example"}}]}
                """);
        AcmeTrouble trouble = problems.ofOrder("order", ProblemDocument.of(json));
        assertThat(trouble.cause()).isEqualTo(Cause.CAA_FORBIDS);
        assertThat(trouble.found())
                .isEqualTo("Some were refused; a.example: CAA forbids; b.example: rejectedIdentifier");
    }

    @Test
    void a_document_that_says_nothing_is_still_a_trouble() {
        for (String json : List.of(
                "{}",
                "{\"type\":{},\"subproblems\":7}",
                "{\"subproblems\":[1]}",
                "{\"type\":\"urn:ietf:params:acme:error:compound\",\"subproblems\":[]}",
                "{\"identifier\":\"x\"}")) {
            assertThat(problems.ofOrder("order", ProblemDocument.of(JSON.parse(json)))
                            .cause())
                    .isEqualTo(Cause.AUTHORITY_BROKEN);
        }
    }

    @Test
    void the_end_of_a_limit_may_stand_in_the_text() {
        AcmeTrouble trouble = problems.of(
                "new order",
                refusal(
                        429,
                        "rateLimited",
                        "too many certificates (5) already issued for this exact set of identifiers in the last"
                                + " 168h0m0s, retry after 2026-11-24 03:04:05 UTC: see https://letsencrypt.org/docs/",
                        Map.of()));
        assertThat(trouble.notBefore()).contains(Instant.parse("2026-11-24T03:04:05Z"));
        for (String text : List.of("retry after lunch, as a rule", "retry after 2026-99-24 03:04:05", "retry after ")) {
            assertThat(problems.of("new order", refusal(429, "rateLimited", text, Map.of()))
                            .notBefore())
                    .isEmpty();
        }
    }

    @Test
    void the_header_counts_more_than_the_text() {
        AcmeTrouble trouble = problems.of(
                "new order",
                refusal(
                        429,
                        "rateLimited",
                        "retry after 2026-11-24 03:04:05 UTC",
                        Map.of("Retry-After", List.of("60"))));
        assertThat(trouble.notBefore()).contains(NOW.plusSeconds(60));
    }

    @Test
    void a_date_to_retry_after_is_taken_from_the_authoritys_own_clock() {
        HttpHeaders headers = HttpHeaders.of(
                Map.of(
                        "Retry-After", List.of("Mon, 23 Nov 2026 15:00:00 GMT"),
                        "Date", List.of("Mon, 23 Nov 2026 14:50:00 GMT")),
                (_, _) -> true);
        assertThat(RetryAfter.of(headers, NOW)).contains(NOW.plus(Duration.ofMinutes(10)));
        for (String bad : List.of("", "-1", "1e9", "99999999999999999999", "yesterday")) {
            assertThat(RetryAfter.of(HttpHeaders.of(Map.of("Retry-After", List.of(bad)), (_, _) -> true), NOW))
                    .isEmpty();
        }
    }

    @Test
    void the_terms_that_are_new_are_linked_to() {
        AcmeTrouble trouble = problems.of(
                "new order",
                refusal(
                        403,
                        "userActionRequired",
                        "Terms of service have changed",
                        Map.of(
                                "Link",
                                List.of(
                                        "<https://lab.example/x>;rel=\"index\"",
                                        "<https://lab.example/terms>;rel=\"terms-of-service\""))));
        assertThat(trouble.found()).contains("https://lab.example/terms");
    }

    @Test
    void networks_fail_in_many_ways() {
        assertThat(network(new ConnectException("Connection refused")).cause()).isEqualTo(Cause.UNREACHABLE);
        assertThat(network(new HttpConnectTimeoutException("late")).cause()).isEqualTo(Cause.UNREACHABLE);
        assertThat(network(new HttpTimeoutException("late")).found()).contains("silence");
        IOException unknown = new ConnectException();
        unknown.initCause(new UnresolvedAddressException());
        assertThat(network(unknown).found()).contains("the name has no address");
        assertThat(network(new SSLHandshakeException("handshake_failure")).cause())
                .isEqualTo(Cause.UNREACHABLE);
        assertThat(network(tls(new CertPathValidatorException("no trust anchor")))
                        .cause())
                .isEqualTo(Cause.UNTRUSTED);
        AcmeTrouble expired = network(tls(new CertificateExpiredException("NotAfter: Mon Nov 23 12:00:00 UTC 2020")));
        assertThat(expired.cause()).isEqualTo(Cause.CLOCK_WRONG);
        assertThat(expired.found()).contains("2020").contains("2026-11-23T12:00:00Z");
        assertThat(network(tls(new CertificateNotYetValidException("NotBefore: later")))
                        .cause())
                .isEqualTo(Cause.CLOCK_WRONG);
        assertThat(problems.of("order", new AcmeProtocolException("odd")).cause())
                .isEqualTo(Cause.AUTHORITY_BROKEN);
    }

    @Test
    void addresses_are_written_as_rfc_5952_wants() {
        assertThat(List.of(
                        "2001:0DB8::0001",
                        "::",
                        "::1",
                        "1::",
                        "2001:db8:0:1:1:1:1:1",
                        "2001:0:0:1:0:0:0:1",
                        "192.0.2.1"))
                .extracting(text -> Identifiers.of(text).getValue())
                .containsExactly(
                        "2001:db8::1", "::", "::1", "1::", "2001:db8:0:1:1:1:1:1", "2001:0:0:1::1", "192.0.2.1");
    }

    private AcmeTrouble network(IOException failed) {
        return problems.of("directory", new AcmeNetworkException(failed));
    }

    private static IOException tls(Exception cause) {
        SSLHandshakeException failed = new SSLHandshakeException("PKIX path building failed");
        failed.initCause(new IOException(cause));
        return failed;
    }

    private static AcmeNetworkException refusal(
            int status, String type, String detail, Map<String, List<String>> headers) {
        HttpHeaders all = HttpHeaders.of(headers, (_, _) -> true);
        return new AcmeNetworkException(
                new Refusal(status, Optional.of(document(type, detail)), all, RetryAfter.of(all, NOW)));
    }

    private static ProblemDocument document(String type, String detail) {
        return new ProblemDocument(type, detail, "", "", List.of());
    }
}
