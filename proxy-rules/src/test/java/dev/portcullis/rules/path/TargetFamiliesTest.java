package dev.portcullis.rules.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TargetFamiliesTest {

    private static final PathPattern EXPOSED = PathPattern.parse("/api/webhook/abc");

    private static final List<String> SEPARATORS = List.of(
            "/",
            "//",
            "/./",
            "\\",
            "%2f",
            "%2F",
            "%5c",
            "%5C",
            "%252f",
            "%252F",
            "%255c",
            "%c0%af",
            "%e0%80%af",
            "%ef%bc%8f",
            ";",
            "%3b",
            ";/",
            "/;",
            "/%2f",
            "%u2215",
            "%00/");

    private static final List<String> DOTS = List.of(
            "..",
            ".",
            "%2e%2e",
            "%2E%2E",
            ".%2e",
            "%2e.",
            "%2e",
            "%252e%252e",
            "%25252e%25252e",
            ".%252e",
            "%c0%ae%c0%ae",
            "%e0%80%ae%e0%80%ae",
            "%u002e%u002e",
            "..;",
            "..;x=y",
            "...",
            ".. ",
            "..%00",
            "%ef%bc%8e%ef%bc%8e",
            "..%20");

    private static final List<String> SHAPES = List.of(
            "/api/webhook%1$s%2$s%3$sabc",
            "/api/webhook/abc%1$s%2$s%3$sconfig",
            "/x%1$s%2$s%3$sapi/webhook/abc",
            "%1$s%2$s%3$sapi/webhook/abc",
            "/api%1$swebhook%3$s%2$s",
            "/api/%2$s%1$sapi%3$swebhook/abc");

    private static List<String> family() {
        List<String> targets = new ArrayList<>();
        for (String shape : SHAPES) {
            for (String first : SEPARATORS) {
                for (String dots : DOTS) {
                    for (String second : SEPARATORS) {
                        targets.add(String.format(Locale.ROOT, shape, first, dots, second));
                    }
                }
            }
        }
        return targets;
    }

    private static Target parse(String target) {
        byte[] octets = target.getBytes(StandardCharsets.ISO_8859_1);
        return Target.parse(octets, 0, octets.length);
    }

    /// Decodes escapes of unreserved characters once: what the contract says, in the plainest way.
    private static String decodedOnce(String path) {
        StringBuilder decoded = new StringBuilder();
        for (int i = 0; i < path.length(); i++) {
            String escape = path.substring(i, Math.min(path.length(), i + 3));
            if (escape.matches("%[0-9A-Fa-f]{2}")) {
                char c = (char) Integer.parseInt(escape.substring(1), 16);
                decoded.append(String.valueOf(c).matches("[A-Za-z0-9._~-]") ? "" + c : escape.toUpperCase(Locale.ROOT));
                i += 2;
            } else {
                decoded.append(path.charAt(i));
            }
        }
        return decoded.toString();
    }

    @Test
    void no_disguise_of_a_separator_or_a_dot_reaches_the_exposed_path() {
        List<String> targets = family();
        List<String> through = new ArrayList<>();
        int accepted = 0;
        for (String target : targets) {
            if (parse(target) instanceof Target.Accepted it) {
                accepted++;
                boolean genuine = decodedOnce(target).equals("/api/webhook/abc");
                if (!it.path().value().equals(decodedOnce(target)) || EXPOSED.matches(it.path()) != genuine) {
                    through.add(target);
                }
            }
        }
        assertThat(targets).hasSizeGreaterThan(10_000);
        assertThat(through).isEmpty();
        assertThat(accepted).isBetween(1, targets.size() / 10);
    }

    @Test
    void every_spelling_by_unreserved_escapes_is_the_exposed_path() {
        SplittableRandom random = new SplittableRandom(7);
        for (int i = 0; i < 10_000; i++) {
            StringBuilder target = new StringBuilder();
            for (char c : "/api/webhook/abc".toCharArray()) {
                boolean escape = c != '/' && random.nextInt(3) == 0;
                String hex = Integer.toHexString(c);
                target.append(escape ? "%" + (random.nextBoolean() ? hex : hex.toUpperCase(Locale.ROOT)) : "" + c);
            }
            assertThat(parse(target.toString())).isInstanceOfSatisfying(Target.Accepted.class, accepted -> {
                assertThat(accepted.path().value()).isEqualTo("/api/webhook/abc");
                assertThat(accepted.path().sameAsSent()).isEqualTo(target.indexOf("%") < 0);
                assertThat(EXPOSED.matches(accepted.path())).isTrue();
            });
        }
    }

    @Test
    void no_accepted_path_holds_anything_ambiguous_however_often_it_is_decoded() {
        for (String target : hostileMix()) {
            if (parse(target) instanceof Target.Accepted it
                    && it.path().tolerated().isEmpty()) {
                String path = it.path().value();
                for (int depth = 0; depth < 8; depth++) {
                    assertThat(path)
                            .as(target)
                            .doesNotContain("//", "\\", ";", "\0", "\n", "/./", "/../")
                            .doesNotEndWith("/.")
                            .doesNotEndWith("/..");
                    path = leniently(path);
                }
                assertThat(path.chars().filter(c -> c == '/').count())
                        .as(target)
                        .isEqualTo(
                                it.path().value().chars().filter(c -> c == '/').count());
            }
        }
    }

    @Test
    void parsing_a_canonical_path_again_changes_nothing() {
        int accepted = 0;
        for (String target : hostileMix()) {
            if (parse(target) instanceof Target.Accepted it) {
                accepted++;
                assertThat(parse(it.path().value())).as(target).isInstanceOfSatisfying(Target.Accepted.class, again -> {
                    assertThat(again.path()).isEqualTo(it.path());
                    assertThat(again.path().sameAsSent()).isTrue();
                    assertThat(again.path().tolerated()).isEqualTo(it.path().tolerated());
                });
            }
        }
        assertThat(accepted).isGreaterThan(5_000);
    }

    /// Random strings of the pieces that matter, half of them below an ingress prefix.
    private static List<String> hostileMix() {
        List<String> pieces = List.of(
                "/", "/", "/", "a", "2", "5", "e", "F", ".", "..", "%25", "%25", "%32", "%2e", "%2E", "%2f", "%2F",
                "%41", "%c3%a9", "%C3", "%a9", "%5c", ";", "%3B", "%20", "%00", "~", "%7e", "u", "?", "|", "%7C");
        SplittableRandom random = new SplittableRandom(42);
        List<String> targets = new ArrayList<>();
        for (int i = 0; i < 60_000; i++) {
            StringBuilder target = new StringBuilder(i % 2 == 0 ? "/" : "/api/hassio_ingress/tok/");
            int length = 1 + random.nextInt(9);
            for (int piece = 0; piece < length; piece++) {
                target.append(pieces.get(random.nextInt(pieces.size())));
            }
            targets.add(target.toString());
        }
        return targets;
    }

    private static String leniently(String path) {
        StringBuilder decoded = new StringBuilder();
        for (int i = 0; i < path.length(); i++) {
            String escape = path.substring(i, Math.min(path.length(), i + 3));
            if (escape.matches("%[0-9A-Fa-f]{2}")) {
                decoded.append((char) Integer.parseInt(escape.substring(1), 16));
                i += 2;
            } else {
                decoded.append(path.charAt(i));
            }
        }
        return decoded.toString();
    }
}
