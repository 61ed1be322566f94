package dev.portcullis.acme.renew;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.acme.AcmeTrouble.Cause;
import dev.portcullis.acme.keep.QuickDisk;
import dev.portcullis.acme.order.Directory;
import dev.portcullis.acme.order.FakeAuthority;
import dev.portcullis.acme.order.PatientAuthority;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Ten years in bad weather: half of all calls fail, each authority is gone for a week in each year (but for
/// certificates of six days), proofs fail now and then, and the program is killed at any call and restarted.
class SimulatedDecadeTest {

    private static final Duration DECADE = Duration.ofDays(3_653);

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"90, true, 1", "64, false, 2", "45, true, 3", "6, true, 4"})
    void no_certificate_ever_lapses_and_no_limit_is_ever_exceeded(int days, boolean renewalInfo, int seed)
            throws Exception {
        Random random = new Random(seed);
        World world = new World(folder);
        Weather weather = new Weather(random, world.clock, 0.5, world.disk);
        weather.deadly(0.005);
        LimitCounter counter = new LimitCounter();
        world.letsEncrypt()
                .lifetime(Duration.ofDays(days))
                .directory(new Directory("https://acme.test/terms", false, renewalInfo, Set.of()))
                .eye((name, _) -> {
                    if (random.nextInt(10) > 0) {
                        return Optional.empty();
                    }
                    counter.notProven(name, world.clock.instant());
                    return Optional.of(FakeAuthority.trouble(Cause.PORT_CLOSED, "connection refused"));
                });
        var stormy = new StormyAuthority(world.letsEncrypt(), weather, counter, world.clock);
        world.authorities.put(World.LETS_ENCRYPT, new PatientAuthority(stormy, world.clock, world.clock, random));
        world.authorities.put(
                World.STAGING,
                new PatientAuthority(
                        new StormyAuthority(new FakeAuthority(world.clock), weather, new LimitCounter(), world.clock),
                        world.clock,
                        world.clock,
                        random));
        List<Instant> lapses = new ArrayList<>();
        world.clock.watch(now -> world.served()
                .filter(pair -> !pair.leaf().getNotAfter().toInstant().isAfter(now))
                .ifPresent(_ -> lapses.add(now)));

        int restarts = live(world, weather, random, days);

        assertThat(lapses).as("moments without a valid certificate").isEmpty();
        assertThat(counter.excesses()).isEmpty();
        assertThat(world.obtained()).isGreaterThanOrEqualTo(expected(days));
        assertThat(restarts).as("times it was killed").isPositive();
    }

    /// Renewals are made when two thirds of a life are over at the latest, and here they take their time.
    private static int expected(int days) {
        return (int) (span(days).toDays() * 1.35 / days);
    }

    /// Certificates of six days come often enough in seven years.
    private static Duration span(int days) {
        return days > 6 ? DECADE : DECADE.multipliedBy(7).dividedBy(10);
    }

    /// @return how often the program was killed
    private static int live(World world, Weather weather, Random random, int days) throws Exception {
        Instant end = WorldClock.BEGIN.plus(span(days));
        Instant year = WorldClock.BEGIN;
        int restarts = 0;
        Renewals renewals = world.start();
        while (world.clock.instant().isBefore(end)) {
            if (days > 6 && !world.clock.instant().isBefore(year)) {
                weather.outage(year.plus(Duration.ofDays(random.nextInt(10, 350))), Duration.ofDays(7));
                year = year.plus(Duration.ofDays(365));
            }
            try {
                world.sleepUntil(world.tick(renewals));
            } catch (QuickDisk.Killed _) {
                restarts++;
                renewals = world.start();
            }
        }
        return restarts;
    }
}
