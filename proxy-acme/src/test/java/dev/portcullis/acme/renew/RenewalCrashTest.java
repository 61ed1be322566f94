package dev.portcullis.acme.renew;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.acme.KeyAndChain;
import dev.portcullis.acme.keep.QuickDisk;
import dev.portcullis.acme.order.FakeAuthority;
import dev.portcullis.acme.order.FakeAuthority.Call;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RenewalCrashTest {

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
    void a_crash_loop_orders_nothing_twice() throws Exception {
        letsEncrypt.script(new FakeAuthority.Script() {
            @Override
            public void after(Call call) {
                if (call == Call.NEW_ORDER || call == Call.BEGIN || call == Call.FINISH) {
                    throw world.disk.kill();
                }
            }
        });
        Instant end = WorldClock.BEGIN.plus(Duration.ofHours(1));
        while (world.clock.instant().isBefore(end)) {
            try {
                world.tick(world.start());
            } catch (QuickDisk.Killed _) {
                // As often as systemd starts it.
            }
            world.sleepUntil(world.clock.instant().plusSeconds(5));
        }

        assertThat(letsEncrypt.count(Call.NEW_ORDER))
                .as("at once, after 1 and after 10 minutes")
                .isLessThanOrEqualTo(3);
    }

    @Test
    void a_kill_at_any_write_of_a_renewal_costs_one_order_at_most_and_never_the_pair() throws Exception {
        for (boolean afterIt : new boolean[] {false, true}) {
            for (int kill = 1; kill <= 20; kill++) {
                World other = new World(folder.resolve(kill + "-" + afterIt));
                Renewals renewals = other.start();
                renewals.tick();
                KeyAndChain first = other.served().orElseThrow();
                other.sleepUntil(other.clock.instant().plus(Duration.ofDays(2)));
                other.disk.killAt(kill, afterIt);
                renewals.renew(World.HOME);
                try {
                    other.tick(renewals);
                } catch (QuickDisk.Killed _) {
                    assertThat(other.disk.isAlive()).isFalse();
                }
                other.disk.killAt(Integer.MAX_VALUE, false);

                Renewals again = other.start();
                assertThat(again.kept(World.HOME)).as("kill at write " + kill).isPresent();
                again.renew(World.HOME);
                again.tick();
                assertThat(other.served().orElseThrow().leaf()).isNotEqualTo(first.leaf());
                assertThat(other.letsEncrypt().count(Call.NEW_ORDER))
                        .as("kill at write " + kill)
                        .isLessThanOrEqualTo(3);
                assertThat(again.states().getFirst().failures()).isZero();
            }
        }
    }

    @Test
    void a_certificate_that_was_written_before_the_kill_is_known_to_be_the_one_that_was_ordered() throws Exception {
        world.start().tick();
        KeyAndChain first = world.served().orElseThrow();
        int settled = 0;
        for (int kill = 1; kill < 20; kill++) {
            world.sleepUntil(world.clock.instant().plus(Duration.ofDays(10)));
            world.disk.killAt(kill, false);
            Renewals renewals = world.start();
            renewals.renew(World.HOME);
            try {
                world.tick(renewals);
            } catch (QuickDisk.Killed _) {
                world.disk.killAt(Integer.MAX_VALUE, false);
                Renewals again = world.start();
                boolean swapped = !again.kept(World.HOME).orElseThrow().leaf().equals(first.leaf());
                again.tick();
                if (swapped
                        && world.ledger()
                                .state()
                                .notes(World.HOME)
                                .orders()
                                .open()
                                .isEmpty()) {
                    settled++;
                    assertThat(again.states().getFirst().authority()).isEqualTo("letsencrypt");
                    assertThat(again.states().getFirst().failures()).isZero();
                }
            }
            first = world.served().orElseThrow();
        }

        assertThat(settled).isPositive();
    }

    @Test
    void a_full_disk_stops_orders_and_is_told_and_passes() throws Exception {
        world.disk.full(true);
        Renewals renewals = world.start();
        renewals.tick();
        assertThat(letsEncrypt.calls()).isEmpty();
        assertThat(world.told).containsExactly("failed 1 STATE_UNUSABLE +60", "urgent ENDED");

        world.disk.full(false);
        world.sleepUntil(renewals.states().getFirst().next());
        renewals.tick();
        assertThat(world.obtained()).isOne();
    }

    @Test
    void a_damaged_ledger_does_not_lose_the_certificate() throws Exception {
        world.start().tick();
        Files.writeString(world.ledgerFile(), "torn");
        Renewals again = world.start();
        again.tick();

        assertThat(again.kept(World.HOME)).isPresent();
        assertThat(letsEncrypt.count(Call.NEW_ORDER)).isOne();
    }
}
