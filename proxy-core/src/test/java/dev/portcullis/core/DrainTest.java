package dev.portcullis.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class DrainTest {

    @Test
    void a_request_in_flight_finishes_idle_ones_end_and_new_ones_are_refused() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (Origin origin = Origin.answering((head, wire) -> {
                    asked.countDown();
                    UpstreamPoolTest.await(goOn);
                    wire.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\ndone");
                });
                TestProxy proxy = TestProxy.before(origin);
                Wire busy = proxy.connect();
                Wire idle = proxy.connect()) {
            busy.write(Requests.keeping("GET /"));
            UpstreamPoolTest.await(asked);
            int port = proxy.port();
            Thread stop = Thread.ofVirtual().start(proxy::close);

            assertThat(idle.readToEnd()).isEmpty();
            assertThatThrownBy(() -> new java.net.Socket("127.0.0.1", port)).isInstanceOf(IOException.class);
            goOn.countDown();
            assertThat(busy.readToEnd()).contains("Connection: close\r\n").endsWith("done");
            stop.join();
        }
    }

    @Test
    void a_request_that_does_not_finish_is_cut_when_the_time_is_up() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        try (Origin origin = Origin.answering((head, wire) -> {
                    asked.countDown();
                    UpstreamPoolTest.await(never);
                });
                TestProxy proxy =
                        TestProxy.before(origin, s -> s.timeouts(Settings.drainTime(Duration.ofMillis(300))));
                Wire busy = proxy.connect()) {
            busy.write(Requests.keeping("GET /"));
            UpstreamPoolTest.await(asked);
            proxy.close();

            assertThat(busy.readToEnd()).isEmpty();
            never.countDown();
        }
    }

    @Test
    void an_answer_that_a_slow_client_has_not_read_yet_arrives_whole() throws Exception {
        int size = 8 * 1024 * 1024;
        try (Origin origin = Origin.answering((head, wire) -> {
                    wire.write("HTTP/1.1 200 OK\r\nContent-Length: " + size + "\r\n\r\n");
                    wire.out().write(new byte[size]);
                });
                TestProxy proxy = TestProxy.before(origin);
                Wire wire = proxy.connect()) {
            wire.write(Requests.keeping("GET /backup"));
            wire.readHead();
            Thread stop = Thread.ofVirtual().start(proxy::close);

            assertThat(wire.in().readAllBytes()).hasSize(size);
            stop.join();
        }
    }

    @Test
    void a_websocket_that_opens_too_late_is_told_goodbye_at_once() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        try (Origin origin = Origin.answering((head, wire) -> {
                    asked.countDown();
                    UpstreamPoolTest.await(goOn);
                    wire.write(Requests.switching());
                    wire.in().readAllBytes();
                });
                TestProxy proxy = TestProxy.before(origin, s -> s.timeouts(Settings.drainTime(Duration.ofHours(1))));
                Wire opening = proxy.connect();
                Wire idle = proxy.connect()) {
            opening.write(Requests.webSocket("/api/websocket"));
            UpstreamPoolTest.await(asked);
            Thread stop = Thread.ofVirtual().start(proxy::close);
            assertThat(idle.readToEnd()).as("the drain has begun").isEmpty();
            goOn.countDown();

            assertThat(opening.readHead()).startsWith("HTTP/1.1 101 ");
            assertThat(opening.in().readAllBytes()).containsExactly(0x88, 2, 0x03, 0xE9);
            stop.join();
        }
    }
}
