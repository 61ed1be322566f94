package dev.portcullis.rules.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.rules.path.PathPattern;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class OwnRulesTest {

    private static OwnRule rule(String name, String path, String method, String header, int status) {
        return new OwnRule(
                name,
                new OwnRule.Match(
                        Optional.of(path).filter(p -> !p.isEmpty()).map(PathPattern::parse),
                        Optional.of(method).filter(m -> !m.isEmpty()),
                        Optional.of(header).filter(h -> !h.isEmpty()),
                        status == 0 ? OptionalInt.empty() : OptionalInt.of(status)),
                1,
                true);
    }

    @Test
    void each_part_that_is_present_must_hold() {
        House house = House.with(rule("trap", "/trap/**", "POST", "X-Tool: Robo", 404));
        Sent sent = Sent.post("/trap/x").with("x-tool", "the ROBOT of mine");
        assertThat(Objects.requireNonNull(house.answer(sent, 404)).ownRules()).containsExactly("trap");
        assertThat(house.answer(sent, 200)).isNull();
        assertThat(Objects.requireNonNull(house.answer(Sent.post("/trap/x"), 404))
                        .ownRules())
                .isEmpty();
        assertThat(Objects.requireNonNull(house.answer(Sent.get("/trap/x").with("x-tool", "robo"), 404))
                        .ownRules())
                .isEmpty();
        assertThat(Objects.requireNonNull(house.answer(Sent.post("/other").with("x-tool", "robo"), 404))
                        .ownRules())
                .isEmpty();
    }

    @Test
    void a_header_may_only_have_to_be_there_and_rules_hold_for_refused_requests_too() {
        House house = House.with(rule("tool", "", "", "X-Tool", 0), rule("dropped", "", "", "", 400));
        Sent sent = Sent.get("/").with("x-tool", "");
        assertThat(Objects.requireNonNull(house.answer(sent, 200)).ownRules()).containsExactly("tool");
        assertThat(Objects.requireNonNull(house.refuse(sent, 400, "path", "nul"))
                        .ownRules())
                .containsExactly("tool", "dropped");
    }

    @Test
    void a_rule_without_any_part_means_nobody() {
        assertThat(House.with(rule("all", "", "", "", 0)).answer(Sent.get("/"), 200))
                .isNull();
    }
}
