package dev.portcullis.rules.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.rules.path.PathViolation;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProbeCatalogFileTest {

    private final ProbeCatalog catalog = ProbeCatalog.standard();

    @Test
    void every_family_has_the_weight_that_is_documented() {
        assertThat(List.of("secrets", "appliance", "shells", "traversal", "injection"))
                .allMatch(family -> catalog.weight(family) == 3);
        assertThat(List.of("scripts", "admin", "scanner", "onboarding", "discovery"))
                .allMatch(family -> catalog.weight(family) == 1.5);
        assertThat(List.of(
                        "sqli", "xss", "open-proxy", "odd-method", "framing", "hassio", "unknown-webhook", "filtered"))
                .allMatch(family -> catalog.weight(family) == 1);
        assertThat(catalog.weight("unexposed")).isEqualTo(0.5);
        assertThat(catalog.weight("unexposed-write")).isEqualTo(0.5);
        assertThat(catalog.weight("ambiguous-path")).isEqualTo(0.5);
        assertThat(catalog.weight("not-found")).isEqualTo(0.3);
        assertThat(catalog.weight("unexposed-home")).isEqualTo(0.1);
        assertThat(catalog.weight("no such family")).isZero();
    }

    @Test
    void what_happens_by_mistake_never_reaches_the_limit_alone() {
        for (String family : List.of("unknown-name", "wrong-host", "unusual", "unexposed-home")) {
            assertThat(catalog.cap(family)).hasValue(1);
        }
        assertThat(catalog.cap("unexposed")).hasValue(1.5);
        assertThat(catalog.cap("unexposed-write")).isEmpty();
        assertThat(catalog.cap("secrets")).isEmpty();
        assertThat(catalog.cap("no such family")).isEmpty();
        assertThat(List.of("unknown-name", "wrong-host", "unusual")).allMatch(catalog::browserCanSend);
        assertThat(List.of("scanner", "odd-method", "open-proxy", "framing")).allMatch(catalog::isOfTools);
        assertThat(catalog.isOfTools("secrets")).isFalse();
        assertThat(catalog.browserCanSend("secrets")).isFalse();
        assertThat(catalog.browserCanSend("no such family")).isFalse();
    }

    @Test
    void what_we_refuse_belongs_to_the_family_of_its_reason() {
        assertThat(catalog.refusal("target-form", "")).contains("open-proxy");
        assertThat(catalog.refusal("chunk", "")).contains("framing");
        assertThat(catalog.refusal("unknown-name", "")).contains("unknown-name");
        assertThat(catalog.refusal("misdirected", "")).contains("wrong-host");
        assertThat(catalog.refusal("path", "dot-segment")).contains("traversal");
        assertThat(catalog.refusal("path", "empty-segment")).contains("ambiguous-path");
        assertThat(catalog.refusal("path", "of a later release")).contains("ambiguous-path");
        for (String innocent : List.of(
                "upstream-down",
                "upstream-full",
                "upstream-time",
                "body-size",
                "connection-limit",
                "client-stalled",
                "truncated",
                "request-head-time",
                "proxy-header",
                "forwarded-for",
                "handshake",
                "not-exposed",
                "")) {
            assertThat(catalog.refusal(innocent, "")).isEmpty();
        }
    }

    @Test
    void every_violation_of_a_path_has_a_family() {
        for (PathViolation violation : PathViolation.values()) {
            boolean byPath = violation == PathViolation.NOT_ORIGIN_FORM;
            assertThat(catalog.refusal(byPath ? "target-form" : "none", violation.code()))
                    .as(violation.code())
                    .isPresent();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "suffix .x|probes.txt:1: \"suffix\" belongs to no family (expected: a line \"family …\" above)",
                "family a|probes.txt:1: family \"a\" has no weight (expected: family NAME weight N)",
                "family a weight x|probes.txt:1: \"x\" is no weight (expected: a number from 0 to 100)",
                "family a weight|probes.txt:1: \"\" is no weight (expected: a number from 0 to 100)",
                "family a weight NaN|probes.txt:1: \"NaN\" is no weight (expected: a number from 0 to 100)",
                "family a weight 1 cup 2|probes.txt:1: \"cup\" (expected: weight N, cap N, browser or tool)",
                "suffix|probes.txt:1: \"suffix\" stands alone (expected: at least one value behind it)",
            })
    void a_wrong_line_is_named(String text, String message) {
        assertThatThrownBy(() -> ProbeCatalog.parse(text)).hasMessage(message);
    }

    @Test
    void what_is_there_twice_or_unknown_is_named_with_its_line() {
        assertThatThrownBy(() -> ProbeCatalog.parse("# a\n\nfamily a weight 1\nfamily a weight 2"))
                .hasMessage("probes.txt:4: family \"a\" is here for the second time (expected: once)");
        assertThatThrownBy(() -> ProbeCatalog.parse("family a weight 1\n refusal x\nfamily b weight 1\n refusal x"))
                .hasMessage("probes.txt:4: refusal \"x\" is in a already (expected: in one family)");
        assertThatThrownBy(() -> ProbeCatalog.parse("family a weight 1\n sufix .x"))
                .hasMessageStartingWith("probes.txt:2: \"sufix\" is unknown (expected: family, named,")
                .hasMessageEndingWith("method, method-not)");
    }
}
