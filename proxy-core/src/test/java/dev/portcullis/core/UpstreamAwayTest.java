package dev.portcullis.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.core.ProxyConfig.Upstream;
import dev.portcullis.core.ProxyConfig.UpstreamTls;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamAwayTest {

    private static TestProxy beforeNobody(Origin gone) {
        gone.close();
        return TestProxy.before(gone);
    }

    @Test
    void a_browser_gets_a_page_that_tries_again() throws IOException {
        Origin gone = Origin.saying("");
        try (TestProxy proxy = beforeNobody(gone)) {
            String answer = proxy.get("/lovelace", "Accept: text/html,application/xhtml+xml");

            assertThat(answer).startsWith("HTTP/1.1 503 ").contains("<!doctype html>");
            assertThat(Wire.field(answer, "Retry-After")).isEqualTo("5");
            assertThat(Wire.field(answer, "Content-Type")).startsWith("text/html");
            assertThat(Wire.field(answer, "Cache-Control")).isEqualTo("no-store");
        }
    }

    @Test
    void whoever_is_no_browser_gets_a_line() throws IOException {
        Origin gone = Origin.saying("");
        try (TestProxy proxy = beforeNobody(gone)) {
            assertThat(proxy.get("/api/states")).startsWith("HTTP/1.1 503 ").contains("Retry-After: 5\r\n");
            assertThat(proxy.exchange(Requests.closing("POST /auth/token", "Content-Length: 3") + "a=b"))
                    .startsWith("HTTP/1.1 503 ")
                    .contains("upstream-down")
                    .doesNotContain("<html");
        }
    }

    @Test
    void the_first_request_after_its_return_is_answered() throws IOException {
        Origin first = Origin.saying("before");
        try (TestProxy proxy = TestProxy.before(first)) {
            assertThat(proxy.get("/")).endsWith("before");
            first.close();
            assertThat(proxy.get("/")).startsWith("HTTP/1.1 503 ");
            try (Origin second = Origin.onPort(
                    first.port(), (head, wire) -> wire.write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nafter"))) {
                assertThat(proxy.get("/")).endsWith("after");
                assertThat(second.heads()).hasSize(1);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"502 Bad Gateway", "503 Service Unavailable"})
    void a_restarting_home_assistant_looks_like_one_that_is_away(String status) throws IOException {
        try (Origin origin = Origin.sending("HTTP/1.1 " + status + "\r\nContent-Length: 6\r\n\r\nsecret");
                TestProxy proxy = TestProxy.before(origin)) {
            assertThat(proxy.get("/", "Accept: text/html"))
                    .startsWith("HTTP/1.1 503 ")
                    .contains("<!doctype html>")
                    .doesNotContain("secret");
            assertThat(proxy.exchange(Requests.webSocket("/api/websocket"))).startsWith("HTTP/1.1 503 ");
        }
    }

    @Test
    void what_a_generic_upstream_says_is_passed_on() throws IOException {
        try (Origin origin = Origin.sending("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 4\r\n\r\nmine");
                TestProxy proxy = TestProxy.before(origin, Settings::generic)) {
            assertThat(proxy.get("/", "Accept: text/html"))
                    .startsWith("HTTP/1.1 502 ")
                    .endsWith("mine");
        }
    }

    @Test
    void going_and_coming_are_told_once_each() throws IOException {
        List<String> told = new CopyOnWriteArrayList<>();
        ProxyEvents events = new ProxyEvents() {
            @Override
            public void upstreamDown(String upstream, String cause) {
                told.add("down " + upstream);
            }

            @Override
            public void upstreamUp(String upstream) {
                told.add("up " + upstream);
            }
        };
        Origin first = Origin.saying("here");
        try (TestProxy proxy = TestProxy.before(first, s -> s.events(events))) {
            proxy.get("/");
            proxy.get("/");
            int port = first.port();
            first.close();
            assertThat(proxy.get("/")).startsWith("HTTP/1.1 503 ");
            assertThat(proxy.get("/")).startsWith("HTTP/1.1 503 ");
            assertThat(proxy.server().status().upstreams().getFirst().up()).contains(false);
            try (Origin back =
                    Origin.onPort(port, (head, wire) -> wire.write("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"))) {
                proxy.get("/");
                proxy.get("/");
                assertThat(back.heads()).hasSize(2);
            }

            String upstream = "http://127.0.0.1:" + port;
            assertThat(told).containsExactly("down " + upstream, "up " + upstream);
            assertThat(proxy.server().status().upstreams().getFirst().up()).contains(true);
        }
    }

    @Test
    void an_upstream_that_does_not_begin_to_answer_becomes_504() throws IOException {
        CountDownLatch done = new CountDownLatch(1);
        try (Origin origin = Origin.answering((head, wire) -> UpstreamPoolTest.await(done));
                TestProxy proxy =
                        TestProxy.before(origin, s -> s.timeouts(Settings.idleTime(Duration.ofMillis(300))))) {
            assertThat(proxy.get("/")).startsWith("HTTP/1.1 504 ").contains("upstream-time");
            done.countDown();
        }
    }

    @Test
    void nobody_waits_for_the_second_half_of_a_body() throws IOException {
        CountDownLatch done = new CountDownLatch(1);
        try (Origin origin = Origin.answering((head, wire) -> {
                    wire.in().readAllBytes();
                    done.countDown();
                });
                TestProxy proxy =
                        TestProxy.before(origin, s -> s.timeouts(Settings.requestIdleTime(Duration.ofMillis(300))))) {
            assertThat(proxy.exchange(Requests.keeping("POST /", "Content-Length: 10") + "half"))
                    .startsWith("HTTP/1.1 408 ");
            UpstreamPoolTest.await(done);
        }
    }

    @Test
    void nobody_waits_for_the_second_half_of_a_head() throws IOException {
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy =
                        TestProxy.before(origin, s -> s.timeouts(Settings.requestHeadTime(Duration.ofMillis(300))))) {
            assertThat(proxy.exchange("GET / HTTP/1.1\r\nHost: ho")).startsWith("HTTP/1.1 408 ");
        }
    }

    @Test
    void an_idle_client_is_closed_without_a_word() throws IOException {
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy =
                        TestProxy.before(origin, s -> s.timeouts(Settings.requestIdleTime(Duration.ofMillis(300))))) {
            assertThat(proxy.exchange("")).isEmpty();
            assertThat(proxy.exchange(Requests.keeping("GET /"))).endsWith("\r\n\r\nok");
        }
    }

    @Test
    void a_client_that_does_not_read_its_answer_is_closed_in_time() throws IOException {
        CountDownLatch ended = new CountDownLatch(1);
        try (Origin origin = Origin.answering((head, wire) -> {
                    wire.write("HTTP/1.1 200 OK\r\n\r\n");
                    try {
                        StreamingTest.endless(wire, new java.util.concurrent.atomic.AtomicLong());
                    } finally {
                        ended.countDown();
                    }
                });
                TestProxy proxy = TestProxy.before(origin, s -> s.timeouts(Settings.idleTime(Duration.ofMillis(500))));
                Wire wire = proxy.connect()) {
            wire.write(Requests.keeping("GET /"));
            UpstreamPoolTest.await(ended);

            assertThat(proxy.server().status().connections()).isLessThanOrEqualTo(1);
        }
    }

    @Test
    void an_upstream_that_does_not_resolve_stops_the_start() {
        Upstream upstream = new Upstream("nowhere.invalid", 8123, new UpstreamTls.Plain());

        assertThat(StartFailures.of(upstream, s -> s))
                .startsWith("sites[0].upstream: \"nowhere.invalid\" does not resolve (expected: ");
    }

    /// Answers 200, then whatever the target says.
    private static Origin told() throws IOException {
        return Origin.answering((head, wire) -> {
            String status = head.substring(head.indexOf('/') + 1, head.indexOf(" HTTP"));
            wire.write("HTTP/1.1 " + status + " Said\r\nContent-Length: 4\r\n\r\nmine");
        });
    }

    private static void assertUp(TestProxy proxy) {
        assertThat(proxy.server().status().upstreams().getFirst().up()).contains(true);
    }

    @Test
    void a_503_that_no_browser_shows_keeps_its_body() throws IOException {
        try (Origin origin = told();
                TestProxy proxy = TestProxy.before(origin)) {
            assertThat(proxy.get("/200")).endsWith("mine");
            assertThat(proxy.get("/503", "Accept: */*"))
                    .startsWith("HTTP/1.1 503 ")
                    .endsWith("mine");
            assertUp(proxy);
            assertThat(proxy.get("/503", "Accept: text/html"))
                    .startsWith("HTTP/1.1 503 ")
                    .contains("<!doctype html>")
                    .doesNotContain("mine");
            assertUp(proxy);
        }
    }

    @Test
    void a_502_becomes_our_503_for_everybody() throws IOException {
        try (Origin origin = told();
                TestProxy proxy = TestProxy.before(origin)) {
            assertThat(proxy.get("/200")).endsWith("mine");
            assertThat(proxy.get("/502", "Accept: */*"))
                    .startsWith("HTTP/1.1 503 ")
                    .contains("upstream-down")
                    .doesNotContain("mine");
            assertUp(proxy);
            assertThat(proxy.get("/502", "Accept: text/html"))
                    .startsWith("HTTP/1.1 503 ")
                    .contains("<!doctype html>")
                    .doesNotContain("mine");
            assertUp(proxy);
        }
    }
}
