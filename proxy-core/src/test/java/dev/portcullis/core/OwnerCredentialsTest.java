package dev.portcullis.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Where an owner's credentials are at stake nothing of ours but "later" is said: the connection ends instead.
///
/// Each refusal is first provoked elsewhere, to see that it would have been said.
class OwnerCredentialsTest {

    private static final String ELSEWHERE = "/api/states";

    private final RefusalRecorder refusals = new RefusalRecorder();

    private void assertSaidElsewhereOnly(TestProxy proxy, String target, String status, String request)
            throws IOException {
        try (Wire wire = proxy.connect()) {
            wire.write(request.replace("TARGET", ELSEWHERE));
            assertThat(wire.readHead()).startsWith("HTTP/1.1 " + status + " ");
        }
        assertThat(proxy.exchange(request.replace("TARGET", target))).isEmpty();
        Eventually.equal(2L, () -> proxy.server().status().refused());
        assertThat(refusals.told()).hasSize(2);
        assertThat(refusals.told().getLast()).isEqualTo(refusals.told().getFirst());
    }

    @ParameterizedTest
    @ValueSource(strings = {"/auth/token", "/api/webhook/0123abcd"})
    void what_is_wrong_with_the_request_itself_is_not_said(String target) throws IOException {
        String[][] cases = {
            {"400", "POST TARGET HTTP/1.1\nHost: home.test\r\n\r\n"},
            {"400", "POST TARGET\nHost: home.test\r\n\r\n"},
            {"400", "POST TARGET\r\nHost: home.test\r\n\r\n"},
            {"414", Requests.closing("POST TARGET?" + "x".repeat(40_000))},
            {"417", Requests.closing("POST TARGET", "Expect: a miracle")},
            {"421", Requests.closing("POST TARGET").replace("Host: home.test", "Host: other.test")},
            {"426", Requests.webSocket("TARGET").replace("Version: 13", "Version: 12")},
            {"431", Requests.closing("POST TARGET", "X-A: " + "x".repeat(70_000))},
            {"431", Requests.closing("POST TARGET", "X-A: b\r\n".repeat(300) + "X-A: b")},
            {"413", Requests.closing("POST TARGET", "Content-Length: 11") + "0123456789a"},
            {"413", Requests.closing("POST TARGET", "Transfer-Encoding: chunked") + "b\r\n0123456789a\r\n"}
        };
        for (String[] each : cases) {
            refusals.told().clear();
            try (Origin origin = Origin.answering((head, wire) -> wire.in().readAllBytes());
                    TestProxy proxy =
                            TestProxy.before(origin, s -> s.maxBody(10).events(refusals))) {
                assertSaidElsewhereOnly(proxy, target, each[0], each[1]);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/auth/token", "/api/webhook/0123abcd"})
    void that_the_client_is_late_is_not_said(String target) throws IOException {
        try (Origin origin = Origin.answering((head, wire) -> wire.in().readAllBytes());
                TestProxy proxy = TestProxy.before(
                        origin,
                        s -> s.timeouts(Settings.requestIdleTime(Duration.ofMillis(300)))
                                .events(refusals))) {
            assertSaidElsewhereOnly(
                    proxy, target, "408", Requests.keeping("POST TARGET", "Content-Length: 10") + "half");
        }
        refusals.told().clear();
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(
                        origin,
                        s -> s.timeouts(Settings.requestHeadTime(Duration.ofMillis(300)))
                                .events(refusals))) {
            assertSaidElsewhereOnly(proxy, target, "408", "POST TARGET HTTP/1.1\r\nHost: ho");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/auth/token", "/api/webhook/0123abcd"})
    void what_is_wrong_with_the_upstream_is_not_said(String target) throws IOException {
        CountDownLatch done = new CountDownLatch(1);
        try (Origin origin = Origin.sending("ICY 200 OK\r\n\r\n");
                TestProxy proxy = TestProxy.before(origin, s -> s.events(refusals))) {
            assertSaidElsewhereOnly(proxy, target, "502", Requests.closing("POST TARGET"));
        }
        refusals.told().clear();
        try (Origin origin = Origin.answering((head, wire) -> UpstreamPoolTest.await(done));
                TestProxy proxy = TestProxy.before(
                        origin,
                        s -> s.timeouts(Settings.idleTime(Duration.ofMillis(300)))
                                .events(refusals))) {
            assertSaidElsewhereOnly(proxy, target, "504", Requests.closing("POST TARGET"));
        } finally {
            done.countDown();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"/auth/token", "/api/webhook/0123abcd"})
    void that_it_may_work_later_is_said(String target) throws IOException {
        try (Origin origin = Origin.sending("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n");
                TestProxy proxy = TestProxy.before(origin)) {
            assertThat(proxy.exchange(Requests.closing("POST " + target))).startsWith("HTTP/1.1 503 ");
            origin.close();
            assertThat(proxy.exchange(Requests.closing("POST " + target))).startsWith("HTTP/1.1 503 ");
        }
    }

    @Test
    void what_home_assistant_itself_says_is_passed_on() throws IOException {
        try (Origin origin = Origin.sending("HTTP/1.1 400 Bad Request\r\nContent-Length: 5\r\n\r\ngrant");
                TestProxy proxy = TestProxy.before(origin)) {
            assertThat(proxy.exchange(Requests.closing("POST /auth/token")))
                    .startsWith("HTTP/1.1 400 ")
                    .endsWith("grant");
        }
    }
}
