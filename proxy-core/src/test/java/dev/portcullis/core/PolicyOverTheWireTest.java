package dev.portcullis.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.rules.Otherwise;
import dev.portcullis.rules.route.Exposure;
import dev.portcullis.rules.route.Preset;
import java.io.IOException;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PolicyOverTheWireTest {

    private static Settings webhooksOnly(Settings settings) {
        return settings.exposing(Exposure.webhooks(
                Map.of("doorbell-8c1f04", Set.of("POST", "PUT"), "car-77ab", Set.of("GET")),
                Settings.ANYWHERE,
                OptionalLong.empty()));
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /api/webhook/doorbell-8c1f04, true",
        "PUT, /api/webhook/doorbell-8c1f04, true",
        "POST, /api/webhook/doorbell-8c1f04?a=b, true",
        "GET, /api/webhook/car-77ab, true",
        "GET, /api/webhook/doorbell-8c1f04, false",
        "POST, /api/webhook/car-77ab, false",
        "DELETE, /api/webhook/doorbell-8c1f04, false",
        "POST, /api/webhook/doorbell-8c1f0, false",
        "POST, /api/webhook/doorbell-8c1f04x, false",
        "POST, /api/webhook/doorbell-8c1f04/, false",
        "POST, /api/webhook/doorbell-8c1f04/x, false",
        "POST, /api/webhook/DOORBELL-8c1f04, false",
        "POST, /api/webhook/, false",
        "POST, /api/webhook, false",
        "POST, /api/webhookx, false",
        "POST, /API/webhook/doorbell-8c1f04, false",
        "GET, /, false",
        "GET, /api/, false",
        "GET, /api/websocket, false",
        "GET, /auth/authorize, false",
        "POST, /auth/token, false",
        "OPTIONS, /api/webhook/doorbell-8c1f04, false",
        "TRACE, /api/webhook/doorbell-8c1f04, false",
        "CONNECT, /api/webhook/doorbell-8c1f04, false"
    })
    void only_the_listed_webhooks_and_methods_pass(String method, String target, boolean passes) throws IOException {
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(origin, PolicyOverTheWireTest::webhooksOnly)) {
            String answer = proxy.exchange(Requests.closing(method + " " + target, "X-HTTP-Method-Override: POST"));

            if (passes) {
                assertThat(answer).startsWith("HTTP/1.1 200 ");
                assertThat(origin.onlyHead()).startsWith(method + " " + target + " ");
            } else {
                assertThat(answer).isEmpty();
                assertThat(origin.connections()).isZero();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Otherwise.class)
    void the_rest_is_answered_as_the_owner_says(Otherwise otherwise) throws IOException {
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(origin, s -> webhooksOnly(s).otherwise(otherwise))) {
            String answer = proxy.get("/lovelace");

            switch (otherwise) {
                case DROP -> assertThat(answer).isEmpty();
                case NOT_FOUND -> assertThat(answer).startsWith("HTTP/1.1 404 ");
                case FORBIDDEN -> assertThat(answer).startsWith("HTTP/1.1 403 ");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Otherwise.class)
    void nothing_of_ours_logs_an_owner_out(Otherwise otherwise) throws IOException {
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(origin, s -> webhooksOnly(s).otherwise(otherwise))) {
            for (String target : new String[] {"/auth/token", "/auth/token?x", "/api/webhook/0123abcd"}) {
                assertThat(proxy.exchange(Requests.closing("POST " + target))).isEmpty();
                assertThat(proxy.exchange(Requests.closing("POST " + target, "Content-Length: x")))
                        .isEmpty();
                assertThat(proxy.exchange(Requests.closing("POST " + target, "X_Forwarded_For: 1.1.1.1")))
                        .isEmpty();
                assertThat(proxy.exchange(Requests.keeping("POST " + target, "Transfer-Encoding: chunked") + "zz\r\n"))
                        .isEmpty();
            }
            assertThat(origin.connections()).isZero();
        }
    }

    static Stream<String> ambiguousTargets() {
        Stream<String> segments = Stream.of(
                "..",
                ".",
                "%2e%2e",
                "%2E%2e",
                ".%2e",
                "%2e.",
                "%2e",
                "..;",
                "..;x",
                "a;b",
                ";",
                "%3b",
                "%2f",
                "a%2Fb",
                "%5c",
                "a%5Cb",
                "\\",
                "..\\",
                "%00",
                "a%00b",
                "%0a",
                "%0d%0a",
                "%09",
                "%7f",
                "%1f",
                "%252e%252e",
                "%252f",
                "%255c",
                "%2500",
                "%25252e",
                "%c0%ae",
                "%c0%af",
                "%e0%80%af",
                "%ff",
                "%fe",
                "%c3",
                "%ed%a0%80",
                "%f8%80%80%80",
                "%",
                "%2",
                "%zz",
                "%u002e",
                "#",
                "a#b",
                "\u00e9",
                "\u0080",
                "\u007f",
                "\t");
        return Stream.concat(
                segments.flatMap(segment -> Stream.of("/api/" + segment + "/states", "/local/" + segment)),
                Stream.of(
                        "//",
                        "//api",
                        "/api//states",
                        "/api/states//",
                        "*",
                        "api",
                        "home.test:443",
                        "http://home.test/",
                        "https://other.test/",
                        "https://home.test",
                        "https://home.test@other.test/",
                        "https://user@home.test/",
                        "ftp://home.test/",
                        "?a=b",
                        "/api/x y"));
    }

    @Test
    void ambiguous_targets_are_refused_whatever_is_exposed() throws IOException {
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(origin)) {
            assertThat(ambiguousTargets().count()).isGreaterThan(60);
            for (String target : ambiguousTargets().toList()) {
                try (Wire wire = proxy.connect()) {
                    wire.write("GET " + target + " HTTP/1.1\r\nHost: home.test\r\n\r\n");
                    assertThat(wire.readHead()).as(target).startsWith("HTTP/1.1 400 ");
                }
            }
            assertThat(origin.connections()).isZero();
        }
    }

    @Test
    void an_ingress_tail_may_look_odd_only_where_a_rule_exposes_it() throws IOException {
        String odd = "/api/hassio_ingress/abcDEF/a%2Fb;c//d";
        try (Origin origin = Origin.saying("ok");
                TestProxy open = TestProxy.before(
                        origin,
                        s -> s.exposing(Exposure.preset(Preset.EVERYTHING, Settings.ANYWHERE, OptionalLong.empty())));
                TestProxy closed = TestProxy.before(origin, PolicyOverTheWireTest::webhooksOnly)) {
            assertThat(closed.get(odd)).startsWith("HTTP/1.1 400 ");
            assertThat(open.get("/api/hassio_ingress/abcDEF/../x")).startsWith("HTTP/1.1 400 ");
            assertThat(origin.connections()).isZero();
            assertThat(open.get(odd)).endsWith("ok");
            assertThat(origin.onlyHead()).startsWith("GET " + odd + " ");
        }
    }

    @Test
    void a_connect_opens_nothing_whatever_its_target_looks_like() throws IOException {
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(origin)) {
            for (String target : new String[] {"/x", "/", "https://home.test/x", "home.test:443"}) {
                assertThat(proxy.exchange(Requests.closing("CONNECT " + target)))
                        .startsWith("HTTP/1.1 400 ")
                        .contains("target-form");
            }
            assertThat(origin.connections()).isZero();
        }
    }
}
