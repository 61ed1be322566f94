package dev.portcullis.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.rules.history.Remembered;
import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.signal.Observation;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HouseholdDayTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void a_day_bans_nobody_of_the_household_and_every_scanner_within_ten_requests(long seed) {
        HouseholdDay day = new HouseholdDay(seed);
        DetectionEngine engine = new DetectionEngine(Scene.POLICY, Remembered.NOTHING);
        Map<Address, Integer> requests = new HashMap<>();
        Set<Address> banned = new HashSet<>();
        for (Observation seen : day.observations()) {
            requests.merge(seen.client(), 1, Integer::sum);
            for (Effect effect : engine.observe(seen)) {
                if (effect instanceof Effect.Banned) {
                    banned.add(seen.client());
                    assertThat(requests.get(seen.client())).isLessThanOrEqualTo(10);
                }
            }
        }
        assertThat(day.observations()).hasSizeGreaterThan(40_000);
        assertThat(banned).isEqualTo(day.scanners());
    }
}
