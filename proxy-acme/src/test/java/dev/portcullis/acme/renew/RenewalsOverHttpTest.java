package dev.portcullis.acme.renew;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.acme.AuthoritySettings;
import dev.portcullis.acme.lab.AcmeDouble;
import dev.portcullis.acme.lab.LabCa;
import dev.portcullis.acme.order.HastyAuthority;
import dev.portcullis.acme.order.PatientAuthority;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Years of renewals with a real authority, of whose calls half go wrong.
class RenewalsOverHttpTest {

    private static final Duration PATIENCE = Duration.ofMillis(500);

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({"90, 1, false, 1", "45, 4, true, 2", "6, 25, true, 3"})
    void no_certificate_lapses_while_every_other_call_goes_wrong(int days, int times, boolean renewalInfo, int seed)
            throws Exception {
        Random random = new Random(seed);
        World world = new World(folder);
        HttpWeather weather = new HttpWeather(random);
        KeyPair accountKey = LabCa.newKey();
        List<Instant> lapses = new ArrayList<>();
        world.clock.watch(now -> world.served()
                .filter(pair -> !pair.leaf().getNotAfter().toInstant().isAfter(now))
                .ifPresent(_ -> lapses.add(now)));
        try (AcmeDouble remote = new AcmeDouble(world.clock)) {
            AuthoritySettings settings =
                    remote.lifetime(Duration.ofDays(days)).mood(weather).settings(folder);
            world.authorities.put(
                    settings.directory(),
                    new PatientAuthority(
                            HastyAuthority.of(settings, accountKey, world.clock, PATIENCE),
                            world.clock,
                            world.clock,
                            random));
            Renewals renewals = world.start(World.wanted(List.of(World.HOME), settings));
            while (world.obtained() <= times) {
                int obtained = world.obtained();
                Instant next = renewals.tick();
                if (renewalInfo && world.obtained() > obtained) {
                    Instant half =
                            world.clock.instant().plus(Duration.ofDays(days).dividedBy(2));
                    remote.renewalInfo(half, half.plus(Duration.ofHours(6)), "");
                }
                world.sleepUntil(next);
            }
        }

        assertThat(lapses).as("moments without a valid certificate").isEmpty();
        assertThat(weather.counts()).containsKeys(HttpWeather.Kind.values());
        assertThat(weather.share()).isBetween(0.4, 0.6);
    }
}
