package dev.portcullis.acme.renew;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.AcmeTrouble.Cause;
import dev.portcullis.acme.AuthoritySettings;
import dev.portcullis.acme.ChallengeType;
import dev.portcullis.acme.KeyAndChain;
import dev.portcullis.acme.Names;
import dev.portcullis.acme.WantedCertificate;
import dev.portcullis.acme.keep.CaEvent;
import dev.portcullis.acme.keep.LedgerState;
import dev.portcullis.acme.order.FakeAuthority;
import dev.portcullis.acme.order.FakeAuthority.Call;
import dev.portcullis.acme.order.OpenOrder;
import dev.portcullis.acme.order.Progress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What goes wrong once in a decade: changed names, wrong clocks, lost files, faults of our own.
class RenewalRepairsTest {

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
    void where_a_name_is_added_the_valid_certificate_is_served_until_the_new_one_comes_at_once() throws Exception {
        world.start().tick();
        WantedCertificate more = World.wanted(List.of(World.HOME, "ha.example.org"), LETS_ENCRYPT);
        Renewals renewals = world.start(more);
        assertThat(renewals.kept(World.HOME)).isPresent();
        assertThat(renewals.states().getFirst().renewal()).isEqualTo("the names have changed");
        renewals.tick();

        assertThat(world.obtained()).isEqualTo(2);
        assertThat(Names.in(renewals.kept(World.HOME).orElseThrow().leaf()))
                .containsExactlyInAnyOrder(World.HOME, "ha.example.org");
        assertThat(letsEncrypt.calls())
                .filteredOn(made -> made.call() == Call.NEW_ORDER)
                .extracting(FakeAuthority.Made::replaces)
                .as("other names replace nothing")
                .containsExactly(false, false);
    }

    @Test
    void a_name_that_the_authority_added_is_no_reason_to_renew() throws Exception {
        letsEncrypt.tampering(chain -> letsEncrypt
                .issuer()
                .issue(
                        chain.getFirst().getPublicKey(),
                        List.of(World.HOME, "www." + World.HOME),
                        world.clock.instant(),
                        Duration.ofDays(90)));
        Renewals renewals = world.start();
        renewals.tick();
        world.clock.set(world.clock.instant().plus(Duration.ofHours(2)));
        renewals.tick();

        assertThat(letsEncrypt.count(Call.NEW_ORDER)).isOne();
        assertThat(world.start().kept(World.HOME)).isPresent();
    }

    @Test
    void a_certificate_for_other_names_is_not_served_once_it_has_ended() throws Exception {
        world.start().tick();
        world.clock.set(world.clock.instant().plus(Duration.ofDays(91)));

        assertThat(world.start(World.wanted(List.of(World.HOME, "ha.example.org"), LETS_ENCRYPT))
                        .kept(World.HOME))
                .isEmpty();
    }

    @Test
    void a_fault_of_this_program_is_a_failed_attempt_and_the_next_one_succeeds() throws Exception {
        letsEncrypt.script(new FakeAuthority.Script() {
            @Override
            public void before(Call call) {
                throw new NoClassDefFoundError("gone/With/The/Upgrade");
            }
        });
        Renewals renewals = world.start();
        renewals.tick();
        assertThat(world.told.getFirst()).startsWith("failed 1 AUTHORITY_BROKEN");

        letsEncrypt.script(new FakeAuthority.Script() {});
        world.sleepUntil(renewals.states().getFirst().next());
        renewals.tick();
        assertThat(world.obtained()).isOne();
    }

    @Test
    void a_fault_outside_of_an_attempt_is_survived_and_tried_again_after_ten_minutes() throws Exception {
        Renewals renewals = world.start();
        world.disk.kill();

        assertThat(renewals.tick()).isEqualTo(world.clock.instant().plus(Duration.ofMinutes(10)));
        assertThat(renewals.states().getFirst().working()).isFalse();
        world.disk.restarted();
        world.sleepUntil(world.clock.instant().plus(Duration.ofMinutes(10)));
        renewals.tick();
        assertThat(world.obtained()).isOne();
    }

    @Test
    void an_order_that_the_authority_refused_is_no_certificate() throws Exception {
        CountedOrders orders = orders();
        orders.ordering(List.of(World.HOME), false);
        orders.ordered(order());
        orders.closed(false);
        orders.settle();
        assertThat(certificates()).isZero();

        orders = orders();
        orders.ordering(List.of(World.HOME), false);
        orders.ordered(order());
        orders.closed(true);
        orders.settle();
        assertThat(certificates()).as("it may exist").isOne();
    }

