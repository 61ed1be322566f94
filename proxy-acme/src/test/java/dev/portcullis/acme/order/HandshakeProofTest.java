package dev.portcullis.acme.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.AcmeTrouble.Cause;
import dev.portcullis.acme.ChallengeType;
import dev.portcullis.acme.Names;
import dev.portcullis.acme.PendingChallenges;
import java.net.URI;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.Date;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HandshakeProofTest {

    private static final String ACME_IDENTIFIER = "1.3.6.1.5.5.7.1.31";

    private final MovedTime time = new MovedTime();
    private final PendingChallenges pending = new PendingChallenges();
    private final HandshakeProof proof = new HandshakeProof(pending, time, new SecureRandom());

    @Test
    void the_certificate_is_for_the_name_alone_and_holds_the_critical_digest() throws Exception {
        try (Proof.Answers _ = proof.answer(List.of(task("Home.example.org", "a-token")))) {
            X509Certificate shown =
                    pending.certificate("home.example.org").orElseThrow().leaf();

            assertThat(Names.in(shown)).containsExactly("home.example.org");
            assertThat(shown.getCriticalExtensionOIDs()).containsExactly(ACME_IDENTIFIER);
            // Two OCTET STRINGs: the extension's own, and the Authorization of RFC 8737 §3 with 32 bytes.
            assertThat(HexFormat.of().formatHex(shown.getExtensionValue(ACME_IDENTIFIER)))
                    .isEqualTo("04220420" + HexFormat.of().formatHex(KeyAuthorization.digest("a-token.thumb")));
            shown.verify(shown.getPublicKey());
            shown.checkValidity(Date.from(time.instant()));
        }
        assertThat(pending.certificate("home.example.org")).isEmpty();
    }

    @Test
    void an_address_is_asked_for_by_its_reverse_name() throws Exception {
        try (Proof.Answers _ = proof.answer(List.of(task("192.0.2.10", "t"), task("2001:db8::1", "u")))) {
            X509Certificate ipv4 =
                    pending.certificate("10.2.0.192.in-addr.arpa").orElseThrow().leaf();
            assertThat(ipv4.getSubjectAlternativeNames()).containsExactly(List.of(7, "192.0.2.10"));
            assertThat(pending.certificate("1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa"))
                    .isPresent();
        }
        assertThat(pending.awaitsHandshake()).isFalse();
    }

    @Test
    void a_request_is_answered_with_the_key_authorization_until_it_is_over() throws Exception {
        try (Proof.Answers _ = new RequestProof(pending).answer(List.of(task("home.example.org", "Az09_-")))) {
            assertThat(pending.keyAuthorization("Az09_-")).contains("Az09_-.thumb");
        }
        assertThat(pending.awaitsRequest()).isFalse();
    }

    @Test
    void a_token_that_is_not_base64url_is_refused() {
        for (String token : List.of("", "../secret", "a b", "a%2f", "é", "a".repeat(1000))) {
            AcmeFailure failure = catchThrowableOfType(
                    AcmeFailure.class,
                    () -> new RequestProof(pending)
                            .answer(List.of(task("a.example", "fine"), task("b.example", token))));
            assertThat(failure.trouble().cause()).isEqualTo(Cause.AUTHORITY_BROKEN);
        }
        assertThat(pending.awaitsRequest()).isFalse();
    }

    private static Proof.Task task(String name, String token) {
        return new Proof.Task(
                name,
                new Offer(
                        URI.create("https://acme.test/challenge"),
                        ChallengeType.TLS_ALPN_01,
                        token,
                        token + ".thumb",
                        false,
                        Optional.empty()));
    }
}
