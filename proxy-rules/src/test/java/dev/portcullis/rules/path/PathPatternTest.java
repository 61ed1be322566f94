package dev.portcullis.rules.path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PathPatternTest {

    private static boolean matches(String pattern, String path) {
        return PathPattern.parse(pattern).matches(NormalPath.of(path));
    }

    @ParameterizedTest
    @CsvSource({
        "/, /",
        "/auth/token, /auth/token",
        "/local/**, /local/",
        "/local/**, /local/a",
        "/local/**, /local/a/b/c.png",
        "/local/**, /local/a/",
        "/local/*, /local/",
        "/local/*, /local/a",
        "/**, /",
        "/**, /a",
        "/**, /a/b/",
        "/*, /",
        "/*, /a",
        "/a/**/b, /a/b",
        "/a/**/b, /a/x/b",
        "/a/**/b, /a/x/y/b/b",
        "/a/**/b/**, /a/b/b",
        "/**/b/*/d, /a/b/b/c/b/x/d",
        "/**/**/a, /a",
        "/a*, /a",
        "/a*, /abc",
        "/*c, /abc",
        "/a*c, /abcabc",
        "/*b*, /abc",
        "/a*b*c, /aXbXbXc",
        "/frontend_*/**, /frontend_latest/app.js",
        "/*.js, /service_worker.js",
        "/local/caf%C3%A9, /local/caf%c3%a9",
        "/local/café, /local/caf%c3%a9",
        "/local/%61b, /local/ab",
        "/local/a%20b, /local/a%20b",
        "/api/hassio_ingress/*/**, /api/hassio_ingress/tok/a;b",
        "/api/hassio_ingress/*/**, /api/hassio_ingress/tok/a//b",
        "/api/hassio_ingress/**, /api/hassio_ingress/tok/a%2Fb",
    })
    void takes_the_path_in(String pattern, String path) {
        assertThat(matches(pattern, path)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "/, /a",
        "/a, /",
        "/auth/token, /auth/token/",
        "/auth/token, /auth/tokens",
        "/auth/token, /auth/toke",
        "/auth/token, /Auth/token",
        "/auth/token, /x/auth/token",
        "/local/**, /local",
        "/local/**, /locals/a",
        "/local/**, /x/local/a",
        "/local/*, /local/a/b",
        "/local/*, /local/a/",
        "/*, /a/b",
        "/*, /a/",
        "/a/**/b, /a",
        "/a/**/b, /a/b/",
        "/a/**/b, /a/b/c",
        "/a/**/b, /x/a/b",
        "/**/b/**, /a/b",
        "/a*c, /abcd",
        "/a*c, /ab/c",
        "/*.js, /.json",
        "/api/webhook/abc, /api/webhook/abc%2A",
    })
    void leaves_the_path_out(String pattern, String path) {
        assertThat(matches(pattern, path)).isFalse();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "'' | \"\": not a path pattern (expected: for example /local/**). Begin it with \"/\".",
                "local/** | \"local/**\": not a path pattern (expected: for example /local/**). Begin it with \"/\".",
                "/a//b | \"/a//b\": empty-segment (expected: a pattern that some path can match).",
                "/a/../b | \"/a/../b\": dot-segment (expected: a pattern that some path can match).",
                "/a b | \"/a b\": control-byte (expected: a pattern that some path can match). Write a space as %20.",
                "/a%2Fb | \"/a%2Fb\": encoded-slash (expected: a pattern that some path can match).",
                "/100% | \"/100%\": malformed-percent (expected: a pattern that some path can match).",
                "/a?b | \"/a?b\": has a query (expected: a path). Rules look at paths only.",
                "/a** | \"/a**\": \"a**\" mixes ** with text (expected: ** as a whole segment). Use * within a segment.",
                "/***/a | \"/***/a\": \"***\" mixes ** with text (expected: ** as a whole segment). Use * within a segment.",
            })
    void refuses_a_pattern_that_no_path_can_match(String pattern, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> PathPattern.parse(pattern))
                .withMessage(message);
    }

    @Test
    void stars_cost_no_more_on_a_hostile_path() {
        String path = "/" + "a".repeat(65_536);
        String deep = "/a".repeat(32_768);

        // With backtracking over all stars each of these would take longer than the universe has lasted.
        assertThat(matches("/" + "a*".repeat(20) + "b", path)).isFalse();
        assertThat(matches("/**/a*a".repeat(12) + "/**/b", deep)).isFalse();
        assertThat(matches("/" + "*a".repeat(20), path)).isTrue();
    }

    @Test
    void agrees_with_the_plain_definition_on_random_patterns() {
        SplittableRandom random = new SplittableRandom(99);
        int matched = 0;
        for (int i = 0; i < 40_000; i++) {
            String pattern = random(random, "a", "b", "*", "**", "a*", "*b", "a*b");
            String path = random(random, "a", "b", "ab", "aab", "ba");
            boolean expected = plainly(
                    pattern.substring(1).split("/", -1), 0, path.substring(1).split("/", -1), 0);
            matched += expected ? 1 : 0;
            assertThat(matches(pattern, path)).as("%s on %s", pattern, path).isEqualTo(expected);
        }
        assertThat(matched).isBetween(2_000, 38_000);
    }

    private static String random(SplittableRandom random, String... segments) {
        StringBuilder text = new StringBuilder();
        int length = 1 + random.nextInt(5);
        for (int i = 0; i < length; i++) {
            text.append('/').append(segments[random.nextInt(segments.length)]);
        }
        return text.append(random.nextInt(5) == 0 ? "/" : "").toString();
    }

    private static boolean plainly(String[] pattern, int p, String[] path, int s) {
        if (p == pattern.length) {
            return s == path.length;
        }
        if (pattern[p].equals("**")) {
            boolean last = p == pattern.length - 1;
            return last
                    ? s < path.length
                    : plainly(pattern, p + 1, path, s) || (s < path.length && plainly(pattern, p, path, s + 1));
        }
        return s < path.length
                && path[s].matches(pattern[p].replace("*", ".*"))
                && plainly(pattern, p + 1, path, s + 1);
    }

    @Test
    void shows_itself_as_written() {
        assertThat(PathPattern.parse("/local/caf%c3%A9/**")).hasToString("/local/caf%c3%A9/**");
    }

    @Test
    void tells_its_first_segment_unless_a_wildcard_stands_there() {
        assertThat(PathPattern.parse("/loc%61l/**").firstSegment()).isEqualTo("local");
        assertThat(PathPattern.parse("/").firstSegment()).isEmpty();
        assertThat(PathPattern.parse("/**").firstSegment()).isNull();
        assertThat(PathPattern.parse("/frontend_*/x").firstSegment()).isNull();
    }

    @Test
    void text_for_a_path_is_refused_by_the_name_of_its_violation() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NormalPath.of("/a//b"))
                .withMessage("\"/a//b\": empty-segment (expected: a path with one meaning)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NormalPath.of("/a?b"))
                .withMessage("\"/a?b\": has a query (expected: a path alone)");
    }
}
