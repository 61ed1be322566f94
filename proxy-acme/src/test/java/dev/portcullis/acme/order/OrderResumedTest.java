package dev.portcullis.acme.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.AcmeTrouble.Cause;
import dev.portcullis.acme.ChallengeType;
import dev.portcullis.acme.KeyAndChain;
import dev.portcullis.acme.KeyType;
import dev.portcullis.acme.PendingChallenges;
import dev.portcullis.acme.order.FakeAuthority.Call;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OrderResumedTest {

    private static final SecureRandom RANDOM = new SecureRandom();

    private final MovedTime time = new MovedTime();
    private FakeAuthority authority = new FakeAuthority(time);
    private FakeLedger ledger = new FakeLedger();
    private final PendingChallenges pending = new PendingChallenges();

    /// A crash, as a run sees it: whatever it was doing never comes back.
    private static final class Crash extends Error {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void a_crash_at_any_call_costs_one_order_at_most_and_the_next_run_ends_well() throws Exception {
        int crashes = 0;
        for (boolean happened : new boolean[] {false, true}) {
            for (int n = 0; crashesAtAuthorityCall(n, happened); n++) {
                crashes++;
                endsWellWithin(2, "authority call %d, happened: %s".formatted(n, happened));
            }
        }
        for (int n = 0; crashesAtLedgerCall(n); n++) {
            crashes++;
            endsWellWithin(2, "ledger call " + n);
        }
        assertThat(crashes).isGreaterThan(25);
    }

    @Test
    void a_failed_call_anywhere_costs_one_order_at_most_too() throws Exception {
        for (Cause cause : List.of(Cause.UNREACHABLE, Cause.AUTHORITY_BROKEN)) {
            for (boolean happened : new boolean[] {false, true}) {
                for (int n = 0; n < 14; n++) {
                    reset();
                    authority.script(nth(n, happened, () -> {
                        throw FakeAuthority.failure(cause, "lost");
                    }));
                    var _ = catchThrowableOfType(AcmeFailure.class, this::run);
                    endsWellWithin(2, "call %d, %s, happened: %s".formatted(n, cause, happened));
                }
            }
        }
    }

    private boolean crashesAtAuthorityCall(int n, boolean happened) throws Exception {
        reset();
        authority.script(nth(n, happened, () -> {
            throw new Crash();
        }));
        return crashes();
    }

    private boolean crashesAtLedgerCall(int n) throws Exception {
        reset();
        ledger.crash = _ -> {
            if (ledger.calls.size() > n) {
                throw new Crash();
            }
        };
        return crashes();
    }

    private boolean crashes() throws Exception {
        try {
            run();
            return false;
        } catch (Crash _) {
            return true;
        }
    }

    private void endsWellWithin(int orders, String crashed) throws Exception {
        ledger.crash = _ -> {};
        authority.script(new FakeAuthority.Script() {});
        if (ledger.open.isPresent() || ledger.count("proven") == 0) {
            assertThat(run().leaf()).as(crashed).isNotNull();
        }
        assertThat(authority.count(Call.NEW_ORDER)).as(crashed).isLessThanOrEqualTo(orders);
        assertThat(ledger.open).as(crashed).isEmpty();
        assertThat(pending.awaitsHandshake()).as(crashed).isFalse();
    }

    private void reset() {
        authority = new FakeAuthority(time);
        ledger = new FakeLedger();
    }

    @Test
    void an_order_goes_on_where_it_was_left() throws Exception {
        for (Call at : List.of(Call.AUTHORIZATION, Call.BEGIN, Call.FINISH, Call.CHAIN)) {
            reset();
            runUntil(at, false);
            run();

            assertThat(authority.count(Call.NEW_ORDER)).as("left at %s", at).isOne();
        }
    }

    @Test
    void what_the_authority_was_told_to_look_at_is_not_told_again() throws Exception {
        runUntil(Call.BEGIN, true);
        run();

        assertThat(authority.count(Call.BEGIN)).isOne();
        assertThat(ledger.count("proving")).isOne();
    }

    @Test
    void a_certificate_that_was_issued_is_fetched_with_the_key_of_then() throws Exception {
        runUntil(Call.CHAIN, false);
        OpenOrder open = ledger.open.orElseThrow();
        KeyAndChain pair = run();

        assertThat(pair.key()).isEqualTo(open.key().getPrivate());
        assertThat(authority.count(Call.FINISH)).isOne();
    }

    @Test
    void a_certificate_of_which_half_is_over_is_not_fetched_any_more() throws Exception {
        authority.lifetime(Duration.ofDays(4));
        runUntil(Call.CHAIN, false);
        time.forward(Duration.ofDays(2));
        KeyAndChain pair = run();

        assertThat(authority.count(Call.NEW_ORDER)).isEqualTo(2);
        assertThat(pair.leaf().getNotAfter().toInstant()).isAfter(time.instant().plus(Duration.ofDays(3)));
    }

    @Test
    void an_order_that_is_spoiled_gone_expired_or_old_makes_way_for_a_new_one() throws Exception {
        List<Runnable> ends = List.of(
                () -> authority.spoil(ledger.open.orElseThrow().url()),
                () -> authority.forget(ledger.open.orElseThrow().url()),
                () -> time.forward(Duration.ofDays(8)));
        for (Runnable end : ends) {
            reset();
            runUntil(Call.BEGIN, false);
            end.run();
            run();

            assertThat(authority.count(Call.NEW_ORDER)).isEqualTo(2);
            assertThat(ledger.count("closed")).isEqualTo(2);
        }
    }

    @Test
    void an_order_for_other_names_or_another_kind_of_key_is_not_taken_up() throws Exception {
        runUntil(Call.BEGIN, false);
        run(new Ordering(List.of("other.example.org"), KeyType.P256, "", Optional.empty()));
        assertThat(authority.count(Call.NEW_ORDER)).isEqualTo(2);

        reset();
        runUntil(Call.BEGIN, false);
        run(new Ordering(List.of("home.example.org"), KeyType.P384, "", Optional.empty()));
        assertThat(authority.count(Call.NEW_ORDER)).isEqualTo(2);
    }

    @Test
    void an_authority_that_is_away_loses_no_order() throws Exception {
        runUntil(Call.BEGIN, false);
        authority.script(on(Call.ORDER, false, () -> {
            throw FakeAuthority.failure(Cause.UNREACHABLE, "connection refused");
        }));
        assertThat(catchThrowableOfType(AcmeFailure.class, this::run).trouble().cause())
                .isEqualTo(Cause.UNREACHABLE);
        assertThat(ledger.open).isPresent();
    }

    @Test
    void an_order_that_names_what_it_replaces_is_made_without_if_that_is_refused() throws Exception {
        X509Certificate old = run().leaf();
        authority.script(new FakeAuthority.Script() {
            @Override
            public void before(Call call) throws AcmeFailure {
                if (call == Call.NEW_ORDER && authority.calls().getLast().replaces()) {
                    throw FakeAuthority.failure(Cause.ALREADY_REPLACED, "alreadyReplaced");
                }
            }
        });
        ledger.calls.clear();
        run(new Ordering(List.of("home.example.org"), KeyType.P256, "", Optional.of(old)));

        assertThat(ledger.calls)
                .startsWith(
                        "ordering [home.example.org] in place of another",
                        "ordering [home.example.org]",
                        "ordered tls-alpn-01");
    }

    @Test
    void an_authority_without_renewal_info_is_told_nothing_of_replacing() throws Exception {
        X509Certificate old = run().leaf();
        authority.directory(new Directory("", false, false, java.util.Set.of()));
        run(new Ordering(List.of("home.example.org"), KeyType.P256, "", Optional.of(old)));

        assertThat(authority.calls()).noneMatch(FakeAuthority.Made::replaces);
    }

    @Test
    void an_order_is_asked_for_twice_at_most_and_the_ledger_each_time() {
        authority.script(on(Call.NEW_ORDER, false, () -> {
            throw FakeAuthority.failure(Cause.UNREACHABLE, "reset");
        }));
        assertThatExceptionOfType(AcmeFailure.class).isThrownBy(this::run);

        assertThat(authority.count(Call.NEW_ORDER)).isEqualTo(2);
        assertThat(ledger.count("ordering")).isEqualTo(2);
    }

    @Test
    void a_lost_answer_to_a_new_account_is_found_out_about_and_not_repeated() throws Exception {
        authority.script(once(Call.REGISTER, true, () -> {
            throw FakeAuthority.failure(Cause.UNREACHABLE, "reset");
        }));
        run();

        assertThat(authority.count(Call.REGISTER)).isOne();
    }

    @Test
    void lost_answers_to_begin_and_finish_are_found_out_about_and_not_repeated() throws Exception {
        for (Call lost : List.of(Call.BEGIN, Call.FINISH)) {
            reset();
            authority.script(once(lost, true, () -> {
                throw FakeAuthority.failure(Cause.UNREACHABLE, "reset");
            }));
            run();

            assertThat(authority.count(lost)).isOne();
        }
    }

    @Test
    void calls_that_never_arrived_are_repeated_within_the_run() throws Exception {
        for (Call lost : List.of(Call.NEW_ORDER, Call.BEGIN, Call.FINISH, Call.REGISTER)) {
            reset();
            authority.script(once(lost, false, () -> {
                throw FakeAuthority.failure(Cause.UNREACHABLE, "reset");
            }));
            run();

            assertThat(authority.count(lost)).isEqualTo(2);
        }
    }

    @Test
    void an_interruption_withdraws_the_answers_and_leaves_the_order_to_be_taken_up() throws Exception {
        authority.undecidedFor(5);
        authority.script(once(Call.BEGIN, true, () -> Thread.currentThread().interrupt()));

        assertThatExceptionOfType(InterruptedException.class).isThrownBy(this::run);
        assertThat(Thread.interrupted()).as("told by the exception").isFalse();
        assertThat(pending.awaitsHandshake()).isFalse();
        assertThat(ledger.open.map(OpenOrder::challenge)).contains(ChallengeType.TLS_ALPN_01);

        run();
        assertThat(authority.count(Call.NEW_ORDER)).isOne();
    }

    @Test
    void a_call_that_fails_because_of_an_interruption_ends_as_one() throws Exception {
        authority.script(once(Call.FINISH, false, () -> {
            Thread.currentThread().interrupt();
            throw FakeAuthority.failure(Cause.UNREACHABLE, "interrupted");
        }));

        assertThatExceptionOfType(InterruptedException.class).isThrownBy(this::run);
        assertThat(Thread.interrupted()).isFalse();
        assertThat(authority.count(Call.FINISH)).isOne();
    }

    @Test
    void polls_when_the_authority_likes_to_be_asked() throws Exception {
        authority.undecidedFor(2).askAgainAfter(Duration.ofSeconds(17));
        run();

        assertThat(time.pauses).contains(Duration.ofSeconds(17)).doesNotContain(Duration.ofSeconds(2));
    }

    @Test
    void polls_more_and_more_slowly_and_for_three_minutes_at_most() {
        authority.undecidedFor(1000);
        AcmeFailure failure = catchThrowableOfType(AcmeFailure.class, this::run);

        assertThat(failure.trouble().cause()).isEqualTo(Cause.AUTHORITY_BROKEN);
        assertThat(time.pauses.stream().map(Duration::toSeconds)).startsWith(1L, 2L, 3L, 5L, 5L);
        assertThat(time.pauses.stream().reduce(Duration.ZERO, Duration::plus))
                .isLessThanOrEqualTo(Duration.ofMinutes(3));
        assertThat(ledger.open).isPresent();
        assertThat(pending.awaitsHandshake()).isFalse();
    }

    @Test
    void an_authority_that_wants_to_be_asked_tomorrow_is_not_waited_for() {
        authority.undecidedFor(5).askAgainAfter(Duration.ofDays(1));
        AcmeFailure failure = catchThrowableOfType(AcmeFailure.class, this::run);

        assertThat(failure.trouble().notBefore()).contains(time.instant().plus(Duration.ofDays(1)));
        assertThat(ledger.open).isPresent();
    }

    private void runUntil(Call call, boolean happened) throws Exception {
        authority.script(once(call, happened, () -> {
            throw new Crash();
        }));
        assertThatExceptionOfType(Crash.class).isThrownBy(this::run);
        authority.script(new FakeAuthority.Script() {});
    }

    private KeyAndChain run() throws Exception {
        return run(new Ordering(List.of("home.example.org"), KeyType.P256, "", Optional.empty()));
    }

    private KeyAndChain run(Ordering ordering) throws Exception {
        List<Proof> proofs = List.of(new HandshakeProof(pending, time, RANDOM), new RequestProof(pending));
        return new OrderRun(authority, FakeAuthority.DIRECTORY, proofs, ledger, time, time, RANDOM)
                .run(ordering, Progress.NONE);
    }

    @FunctionalInterface
    private interface Mishap {
        void befall() throws AcmeFailure;
    }

    private static FakeAuthority.Script on(Call which, boolean happened, Mishap mishap) {
        return script(happened, call -> {
            if (call == which) {
                mishap.befall();
            }
        });
    }

    private static FakeAuthority.Script once(Call which, boolean happened, Mishap mishap) {
        boolean[] done = {false};
        return script(happened, call -> {
            if (call == which && !done[0]) {
                done[0] = true;
                mishap.befall();
            }
        });
    }

    private static FakeAuthority.Script nth(int n, boolean happened, Mishap mishap) {
        int[] count = {0};
        return script(happened, _ -> {
            if (count[0]++ == n) {
                mishap.befall();
            }
        });
    }

    @FunctionalInterface
    private interface AtCall {
        void at(Call call) throws AcmeFailure;
    }

    private static FakeAuthority.Script script(boolean happened, AtCall at) {
        return new FakeAuthority.Script() {
            @Override
            public void before(Call call) throws AcmeFailure {
                if (!happened) {
                    at.at(call);
                }
            }

            @Override
            public void after(Call call) throws AcmeFailure {
                if (happened) {
                    at.at(call);
                }
            }
        };
    }
}
