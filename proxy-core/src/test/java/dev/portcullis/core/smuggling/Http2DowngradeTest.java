package dev.portcullis.core.smuggling;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.core.smuggling.Finding.Kind;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever a client sends over HTTP/2, no upstream sees a request over HTTP/1 that policy did not approve.
class Http2DowngradeTest {

    private static Stream<Arguments> familiesAndReadings() {
        return Arrays.stream(Http2Family.values())
                .flatMap(family -> Arrays.stream(Reading.values()).map(reading -> Arguments.of(family, reading)));
    }

    @ParameterizedTest
    @MethodSource("familiesAndReadings")
    void no_request_gets_past_the_policy_in_another(Http2Family family, Reading reading) throws Exception {
        assertThat(Run.of(family.cases(), reading, Http2Door::new)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void a_naive_translation_is_caught_smuggling(Http2Family family) throws Exception {
        assertThat(Run.untilSmuggled(family.cases(), Reading.STRICT, NaiveDowngrade::new))
                .extracting(Finding::kind)
                .contains(Kind.SMUGGLED);
    }

    @Test
    void there_are_more_cases_than_the_threat_model_asks_for() {
        assertThat(Arrays.stream(Http2Family.values()).flatMap(family -> family.cases().stream()))
                .extracting(Case::octets)
                .doesNotHaveDuplicates()
                .hasSizeGreaterThanOrEqualTo(300);
    }
}
