package dev.portcullis.rules.route;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostTableTest {

    private static final HostTable TABLE = HostTable.of(List.of(
            List.of("home.example.org", "192.0.2.1", "[2001:db8::1]"),
            List.of("*.example.org", "Küche.example.net"),
            List.of("*.a.example.org", "localhost")));

    @ParameterizedTest
    @CsvSource({
        "home.example.org, 0",
        "HOME.Example.ORG, 0",
        "home.example.org., 0",
        "192.0.2.1, 0",
        "2001:db8::1, 0",
        "2001:DB8:0::1, 0",
        "[2001:db8::1], 0",
        "[2001:DB8:0:0::1], 0",
        "::ffff:192.0.2.1, 0",
        "other.example.org, 1",
        "OTHER.example.org., 1",
        "xn--kche-0ra.example.org, 1",
        "xn--kche-0ra.example.net, 1",
        "a.example.org, 1",
        "b.a.example.org, 2",
        "localhost, 2",
        "example.org, -1",
        ".example.org, -1",
        "b.c.example.org, -1",
        "home.example.org.., -1",
        "home.example.org.evil.com, -1",
        "evilexample.org, -1",
        "*.example.org, -1",
        "-a.example.org, -1",
        "a_b.example.org, -1",
        "a%00.example.org, -1",
        "a/b.example.org, -1",
        "a@home.example.org, -1",
        "ünï.example.org, -1",
        "192.0.2.2, -1",
        "192.0.2.01, -1",
        "2001:db8::2, -1",
        "home.example.org:443, -1",
        "[home.example.org], -1",
        "'', -1",
        "., -1",
    })
    void knows_the_site_of_a_host(String host, int site) {
        assertThat(TABLE.siteOf(host)).isEqualTo(site);
    }

    @Test
    void an_overlong_label_is_not_what_a_wildcard_stands_for() {
        assertThat(TABLE.siteOf("a".repeat(63) + ".example.org")).isEqualTo(1);
        assertThat(TABLE.siteOf("a".repeat(64) + ".example.org")).isEqualTo(-1);
    }

    @Test
    void a_letter_that_only_lower_cases_to_ascii_is_another_name() {
        // U+212A, the Kelvin sign, becomes "k" in Unicode's eyes.
        HostTable table = HostTable.of(List.of(List.of("kitchen.example.org")));

        assertThat(table.siteOf("KITCHEN.example.org")).isZero();
        assertThat(table.siteOf("\u212Aitchen.example.org")).isEqualTo(-1);
    }

    @ParameterizedTest
    @CsvSource({
        "home.example.org, home.example.org",
        "HOME.example.org., home.example.org",
        "homeassistant, homeassistant",
        "küche.example.org, xn--kche-0ra.example.org",
        "a1.2b.example, a1.2b.example",
        "192.0.2.1, 192.0.2.1",
        "[2001:DB8::1], 2001:db8::1",
        "::1, ::1",
    })
    void has_one_spelling_for_a_host(String host, String canonical) {
        assertThat(HostTable.canonical(host)).contains(canonical);
        assertThat(HostTable.canonical(canonical)).contains(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "..",
                "a..b",
                ".a",
                "-a.b",
                "a-.b",
                "a_b",
                "a b",
                "a:80",
                "http://a",
                "a/b",
                "*.a",
                "*",
                "127.1",
                "1.2.3.256",
                "a.123",
                "[a]",
                "[::1",
                "::1]",
                "[::1]:443",
                "a\u0000b",
                "a%b"
            })
    void knows_what_is_no_host(String host) {
        assertThat(HostTable.canonical(host)).isEmpty();
    }

    @Test
    void keeps_to_the_lengths_of_dns() {
        String longest = "a.".repeat(126) + "a";

        assertThat(HostTable.canonical(longest)).contains(longest);
        assertThat(HostTable.canonical(longest + "a")).isEmpty();
        assertThat(HostTable.canonical("a".repeat(64))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"*.Example.org, *.example.org", "home.example.org, home.example.org", "192.0.2.1, 192.0.2.1"})
    void a_pattern_is_a_host_or_a_wildcard_before_a_name(String pattern, String canonical) {
        assertThat(HostTable.canonicalPattern(pattern)).contains(canonical);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "*.", "*.*.org", "a.*.org", "a*.org", "**.org", "*.192.0.2.1", "*.::1"})
    void a_wildcard_elsewhere_is_no_pattern(String pattern) {
        assertThat(HostTable.canonicalPattern(pattern)).isEmpty();
    }

    @Test
    void refuses_one_host_in_two_sites() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HostTable.of(List.of(List.of("a.org", "A.org."), List.of("b.org", "A.ORG"))))
                .withMessage(
                        "\"A.ORG\": is a host of sites[0] and sites[1] (expected: each host in one site). Remove it"
                                + " from one of them.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HostTable.of(List.of(List.of("*.a.org"), List.of("*.A.org"))));
    }

    @Test
    void refuses_what_is_no_host() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> HostTable.of(List.of(List.of("a_b.org"))))
                .withMessage(
                        "\"a_b.org\": not a host (expected: for example home.example.org, *.example.org or 192.0.2.1)");
    }
}
