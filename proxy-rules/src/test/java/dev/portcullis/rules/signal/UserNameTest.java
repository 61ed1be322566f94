package dev.portcullis.rules.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Home Assistant compares `username.strip().casefold()` (`auth/providers/homeassistant.py`).
class UserNameTest {

    private static final String FLOW = "/auth/login_flow/0c11a2f7e6b94d5d8a90f1e2d3c4b5a6";
    private static final String WRONG = "{\"type\":\"form\",\"errors\":{\"base\":\"invalid_auth\"}}";

    private final House house = House.quiet();

    private String user(String name) {
        String body = "{\"username\":\"" + name + "\",\"password\":\"x\"}";
        return Objects.requireNonNull(house.exchange(Sent.post(FLOW), body, 200, WRONG))
                .user();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "strauss",
                "STRAUSS",
                "Strau\u00df",
                "\\u00a0strauss",
                "strauss\\u0085",
                "\\u2007strauss\\u202f",
                "\\u3000strauss\\t",
                "\\u001cstrauss\\u001f",
                "\\u2028strauss\\u2029",
                "\\u1680strauss "
            })
    void one_user_has_one_name_however_it_is_spelt(String spelling) {
        assertThat(user(spelling)).isEqualTo(House.HASH.of("strauss"));
    }
}
