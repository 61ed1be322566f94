package dev.portcullis.rules.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestOriginTest {

    private static Sent browser(String method, String target) {
        return Sent.of(method, target).with("user-agent", "Mozilla/5.0 (X11; Linux x86_64) Firefox/145.0");
    }

    private static Sent crossSite(String method, String target) {
        return browser(method, target)
                .with("sec-fetch-site", "cross-site")
                .with("sec-fetch-mode", "no-cors")
                .with("sec-fetch-dest", "image");
    }

    @ParameterizedTest
    @CsvSource({
        "cross-site, true",
        "same-site, true",
        "same-origin, false",
        "none, false",
        "'cross-site, cross-site', false"
    })
    void a_page_elsewhere_is_told_by_fetch_metadata(String site, boolean elsewhere) {
        Sent sent = crossSite("GET", "/.env").with("sec-fetch-site", site).with("origin", "https://evil.example");
        assertThat(RequestOrigin.isElsewhere(sent)).isEqualTo(elsewhere);
    }

    @ParameterizedTest
    @CsvSource({
        "origin, https://evil.example, true",
        "origin, null, true",
        "origin, https://ha.example.org, false",
        "origin, https://HA.example.org:8443, false",
        "origin, https://ha.example.org.evil.example, true",
        "referer, https://evil.example/ha.example.org, false",
        "referer, nonsense, false",
        "accept, */*, false"
    })
    void of_a_browser_without_fetch_metadata_the_origin_tells(String name, String value, boolean elsewhere) {
        assertThat(RequestOrigin.isElsewhere(browser("GET", "/.env").with(name, value)))
                .isEqualTo(elsewhere);
        assertThat(RequestOrigin.isElsewhere(Sent.get("/.env").with(name, value)))
                .isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "sec-fetch-site, cross-site",
        "sec-fetch-mode, no-cors",
        "sec-fetch-dest, image",
        "referer, https://www.google.com/"
    })
    void one_field_alone_hides_nobody(String name, String value) {
        Sent sent = browser("GET", "/.env").with(name, value);
        assertThat(RequestOrigin.isElsewhere(sent)).isFalse();
        assertThat(RequestOrigin.isElsewhere(sent.with("referer", "https://www.google.com/")))
                .isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "PATCH", "DELETE", "PROPFIND", "CONNECT", "get"})
    void what_needs_a_page_s_leave_is_of_no_page(String method) {
        assertThat(RequestOrigin.isElsewhere(crossSite("POST", "/.env"))).isTrue();
        assertThat(RequestOrigin.isElsewhere(crossSite(method, "/.env"))).isFalse();
    }

    @Test
    void who_says_to_be_no_browser_is_of_no_page() {
        Sent sent = crossSite("GET", "/.env");
        assertThat(RequestOrigin.isElsewhere(sent.with("user-agent", "curl/8.14.1")))
                .isFalse();
        assertThat(RequestOrigin.isElsewhere(sent.with("authorization", "Basic b2xnYTpwdw==")))
                .isFalse();
    }

    @Test
    void a_backslash_in_a_path_is_of_no_page_but_an_escaped_one_may_be() {
        assertThat(RequestOrigin.isElsewhere(crossSite("GET", "/a\\b?c"))).isFalse();
        assertThat(RequestOrigin.isElsewhere(crossSite("GET", "/a?b\\c"))).isTrue();
        assertThat(RequestOrigin.isElsewhere(crossSite("GET", "/a%5cb"))).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "/.env, not-exposed, '', true",
        "/a/%2e%2e/.env, path, dot-segment, false",
        "/a/%00, path, nul, true",
        "/, chunk, '', false",
        "/, target-form, '', false"
    })
    void what_no_browser_sends_counts_for_whoever_says_to_be_one(
            String target, String refusal, String detail, boolean elsewhere) {
        Observation seen =
                Objects.requireNonNull(House.everything().refuse(crossSite("GET", target), 404, refusal, detail));
        assertThat(seen.request().crossSite()).isEqualTo(elsewhere);
    }

    @Test
    void a_scanner_that_says_so_is_of_no_page() {
        Sent nikto = crossSite("GET", "/.env").with("user-agent", "Mozilla/5.00 (Nikto/2.5.0)");
        Observation seen = Objects.requireNonNull(House.quiet().refuse(nikto, 404, "not-exposed", ""));
        assertThat(seen.families()).contains("scanner", "secrets");
        assertThat(seen.request().crossSite()).isFalse();
    }
}
