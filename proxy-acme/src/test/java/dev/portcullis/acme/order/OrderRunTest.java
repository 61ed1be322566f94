package dev.portcullis.acme.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.AcmeTrouble.Cause;
import dev.portcullis.acme.ChallengeType;
import dev.portcullis.acme.KeyAndChain;
import dev.portcullis.acme.KeyType;
import dev.portcullis.acme.Names;
import dev.portcullis.acme.PendingChallenges;
import dev.portcullis.acme.order.FakeAuthority.Call;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OrderRunTest {

    private final MovedTime time = new MovedTime();
    private final FakeAuthority authority = new FakeAuthority(time);
    private final FakeLedger ledger = new FakeLedger();
    private final PendingChallenges pending = new PendingChallenges();
    private final List<Step> steps = new ArrayList<>();
    private List<Proof> proofs = List.of(handshake(), new RequestProof(pending));

    private Proof handshake() {
        return new HandshakeProof(pending, time, new SecureRandom());
    }

    @Test
    void from_nothing_to_a_certificate_for_our_names_and_our_key() throws Exception {
        authority.eye((name, _) -> {
            assertThat(pending.certificate(name)).as("answered while looked at").isPresent();
            return Optional.empty();
        });

        KeyAndChain pair = run("home.example.org", "ha.example.org");

        assertThat(Names.in(pair.leaf())).containsExactlyInAnyOrder("home.example.org", "ha.example.org");
        assertThat(pair.chain()).hasSize(2);
        assertThat(ledger.calls)
                .containsExactly(
                        "registering",
                        "ordering [home.example.org, ha.example.org]",
                        "ordered tls-alpn-01",
                        "proving home.example.org",
                        "proving ha.example.org",
                        "proven by tls-alpn-01",
                        "closed");
        assertThat(Set.copyOf(steps)).isEqualTo(EnumSet.allOf(Step.class));
        assertThat(pending.awaitsHandshake()).as("answers are withdrawn").isFalse();
    }

    @Test
    void a_second_certificate_needs_no_second_account() throws Exception {
        run("home.example.org");
        run("home.example.org");

        assertThat(authority.count(Call.REGISTER)).isOne();
        assertThat(ledger.count("registering")).isOne();
    }

    @Test
    void what_was_proven_before_is_not_proven_again() throws Exception {
        authority.proofsLast(Duration.ofDays(30));
        run("home.example.org");
        run("home.example.org");

        assertThat(authority.count(Call.BEGIN)).isOne();
        assertThat(ledger.count("proven by")).isOne();
    }

    @Test
    void every_kind_of_key_is_used_as_ordered() throws Exception {
        for (KeyType type : List.of(KeyType.P256, KeyType.P384, KeyType.RSA2048)) {
            KeyAndChain pair = run(ordering(type, "home.example.org"));
            assertThat(CertificateKeys.isOf(pair.leaf().getPublicKey(), type)).isTrue();
        }
    }

    @Test
    void a_proof_that_fails_makes_way_for_the_next_in_a_new_order() throws Exception {
        authority.eye((_, offer) -> offer.type() == ChallengeType.TLS_ALPN_01
                ? Optional.of(FakeAuthority.trouble(Cause.PORT_CLOSED, "refused"))
                : Optional.empty());

        run("home.example.org");

        assertThat(ledger.calls)
                .containsSubsequence(
                        "ordered tls-alpn-01",
                        "not proven home.example.org by tls-alpn-01",
                        "closed without a certificate",
                        "ordering [home.example.org]",
                        "ordered http-01",
                        "proven by http-01",
                        "closed");
        assertThat(authority.count(Call.NEW_ORDER)).isEqualTo(2);
    }

    @Test
    void the_configured_order_holds_again_after_a_failure() throws Exception {
        authority.eye((_, offer) -> offer.type() == ChallengeType.TLS_ALPN_01
                ? Optional.of(FakeAuthority.trouble(Cause.PORT_CLOSED, "refused"))
                : Optional.empty());
        run("home.example.org");
        assertThat(ledger.calls).contains("proven by http-01");
        authority.eye((_, _) -> Optional.empty());
        ledger.calls.clear();
        run("home.example.org");

        assertThat(ledger.calls).contains("ordered tls-alpn-01", "proven by tls-alpn-01");
    }

    @Test
    void an_answer_that_cannot_be_put_in_place_counts_as_no_failed_proof() {
        proofs = List.of(new UnplacedProof());

        AcmeFailure failure = fails("home.example.org");

        assertThat(failure.trouble().cause()).isEqualTo(Cause.DNS_TOKEN_REFUSED);
        assertThat(ledger.count("proving")).isZero();
        assertThat(authority.count(Call.BEGIN)).isZero();
    }

    @Test
    void a_limit_of_one_name_shows_before_the_authority_looks_at_any() {
        ledger.crash = call -> {
            if (call.equals("proving b.example.org")) {
                throw FakeAuthority.failure(Cause.RATE_LIMITED, "five in a week");
            }
        };
        fails("a.example.org", "b.example.org");

        assertThat(authority.count(Call.BEGIN)).isZero();
    }

    @Test
    void an_authority_that_stumbles_over_a_new_order_is_asked_for_the_same_after_a_pause() throws Exception {
        X509Certificate old = run("home.example.org").leaf();
        authority.script(new FakeAuthority.Script() {
            @Override
            public void before(Call call) throws AcmeFailure {
                if (call == Call.NEW_ORDER && authority.count(Call.NEW_ORDER) == 2) {
                    throw FakeAuthority.failure(Cause.AUTHORITY_BROKEN, "HTTP 500");
                }
            }
        });
        ledger.calls.clear();
        Instant before = time.instant();
        run(new Ordering(List.of("home.example.org"), KeyType.P256, "", Optional.of(old)));

        assertThat(ledger.calls)
                .startsWith(
                        "ordering [home.example.org] in place of another",
                        "ordering [home.example.org] in place of another",
                        "ordered tls-alpn-01");
        assertThat(time.instant()).isAfter(before.plusMillis(999));
    }

    @Test
    void an_authorization_for_a_name_that_nobody_ordered_is_refused() {
        authority.misnaming("victim.example.net");

        AcmeFailure failure = fails("home.example.org");

        assertThat(failure.trouble().cause()).isEqualTo(Cause.AUTHORITY_BROKEN);
        assertThat(failure.trouble().found()).contains("victim.example.net");
        assertThat(ledger.count("proving")).isZero();
    }

    @Test
    void when_no_proof_is_left_the_trouble_that_needs_the_owner_names_the_others() {
        authority.eye((_, offer) -> Optional.of(
                offer.type() == ChallengeType.TLS_ALPN_01
                        ? FakeAuthority.trouble(Cause.PORT_CLOSED, "port 443 refused")
                        : FakeAuthority.trouble(Cause.UNREACHABLE, "port 80 is silent")));

        AcmeFailure failure = fails("home.example.org");

        assertThat(failure.trouble().cause()).isEqualTo(Cause.PORT_CLOSED);
        assertThat(failure.trouble().where()).isEqualTo("tls-alpn-01 for home.example.org");
        assertThat(failure.trouble().found()).contains("port 443 refused", "http-01", "port 80 is silent");
        assertThat(ledger.open).isEmpty();
        assertThat(authority.count(Call.NEW_ORDER)).isEqualTo(2);
        assertThat(pending.awaitsHandshake() || pending.awaitsRequest()).isFalse();
    }

    @Test
    void all_names_of_a_batch_are_waited_for_before_answers_are_withdrawn() {
        authority.undecidedFor(3).eye((name, _) -> {
            assertThat(pending.awaitsHandshake() || pending.awaitsRequest()).isTrue();
            return name.startsWith("a")
                    ? Optional.of(FakeAuthority.trouble(Cause.PORT_CLOSED, "refused"))
                    : Optional.empty();
        });

        fails("a.example.org", "b.example.org");

        assertThat(ledger.count("not proven a.example.org")).isEqualTo(2);
        assertThat(ledger.count("not proven b.example.org")).isZero();
    }

    @Test
    void a_wildcard_without_dns_is_refused_before_anything_is_asked() {
        AcmeFailure failure = fails("*.example.org");

        assertThat(failure.trouble().cause()).isEqualTo(Cause.NO_CHALLENGE);
        assertThat(failure.trouble().remedy()).contains("dns-01");
        assertThat(authority.calls()).isEmpty();
    }

    @Test
    void a_challenge_that_is_not_offered_is_passed_over() throws Exception {
        authority.offering(ChallengeType.HTTP_01, ChallengeType.DNS_01);
        run("home.example.org");

        assertThat(ledger.calls).contains("proven by http-01");
        assertThat(authority.count(Call.NEW_ORDER)).isOne();
    }

    @Test
    void says_what_is_offered_where_nothing_configured_is() {
        authority.offering(ChallengeType.DNS_01);
        AcmeFailure failure = fails("home.example.org");

        assertThat(failure.trouble().cause()).isEqualTo(Cause.NO_CHALLENGE);
        assertThat(failure.trouble().found()).contains("offers dns-01", "tls-alpn-01, http-01");
    }

    @Test
    void a_profile_that_is_not_offered_is_named_with_those_that_are() {
        AcmeFailure failure = catchThrowableOfType(
                AcmeFailure.class,
                () -> run(new Ordering(List.of("home.example.org"), KeyType.P256, "shortlived", Optional.empty())));

        assertThat(failure.trouble().cause()).isEqualTo(Cause.PROFILE_UNKNOWN);
        assertThat(failure.trouble().found()).contains("classic");
        assertThat(authority.count(Call.NEW_ORDER)).isZero();
    }

    @Test
    void limits_of_the_ledger_come_through_untouched() {
        AcmeFailure limit = FakeAuthority.failure(Cause.RATE_LIMITED, "five in a week");
        for (String at : List.of("registering", "ordering", "proving")) {
            ledger.crash = call -> {
                if (call.startsWith(at)) {
                    throw limit;
                }
            };
            assertThat(fails("home.example.org")).isSameAs(limit);
        }
        assertThat(authority.count(Call.BEGIN)).isZero();
        assertThat(ledger.open).as("the order that could not be proven yet").isPresent();
    }

    /// Its provider refuses the token.
    private record UnplacedProof() implements Proof {

        @Override
        public ChallengeType type() {
            return ChallengeType.DNS_01;
        }

        @Override
        public int atOnce() {
            return 1;
        }

        @Override
        public Answers answer(List<Task> tasks) throws AcmeFailure {
            throw FakeAuthority.failure(Cause.DNS_TOKEN_REFUSED, "KO");
        }
    }

    private KeyAndChain run(String... names) throws Exception {
        return run(ordering(KeyType.P256, names));
    }

    private static Ordering ordering(KeyType type, String... names) {
        return new Ordering(List.of(names), type, "", Optional.empty());
    }

    private KeyAndChain run(Ordering ordering) throws Exception {
        return new OrderRun(authority, FakeAuthority.DIRECTORY, proofs, ledger, time, time, new SecureRandom())
                .run(ordering, (step, _) -> steps.add(step));
    }

    private AcmeFailure fails(String... names) {
        return catchThrowableOfType(AcmeFailure.class, () -> run(names));
    }
}