    @ParameterizedTest
    @EnumSource(
            value = Cause.class,
            names = {"ACCOUNT_REFUSED", "ACCOUNT_BINDING", "PROFILE_UNKNOWN", "WRONG_CERTIFICATE", "CLOCK_WRONG"})
    void what_is_wrong_with_staging_alone_does_not_keep_production_from_being_asked(Cause cause) throws Exception {
        broken(world.add(World.STAGING), FakeAuthority.trouble(cause, "on staging"));
        letsEncrypt.eye((_, _) -> Optional.of(FakeAuthority.trouble(Cause.PORT_CLOSED, "refused")));
        Renewals renewals = world.start();
        renewals.tick();
        letsEncrypt.eye((_, _) -> Optional.empty());
        world.sleepUntil(renewals.states().getFirst().next());
        renewals.tick();

        assertThat(world.obtained()).isOne();
    }

    @Test
    void staging_is_not_asked_before_it_allows_it() throws Exception {
        FakeAuthority staging = world.add(World.STAGING);
        Instant until = world.clock.instant().plus(Duration.ofHours(5));
        broken(staging, FakeAuthority.trouble(Cause.RATE_LIMITED, "429").until(until));
        Renewals renewals = world.start();
        assertThat(catchThrowableOfType(AcmeFailure.class, () -> renewals.test(World.HOME, Progress.NONE)))
                .isNotNull();
        int calls = staging.calls().size();
        AcmeFailure failure = catchThrowableOfType(AcmeFailure.class, () -> renewals.test(World.HOME, Progress.NONE));

        assertThat(staging.calls()).hasSize(calls);
        assertThat(failure.trouble().notBefore()).contains(until);
    }

    @Test
    void what_the_owner_has_to_repair_stays_in_sight_while_a_limit_makes_us_wait() throws Exception {
        world.add(World.STAGING);
        letsEncrypt.eye((_, _) -> Optional.of(FakeAuthority.trouble(Cause.PORT_CLOSED, "port 443 is closed")));
        Renewals renewals = world.start();
        renewals.tick();
        Instant until = world.clock.instant().plus(Duration.ofHours(3));
        broken(
                letsEncrypt,
                FakeAuthority.trouble(Cause.RATE_LIMITED, "too many").until(until));
        for (int i = 0; i < 3; i++) {
            renewals.renew(World.HOME);
            renewals.tick();
        }

        AcmeTrouble trouble = renewals.states().getFirst().trouble().orElseThrow();
        assertThat(trouble.cause()).isEqualTo(Cause.PORT_CLOSED);
        assertThat(trouble.found()).startsWith("port 443 is closed; besides, ");
        assertThat(trouble.found().split("besides", -1)).as("said once").hasSize(2);
        assertThat(trouble.notBefore()).contains(until);
    }

