package dev.portcullis.core.smuggling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever a client sends over HTTP/1, no upstream, however it reads, sees a request that policy did not approve.
class SmugglingTest {

    private static Stream<Arguments> familiesAndReadings() {
        return Arrays.stream(Family.values())
                .flatMap(family -> Arrays.stream(Reading.values()).map(reading -> Arguments.of(family, reading)));
    }

    @ParameterizedTest
    @MethodSource("familiesAndReadings")
    void no_request_gets_past_the_policy_in_another(Family family, Reading reading) throws Exception {
        assertThat(Run.of(family.cases(), reading, Door::proxy)).isEmpty();
    }

    @Test
    void there_are_as_many_cases_as_the_threat_model_asks_for() {
        List<String> all = Arrays.stream(Family.values())
                .flatMap(family -> family.cases().stream().map(each -> family + " " + each.octets()))
                .distinct()
                .toList();

        assertThat(all).hasSizeGreaterThanOrEqualTo(2_000);
        assertThat(EncodingCases.spellings()).hasSizeGreaterThanOrEqualTo(55).doesNotHaveDuplicates();
        assertThat(all).filteredOn(each -> each.startsWith("CHUNK_LINES")).hasSizeGreaterThanOrEqualTo(30 * 15);
    }
}
