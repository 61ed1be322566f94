package dev.portcullis.core;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Request-targets that try to get past a rule for `/api/webhook/*`, made of every disguise of separators and dots.
final class HostileTargets {

    private static final List<String> SEPARATORS = List.of(
            "/",
            "//",
            "/./",
            "\\",
            "%2f",
            "%2F",
            "%5c",
            "%252f",
            "%25252F",
            "%255c",
            "%c0%af",
            "%e0%80%af",
            "%c1%9c",
            "%ef%bc%8f",
            "%ef%bc%bc",
            ";",
            "%3b/",
            ";x=y/",
            "/;/",
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
            "..%09",
            "..%00",
            "%ef%bc%8e%ef%bc%8e",
            "..%20");

    /// Out of the webhooks, into them from elsewhere, and round about.
    private static final List<String> SHAPES = List.of(
            "/api/webhook%1$s%2$s%3$sconfig",
            "/api/webhook/abc%1$s%2$s%3$s%2$s%3$sstates",
            "/api/states%1$s%2$s%3$swebhook/abc",
            "%1$s%2$s%3$sapi/webhook/abc",
            "/api/webhook/%2$s%1$s%2$s%3$sauth%1$stoken",
            "/api%1$swebhook%3$s%2$s");

    private static final List<String> ODDITIES = List.of(
            "/",
            "/api/webhook",
            "/api/webhook?abc",
            "/api/webhook%3Fabc",
            "/api/webhookx",
            "/api/webhook./abc",
            "/api/webhook%20/abc",
            "/api/webhook/abc/",
            "/api/webhook/abc/x",
            "/api/webhooks/abc",
            "/API/WEBHOOK/abc",
            "/Api/webhook/abc",
            "/api/Webhook/abc",
            "/api/%57ebhook/abc",
            "/api/webhoo%e2%84%aa/abc",
            "//api/webhook/abc",
            "/api//webhook/abc",
            "/api/webhook//abc",
            "/x?/api/webhook/abc",
            "/config?path=/api/webhook/abc",
            "/config#/api/webhook/abc",
            "/config%23/api/webhook/abc",
            "/config%3F/api/webhook/abc",
            "/api/webhook/abc#/../../config",
            "/api/webhook/abc%3F/../../config",
            "/api/webhook/abc%23/../../config",
            "/api/webhook/abc%00/../../config",
            "/api/webhook/abc\0",
            "/api/webhook/abc%00",
            "/api/webhook/abc%0d%0aX:%20y",
            "/api/webhook/abc%0a",
            "/api/webhook/abc%7f",
            "/api/webhook/abc\tx",
            "/api/webhook/abc x",
            "/api/webhook/abc\u000bx",
            "/api/webhook/abc\rx",
            "/api/webhook/abc\nx",
            "/api/webhook/abc\r\nX: /api/config",
            "/api/config HTTP/1.1\r\nX: /api/webhook/abc",
            " /api/webhook/abc",
            "/api/webhook/ab\u00e9",
            "/api/webhook/%e9",
            "/api/webhook/%ed%a0%80",
            "/api/webhook/%f5%80%80%80",
            "/api/webhook/%",
            "/api/webhook/%2",
            "/api/webhook/%zz",
            "/api/webhook/%u0061",
            "/api/webhook/abc;x",
            "/api/webhook;x/abc",
            "/api;x/webhook/abc",
            "/api/webhook/abc%3bx",
            "/api/webhook/<abc>",
            "*",
            "",
            "?",
            "#",
            ".",
            "..",
            "api/webhook/abc",
            "home.test:443",
            "home.test",
            "http://home.test/api/webhook/abc",
            "https://home.test",
            "https://home.test?/api/webhook/abc",
            "https://home.test/api/config",
            "https://home.test/api/webhook/abc/../../config",
            "https://other.test/api/webhook/abc",
            "https://home.test@other.test/api/webhook/abc",
            "https://other.test#home.test/api/webhook/abc",
            "https://other.test/https://home.test/api/webhook/abc",
            "https:/api/webhook/abc",
            "https:///api/webhook/abc",
            "//home.test/api/webhook/abc",
            "\\\\home.test/api/webhook/abc",
            "file:///api/webhook/abc",
            "javascript:/api/webhook/abc");

    private HostileTargets() {}

    /// Every separator with every spelling of dots and every separator again, in one shape and some in
    /// another, and the rest.
    static Set<String> all() {
        Set<String> targets = new LinkedHashSet<>(ODDITIES);
        int shape = 0;
        for (String first : SEPARATORS) {
            for (String dots : DOTS) {
                for (String second : SEPARATORS) {
                    for (int i = targets.size() % 4 == 0 ? 0 : 1; i < 2; i++) {
                        String form = SHAPES.get(shape++ % SHAPES.size());
                        targets.add(String.format(Locale.ROOT, form, first, dots, second));
                    }
                }
            }
        }
        return targets;
    }
}