    @Test
    void a_renewal_asked_for_while_one_is_made_is_not_made_twice() throws Exception {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch asked = new CountDownLatch(1);
        letsEncrypt.eye((_, _) -> {
            entered.countDown();
            try {
                asked.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            return Optional.empty();
        });
        Renewals renewals = world.start();
        Thread owner = Thread.ofVirtual().start(() -> {
            try {
                entered.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            renewals.renew(World.HOME);
            asked.countDown();
        });
        renewals.tick();
        owner.join();
        renewals.tick();

        assertThat(letsEncrypt.count(Call.NEW_ORDER)).isOne();
    }

    @Test
    void what_another_process_wrote_between_the_first_look_and_the_start_is_not_lost() throws Exception {
        Renewals early = world.start();
        Renewals other = world.start();
        other.tick();
        try (early) {
            early.start();
            assertThat(early.kept(World.HOME)).isPresent();
        }

        assertThat(certificates()).isOne();
        assertThat(letsEncrypt.count(Call.NEW_ORDER)).isOne();
    }

    @Test
    void a_clock_that_runs_ahead_orders_once_and_is_told_of() throws Exception {
        Renewals renewals = world.start();
        world.ahead = Duration.ofDays(65);
        world.clock.set(world.clock.instant().plus(world.ahead));
        Instant end = world.clock.instant().plus(Duration.ofDays(6));
        while (world.clock.instant().isBefore(end)) {
            world.sleepUntil(renewals.tick());
        }
        assertThat(letsEncrypt.count(Call.NEW_ORDER)).isOne();
        assertThat(renewals.states().getFirst().trouble().orElseThrow().cause()).isEqualTo(Cause.CLOCK_WRONG);
        assertThat(world.served()).isPresent();

        world.clock.set(world.clock.instant().minus(world.ahead));
        world.ahead = Duration.ZERO;
        renewals.tick();
        assertThat(renewals.states().getFirst().trouble()).isEmpty();
    }

    @Test
    void an_authority_in_need_is_left_alone_by_all_certificates() throws Exception {
        Instant until = world.clock.instant().plus(Duration.ofHours(2));
        broken(letsEncrypt, FakeAuthority.trouble(Cause.AUTHORITY_BROKEN, "503").until(until));
        WantedCertificate second = World.wanted(List.of("b.example.org"), LETS_ENCRYPT);
        Renewals renewals = world.start(World.wanted(List.of(World.HOME), LETS_ENCRYPT), second);
        renewals.tick();

        assertThat(letsEncrypt.calls()).hasSize(1);
        assertThat(renewals.states().getLast().next()).isEqualTo(until);
    }

    @Test
    void a_limit_of_one_certificate_does_not_hold_up_another() throws Exception {
        Instant until = world.clock.instant().plus(Duration.ofHours(2));
        letsEncrypt.script(new FakeAuthority.Script() {
            @Override
            public void before(Call call) throws AcmeFailure {
                if (call == Call.NEW_ORDER && letsEncrypt.count(Call.NEW_ORDER) == 1) {
                    throw new AcmeFailure(FakeAuthority.trouble(Cause.RATE_LIMITED, "too many for these names")
                            .until(until));
                }
            }
        });
        WantedCertificate second = World.wanted(List.of("b.example.org"), LETS_ENCRYPT);
        Renewals renewals = world.start(World.wanted(List.of(World.HOME), LETS_ENCRYPT), second);
        renewals.tick();

        assertThat(renewals.kept("b.example.org")).isPresent();
    }

    @Test
    void the_next_authority_is_asked_where_the_first_makes_us_doubt_our_clock() throws Exception {
        broken(letsEncrypt, FakeAuthority.trouble(Cause.CLOCK_WRONG, "its certificate has ended"));
        FakeAuthority other = world.add(World.OTHER);
        world.start(World.wanted(List.of(World.HOME), LETS_ENCRYPT, OTHER)).tick();

        assertThat(other.count(Call.FINISH)).isOne();
    }

    @Test
    void where_nobody_knows_who_issued_it_whoever_gives_advice_did() throws Exception {
        world.start().tick();
        Files.delete(world.ledgerFile());
        Renewals again = world.start();
        again.tick();

        assertThat(again.states().getFirst().authority()).isEqualTo("letsencrypt");
        assertThat(letsEncrypt.count(Call.RENEWAL_INFO)).isPositive();
    }

    @Test
    void a_success_elsewhere_does_not_end_the_wait_for_an_authority() throws Exception {
        Instant until = world.clock.instant().plus(Duration.ofDays(3));
        broken(letsEncrypt, FakeAuthority.trouble(Cause.RATE_LIMITED, "429").until(until));
        world.add(World.OTHER);
        Renewals renewals = world.start(World.wanted(List.of(World.HOME), LETS_ENCRYPT, OTHER));
        renewals.tick();
        int calls = letsEncrypt.calls().size();
        renewals.renew(World.HOME);
        renewals.tick();

        assertThat(world.obtained()).isEqualTo(2);
        assertThat(letsEncrypt.calls()).hasSize(calls);
    }

    @Test
    void a_certificate_that_a_listener_did_not_take_is_told_of_again() throws Exception {
        world.deaf = true;
        Renewals renewals = world.start();
        renewals.tick();
        assertThat(world.served()).isEmpty();
        world.deaf = false;
        renewals.tick();

        assertThat(world.served().map(KeyAndChain::leaf))
                .isEqualTo(renewals.kept(World.HOME).map(KeyAndChain::leaf));
        renewals.tick();
        assertThat(world.obtained()).as("told once").isOne();
    }

    private OpenOrder order() throws Exception {
        return new OpenOrder(
                World.LETS_ENCRYPT,
                URI.create("https://acme.test/order/1"),
                List.of(World.HOME),
                KeyPairGenerator.getInstance("EC").generateKeyPair(),
                ChallengeType.TLS_ALPN_01,
                world.clock.instant());
    }

    private CountedOrders orders() {
        return new CountedOrders(world.ledger(), World.HOME, World.LETS_ENCRYPT, world.clock, false);
    }

    private long certificates() throws AcmeFailure {
        LedgerState state = world.ledger().state();
        return state.events().stream()
                .filter(event -> event.kind() == CaEvent.Kind.CERTIFICATE)
                .count();
    }

    private static void broken(FakeAuthority authority, AcmeTrouble trouble) {
        authority.script(new FakeAuthority.Script() {
            @Override
            public void before(Call call) throws AcmeFailure {
                throw new AcmeFailure(trouble);
            }
        });
    }
}
