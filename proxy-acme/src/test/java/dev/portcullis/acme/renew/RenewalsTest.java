package dev.portcullis.acme.renew;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.AcmeTrouble.Cause;
import dev.portcullis.acme.AuthoritySettings;
import dev.portcullis.acme.KeyAndChain;
import dev.portcullis.acme.order.FakeAuthority;
import dev.portcullis.acme.order.FakeAuthority.Call;
import dev.portcullis.acme.order.Progress;
import dev.portcullis.acme.order.Step;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RenewalsTest {

    private static final AuthoritySettings LETS_ENCRYPT = World.settings(World.LETS_ENCRYPT, true);
    private static final AuthoritySettings OTHER = World.settings(World.OTHER, true);

    @TempDir
    Path folder;

    private World world;
    private FakeAuthority letsEncrypt;

    @BeforeEach
    void a_world() {
        world = new World(folder);
        letsEncrypt = world.letsEncrypt();
    }

    @Test
    void from_nothing_to_a_certificate_that_is_kept_over_a_restart() throws Exception {
        Renewals renewals = world.start();
        assertThat(renewals.kept(World.HOME)).isEmpty();
        renewals.tick();

        KeyAndChain got = world.served().orElseThrow();
        assertThat(world.told).containsExactly("obtained home.example.org");
        Renewals again = world.start();
        assertThat(again.kept(World.HOME).orElseThrow().leaf()).isEqualTo(got.leaf());
        CertificateState state = again.states().getFirst();
        assertThat(state.authority()).isEqualTo("letsencrypt");
        assertThat(state.challenge()).isEqualTo("tls-alpn-01");
        assertThat(state.until()).contains(got.leaf().getNotAfter().toInstant());
        assertThat(state.failures()).isZero();
        again.tick();
        assertThat(letsEncrypt.count(Call.NEW_ORDER)).as("nothing is due").isOne();
    }

    @Test
    void it_is_renewed_when_the_authority_suggests_and_names_what_it_replaces() throws Exception {
        Renewals renewals = world.start();
        Instant next = renewals.tick();
        while (world.obtained() < 2) {
            assertThat(next).isBeforeOrEqualTo(world.clock.instant().plus(Duration.ofHours(12)));
            world.sleepUntil(next);
            next = renewals.tick();
        }

        Duration age = Duration.between(WorldClock.BEGIN, world.clock.instant());
        assertThat(age.toDays()).isBetween(59L, 62L);
        assertThat(orders()).extracting(FakeAuthority.Made::replaces).containsExactly(false, true);
    }

    @Test
    void a_revoked_certificate_is_replaced_within_hours() throws Exception {
        Renewals renewals = world.start();
        renewals.tick();
        letsEncrypt.revoke(world.served().orElseThrow().leaf());
        world.sleepUntil(world.clock.instant().plus(Duration.ofHours(13)));
        renewals.tick();

        assertThat(world.obtained()).isEqualTo(2);
    }

    @Test
    void an_authority_that_wants_every_certificate_replaced_at_once_does_not_get_a_loop() throws Exception {
        Renewals renewals = world.start();
        Instant end = WorldClock.BEGIN.plus(Duration.ofDays(7));
        while (world.clock.instant().isBefore(end)) {
            Instant next = renewals.tick();
            letsEncrypt.revoke(world.served().orElseThrow().leaf());
            world.sleepUntil(next);
        }

        assertThat(world.obtained()).isEqualTo(10);
    }

    @Test
    void nothing_is_asked_before_the_terms_are_agreed_to() throws Exception {
        Renewals renewals = world.start(World.wanted(List.of(World.HOME), World.settings(World.LETS_ENCRYPT, false)));
        renewals.renew(World.HOME);
        renewals.tick();

        assertThat(world.asked).isEmpty();
        assertThat(renewals.states().getFirst().trouble())
                .hasValueSatisfying(trouble -> assertThat(trouble.cause()).isEqualTo(Cause.TERMS_NOT_AGREED));
        AcmeFailure failure = catchThrowableOfType(AcmeFailure.class, () -> renewals.test(World.HOME, Progress.NONE));
        assertThat(failure.trouble().cause()).isEqualTo(Cause.TERMS_NOT_AGREED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UNREACHABLE", "AUTHORITY_BROKEN", "RATE_LIMITED", "UNTRUSTED"})
    void the_next_authority_is_asked_where_the_first_is_out_of_order(Cause cause) throws Exception {
        broken(letsEncrypt, cause);
        FakeAuthority other = world.add(World.OTHER);
        world.start(World.wanted(List.of(World.HOME), LETS_ENCRYPT, OTHER)).tick();

        assertThat(other.count(Call.FINISH)).isOne();
        assertThat(world.obtained()).isOne();
    }

    @Test
    void the_next_authority_is_not_asked_where_the_owner_has_to_mend_something() throws Exception {
        letsEncrypt.eye((_, _) -> Optional.of(FakeAuthority.trouble(Cause.PORT_CLOSED, "refused")));
        FakeAuthority other = world.add(World.OTHER);
        world.start(World.wanted(List.of(World.HOME), LETS_ENCRYPT, OTHER)).tick();

        assertThat(other.calls()).isEmpty();
        assertThat(world.told).containsExactly("failed 1 PORT_CLOSED +60", "urgent ENDED");
    }

    @Test
    void what_was_got_elsewhere_is_not_named_as_replaced() throws Exception {
        world.add(World.OTHER);
        world.start(World.wanted(List.of(World.HOME), OTHER)).tick();
        world.sleepUntil(world.clock.instant().plus(Duration.ofDays(1)));
        world.start(World.wanted(List.of(World.HOME), LETS_ENCRYPT)).tick();

        assertThat(orders()).as("another authority is configured").hasSize(1);
        assertThat(orders().getFirst().replaces()).isFalse();
    }

    @Test
    void names_that_could_not_be_proven_are_tried_on_staging_before_they_cost_something_again() throws Exception {
        FakeAuthority staging = world.add(World.STAGING);
        FakeAuthority.Eye closed = (_, _) -> Optional.of(FakeAuthority.trouble(Cause.PORT_CLOSED, "refused"));
        letsEncrypt.eye(closed);
        staging.eye(closed);
        Renewals renewals = world.start();
        Instant end = WorldClock.BEGIN.plus(Duration.ofDays(3));
        while (world.clock.instant().isBefore(end)) {
            world.sleepUntil(renewals.tick());
        }

        assertThat(letsEncrypt.count(Call.BEGIN)).isOne();
        assertThat(staging.count(Call.BEGIN)).isGreaterThan(5);
        assertThat(renewals.states().getFirst().trouble().orElseThrow().where()).contains("letsencrypt-staging");

        letsEncrypt.eye((_, _) -> Optional.empty());
        staging.eye((_, _) -> Optional.empty());
        renewals.renew(World.HOME);
        renewals.tick();
        assertThat(world.obtained()).isOne();
    }

    @Test
    void production_is_asked_where_staging_is_out_of_order() throws Exception {
        broken(world.add(World.STAGING), Cause.UNREACHABLE);
        letsEncrypt.eye((_, _) -> Optional.of(FakeAuthority.trouble(Cause.PORT_CLOSED, "refused")));
        Renewals renewals = world.start();
        renewals.tick();
        letsEncrypt.eye((_, _) -> Optional.empty());
        renewals.renew(World.HOME);
        renewals.tick();

        assertThat(world.obtained()).isOne();
    }

    @Test
    void retry_after_is_obeyed_over_restarts_and_even_where_the_owner_asks() throws Exception {
        Instant until = world.clock.instant().plus(Duration.ofDays(2));
        letsEncrypt.script(new FakeAuthority.Script() {
            @Override
            public void before(Call call) throws AcmeFailure {
                throw new AcmeFailure(
                        FakeAuthority.trouble(Cause.RATE_LIMITED, "429").until(until));
            }
        });
        Renewals renewals = world.start();
        renewals.tick();
        assertThat(renewals.states().getFirst().next()).isEqualTo(until);
        int calls = letsEncrypt.calls().size();
        letsEncrypt.script(new FakeAuthority.Script() {});
        renewals.renew(World.HOME);
        renewals.tick();
        Renewals again = world.start();
        again.renew(World.HOME);
        again.tick();
        assertThat(letsEncrypt.calls()).hasSize(calls);

        world.sleepUntil(until);
        again.tick();
        assertThat(world.obtained()).isOne();
    }

    @Test
    void one_certificates_trouble_does_not_hold_up_another() throws Exception {
        letsEncrypt.eye((name, _) -> name.equals(World.HOME)
                ? Optional.of(FakeAuthority.trouble(Cause.POINTS_ELSEWHERE, "elsewhere"))
                : Optional.empty());
        Renewals renewals = world.start(
                World.wanted(List.of(World.HOME), LETS_ENCRYPT), World.wanted(List.of("b.example.org"), LETS_ENCRYPT));
        renewals.tick();

        assertThat(renewals.kept(World.HOME)).isEmpty();
        assertThat(renewals.kept("b.example.org")).isPresent();
    }

    @Test
    void an_attempt_that_does_not_end_is_ended() throws Exception {
        world.longest = Duration.ofMillis(50);
        CountDownLatch never = new CountDownLatch(1);
        letsEncrypt.script(new FakeAuthority.Script() {
            @Override
            public void before(Call call) throws AcmeFailure {
                try {
                    never.await();
                } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                    throw FakeAuthority.failure(Cause.UNREACHABLE, "interrupted");
                }
            }
        });
        world.start().tick();

        assertThat(world.told.getFirst()).startsWith("failed 1 UNREACHABLE");
    }

    @ParameterizedTest
    @ValueSource(ints = {-3653, -30, -1, 1, 30, 3653})
    void a_clock_that_jumps_makes_no_loop_and_comes_to_rest(int days) throws Exception {
        Renewals renewals = world.start();
        renewals.tick();
        world.ahead = Duration.ofDays(days);
        world.clock.set(world.clock.instant().plus(world.ahead));
        int ticks = 0;
        Instant end = world.clock.instant().plus(Duration.ofDays(2));
        while (world.clock.instant().isBefore(end)) {
            world.sleepUntil(renewals.tick());
            ticks++;
        }
        assertThat(ticks).as("about one an hour").isLessThan(100);

        assertThat(letsEncrypt.count(Call.FINISH)).isLessThanOrEqualTo(6);

        world.clock.set(world.clock.instant().minus(world.ahead));
        world.ahead = Duration.ZERO;
        end = world.clock.instant().plus(Duration.ofDays(70));
        int before = world.obtained();
        while (world.clock.instant().isBefore(end)) {
            world.sleepUntil(renewals.tick());
        }
        assertThat(world.obtained()).as("renewed again in its time").isGreaterThan(before);
    }

    @Test
    void urgency_is_told_once_and_rises_and_a_success_resets_it() throws Exception {
        Renewals renewals = world.start();
        renewals.tick();
        broken(letsEncrypt, Cause.UNREACHABLE);
        world.told.clear();
        Instant end = WorldClock.BEGIN.plus(Duration.ofDays(92));
        while (world.clock.instant().isBefore(end)) {
            world.sleepUntil(renewals.tick());
        }

        assertThat(world.told.stream().filter(line -> line.startsWith("urgent")))
                .containsExactly(
                        "urgent FIRST_FAILURE",
                        "urgent THIRD_FAILURE",
                        "urgent DAYS_14",
                        "urgent DAYS_7",
                        "urgent DAYS_3",
                        "urgent DAY_1",
                        "urgent ENDED");
        letsEncrypt.script(new FakeAuthority.Script() {});
        world.sleepUntil(world.clock.instant().plus(Duration.ofHours(8)));
        renewals.tick();
        assertThat(renewals.states().getFirst().urgency()).isEmpty();
    }

    @Test
    void a_test_runs_on_staging_and_keeps_nothing() throws Exception {
        FakeAuthority staging = world.add(World.STAGING);
        List<Step> steps = new ArrayList<>();
        Renewals renewals = world.start();
        renewals.test(World.HOME, (step, _) -> steps.add(step));

        assertThat(steps).contains(Step.DIRECTORY, Step.VALIDATION, Step.CERTIFICATE);
        assertThat(staging.count(Call.FINISH)).isOne();
        assertThat(letsEncrypt.calls()).isEmpty();
        assertThat(world.told).isEmpty();
        assertThat(world.certificates().read(World.HOME)).isEmpty();
    }

    @Test
    void a_test_says_so_where_there_is_no_staging() throws Exception {
        FakeAuthority other = world.add(World.OTHER);
        List<String> details = new ArrayList<>();
        world.start(World.wanted(List.of(World.HOME), OTHER)).test(World.HOME, (_, detail) -> details.add(detail));

        assertThat(details.getFirst()).contains("has no staging directory");
        assertThat(other.count(Call.FINISH)).isOne();
        assertThat(world.obtained()).isZero();
    }

    @Test
    void what_is_not_wanted_cannot_be_renewed() {
        assertThat(world.start().renew("stranger.example.org")).isFalse();
    }

    @Test
    void it_works_by_itself_once_started_and_ends_when_closed() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        letsEncrypt.eye((_, _) -> {
            entered.countDown();
            try {
                never.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            return Optional.empty();
        });
        try (Renewals renewals = world.start()) {
            renewals.start();
            entered.await();
            assertThat(renewals.states().getFirst().working()).isTrue();
        }
        letsEncrypt.eye((_, _) -> Optional.empty());
        world.start().tick();

        assertThat(world.obtained()).as("taken up again at once").isOne();
        assertThat(letsEncrypt.count(Call.NEW_ORDER)).isOne();
    }

    private List<FakeAuthority.Made> orders() {
        return letsEncrypt.calls().stream()
                .filter(made -> made.call() == Call.NEW_ORDER)
                .toList();
    }

    private static void broken(FakeAuthority authority, Cause cause) {
        authority.script(new FakeAuthority.Script() {
            @Override
            public void before(Call call) throws AcmeFailure {
                throw FakeAuthority.failure(cause, "out of order");
            }
        });
    }
}
