package dev.portcullis.acme.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.AcmeTrouble.Cause;
import dev.portcullis.acme.KeyAndChain;
import dev.portcullis.acme.KeyType;
import dev.portcullis.acme.PendingChallenges;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// What an authority may hand out, and what becomes of it.
class IssuedChainTest {

    private static final SecureRandom RANDOM = new SecureRandom();
    private static final List<String> NAMES = List.of("home.example.org", "192.0.2.10", "2001:db8::1");

    private final MovedTime time = new MovedTime();
    private final FakeAuthority authority = new FakeAuthority(time);
    private final FakeLedger ledger = new FakeLedger();

    @Test
    void names_and_addresses_in_any_spelling_are_what_was_asked_for() throws Exception {
        assertThat(run().leaf()).isNotNull();
    }

    @Test
    void a_leaf_without_intermediates_is_accepted_for_private_authorities() throws Exception {
        authority.tampering(chain -> chain.subList(0, 1));
        assertThat(run().chain()).hasSize(1);
    }

    @Test
    void a_certificate_for_another_key_is_refused() {
        byte[] foreign = SigningRequest.of(NAMES, CertificateKeys.make(KeyType.P256, RANDOM));
        refused(_ -> authority.issuer().issue(foreign, NAMES, time.instant(), Duration.ofDays(90)), "another key");
    }

    @Test
    void a_certificate_for_one_name_more_is_accepted() throws Exception {
        authority.tampering(chain -> reissued(
                chain,
                List.of("home.example.org", "192.0.2.10", "2001:db8::1", "www.home.example.org"),
                time.instant()));
        assertThat(run().leaf().getSubjectAlternativeNames()).hasSize(4);
    }

    @Test
    void a_certificate_that_lacks_a_name_is_refused() {
        refused(chain -> reissued(chain, List.of("home.example.org"), time.instant()), "certificate for home");
        refused(chain -> reissued(chain, List.of(), time.instant()), "certificate for");
    }

    @Test
    void a_chain_that_does_not_link_up_is_refused() {
        X509Certificate stranger = new TestIssuer().certificate();
        refused(chain -> List.of(chain.getFirst(), stranger), "did not sign");
        refused(_ -> List.of(), "empty chain");
    }

    @Test
    void a_certificate_of_another_time_shows_that_the_clock_is_wrong_and_the_order_stays() throws Exception {
        for (Duration off : List.of(Duration.ofHours(3), Duration.ofDays(-400))) {
            authority.tampering(chain -> reissued(chain, NAMES, time.instant().plus(off)));
            AcmeFailure failure = catchThrowableOfType(AcmeFailure.class, this::run);

            assertThat(failure.trouble().cause()).isEqualTo(Cause.CLOCK_WRONG);
        }
        authority.tampering(UnaryOperator.identity());
        run();
        assertThat(ledger.open).isEmpty();
    }

    @Test
    void a_slow_clock_is_forgiven_an_hour() throws Exception {
        authority.tampering(chain -> reissued(chain, NAMES, time.instant().plus(Duration.ofMinutes(119))));
        assertThat(run().leaf().getNotBefore().toInstant()).isAfter(time.instant());
    }

    private void refused(UnaryOperator<List<X509Certificate>> tampering, String found) {
        authority.tampering(tampering);
        AcmeFailure failure = catchThrowableOfType(AcmeFailure.class, this::run);

        assertThat(failure.trouble().cause()).isEqualTo(Cause.WRONG_CERTIFICATE);
        assertThat(failure.trouble().found()).contains(found);
        assertThat(ledger.open).as("not to be fetched again").isEmpty();
    }

    /// The same key in another certificate.
    private List<X509Certificate> reissued(List<X509Certificate> chain, List<String> names, Instant now) {
        return authority.issuer().issue(chain.getFirst().getPublicKey(), names, now, Duration.ofDays(90));
    }

    private KeyAndChain run() throws Exception {
        return new OrderRun(
                        authority,
                        FakeAuthority.DIRECTORY,
                        List.of(new HandshakeProof(new PendingChallenges(), time, RANDOM)),
                        ledger,
                        time,
                        time,
                        RANDOM)
                .run(new Ordering(NAMES, KeyType.P256, "", Optional.empty()), Progress.NONE);
    }
}
