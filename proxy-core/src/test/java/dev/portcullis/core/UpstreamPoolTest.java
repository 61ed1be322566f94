package dev.portcullis.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class UpstreamPoolTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    @Test
    void a_hundred_requests_in_turn_need_one_connection() throws IOException {
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(origin);
                Wire wire = proxy.connect()) {
            for (int i = 0; i < 100; i++) {
                wire.write(Requests.keeping("GET /" + i));
                assertThat(wire.readAnswer()).endsWith("ok");
            }
            assertThat(origin.heads()).hasSize(100);
            assertThat(origin.connections()).isOne();
        }
    }

    @Test
    void requests_that_a_client_pipelines_are_sent_one_after_the_other() throws IOException {
        AtomicInteger behind = new AtomicInteger();
        try (Origin origin = Origin.answering((head, wire) -> {
                    behind.addAndGet(wire.in().available());
                    wire.write(OK);
                });
                TestProxy proxy = TestProxy.before(origin);
                Wire wire = proxy.connect()) {
            wire.write(Requests.keeping("GET /1") + Requests.keeping("GET /2") + Requests.keeping("GET /3"));

            assertThat(wire.readAnswer()).endsWith("ok");
            assertThat(wire.readAnswer()).endsWith("ok");
            assertThat(wire.readAnswer()).endsWith("ok");
            assertThat(behind).hasValue(0);
        }
    }

    @Test
    void two_requests_at_once_get_two_connections() throws Exception {
        CountDownLatch both = new CountDownLatch(2);
        try (Origin origin = Origin.answering((head, wire) -> {
                    both.countDown();
                    await(both);
                    wire.write(OK);
                });
                TestProxy proxy = TestProxy.before(origin);
                Wire one = proxy.connect();
                Wire two = proxy.connect()) {
            one.write(Requests.keeping("GET /1"));
            two.write(Requests.keeping("GET /2"));

            assertThat(one.readAnswer()).endsWith("ok");
            assertThat(two.readAnswer()).endsWith("ok");
            assertThat(origin.connections()).isEqualTo(2);
        }
    }

    static void await(CountDownLatch latch) throws IOException {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /// Answers once on each connection, and ends it when the next request has come.
    private static Origin forgetful(String farewell) throws IOException {
        return Origin.answering((head, wire) -> {
            if (head.contains("/first") || head.contains("/warm")) {
                wire.write(OK);
            } else if (wire.served() > 1) {
                wire.write(farewell);
                wire.close();
            } else {
                wire.write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nagain");
            }
        });
    }

    @Test
    void a_request_that_a_stale_connection_swallowed_is_sent_once_more() throws IOException {
        try (Origin origin = forgetful("");
                TestProxy proxy = TestProxy.before(origin)) {
            proxy.get("/first");

            assertThat(proxy.get("/second")).endsWith("\r\n\r\nagain");
            assertThat(origin.heads().stream().filter(head -> head.contains("/second")))
                    .hasSize(2);
        }
    }

    @Test
    void it_is_not_sent_a_third_time() throws IOException {
        try (Origin origin = Origin.answering((head, wire) -> {
                    if (head.contains("/first")) {
                        wire.write(OK);
                    } else {
                        wire.close();
                    }
                });
                TestProxy proxy = TestProxy.before(origin)) {
            proxy.get("/first");

            assertThat(proxy.get("/second")).startsWith("HTTP/1.1 503 ");
            assertThat(origin.heads().stream().filter(head -> head.contains("/second")))
                    .hasSize(2);
        }
    }

    @Test
    void a_post_is_never_sent_twice() throws IOException {
        try (Origin origin = forgetful("");
                TestProxy proxy = TestProxy.before(origin)) {
            proxy.get("/first");

            assertThat(proxy.exchange(Requests.closing("POST /second"))).startsWith("HTTP/1.1 503 ");
            assertThat(origin.heads()).hasSize(2);
        }
    }

    @Test
    void a_body_is_never_sent_twice() throws IOException {
        try (Origin origin = forgetful("");
                TestProxy proxy = TestProxy.before(origin)) {
            proxy.get("/first");

            assertThat(proxy.exchange(Requests.closing("PUT /second", "Content-Length: 1") + "x"))
                    .startsWith("HTTP/1.1 503 ");
            assertThat(origin.heads()).hasSize(2);
        }
    }

    @Test
    void a_request_is_not_sent_twice_once_a_byte_came_back() throws IOException {
        try (Origin origin = forgetful("H");
                TestProxy proxy = TestProxy.before(origin)) {
            proxy.get("/first");

            assertThat(proxy.get("/second")).startsWith("HTTP/1.1 502 ");
            assertThat(origin.heads()).hasSize(2);
        }
    }

    @Test
    void a_connection_that_the_upstream_wants_closed_is_not_used_again() throws IOException {
        try (Origin origin = Origin.sending("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok");
                TestProxy proxy = TestProxy.before(origin);
                Wire wire = proxy.connect()) {
            wire.write(Requests.keeping("GET /1"));
            assertThat(wire.readAnswer()).endsWith("ok").doesNotContain("Connection: close");
            wire.write(Requests.keeping("GET /2"));
            assertThat(wire.readAnswer()).endsWith("ok");

            assertThat(origin.connections()).isEqualTo(2);
        }
    }

    @Test
    void the_connection_of_a_refused_upgrade_is_not_used_again() throws IOException {
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(origin)) {
            try (Wire wire = proxy.connect()) {
                wire.write(Requests.webSocket("/api/websocket"));
                assertThat(wire.readAnswer()).startsWith("HTTP/1.1 200 ");
            }
            assertThat(proxy.get("/")).endsWith("ok");
            assertThat(origin.connections()).isEqualTo(2);
        }
    }
}
