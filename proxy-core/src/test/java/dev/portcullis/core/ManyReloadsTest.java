package dev.portcullis.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The configuration of a running proxy is changed again and again, and nobody notices.
class ManyReloadsTest {

    private static final int SOCKETS = 1_000;
    private static final int STREAMS = 100;
    private static final int RELOADS = 200;
    private static final byte[] PING = "ping".getBytes(StandardCharsets.US_ASCII);

    private static long descriptors() throws IOException {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }

    @Test
    void of_a_thousand_websockets_over_http_1_none_is_dropped() throws IOException {
        List<Wire> wires = new ArrayList<>();
        try (Origin origin = ReloadTest.house();
                TestProxy proxy = TestProxy.before(
                        origin, s -> s.protection(Protection.none()).atUpstream(SOCKETS, SOCKETS))) {
            for (int i = 0; i < SOCKETS; i++) {
                wires.add(ReloadTest.socket(proxy, "/api/websocket"));
            }
            assertThat(proxy.reload(s -> s.exposing("/api/websocket", "/more"))).isZero();
            for (Wire wire : wires) {
                ReloadTest.assertEchoes(wire);
            }
            assertThat(proxy.server().status().tunnels()).isEqualTo(SOCKETS);
        } finally {
            for (Wire wire : wires) {
                wire.close();
            }
        }
    }

    @Test
    void of_a_thousand_websockets_over_http_2_none_is_dropped() throws IOException {
        List<Http2Wire> wires = new ArrayList<>();
        try (Origin origin = ReloadTest.house();
                TestProxy proxy = TestProxy.before(origin, s -> s.atUpstream(SOCKETS, SOCKETS))) {
            for (int i = 0; i < SOCKETS / STREAMS; i++) {
                Http2Wire wire = Http2Wire.connect(proxy);
                wires.add(wire);
                for (int stream = 1; stream < 2 * STREAMS; stream += 2) {
                    Http2WebSocketTest.open(wire, stream);
                    assertThat(wire.message(stream).field(":status")).isEqualTo("200");
                }
            }
            assertThat(proxy.reload(s -> s.exposing("/api/websocket", "/more"))).isZero();
            for (Http2Wire wire : wires) {
                for (int stream = 1; stream < 2 * STREAMS; stream += 2) {
                    wire.data(stream, false, PING);
                    assertThat(wire.message(stream).data()).isEqualTo(PING);
                }
            }
            assertThat(proxy.server().status().tunnels()).isEqualTo(SOCKETS);
        } finally {
            for (Http2Wire wire : wires) {
                wire.close();
            }
        }
    }

    @Test
    void two_hundred_changes_fail_no_request_and_leave_nothing_behind() throws Exception {
        AtomicBoolean on = new AtomicBoolean(true);
        try (Origin origin = ReloadTest.house();
                Origin other = ReloadTest.house();
                TestProxy proxy = TestProxy.before(origin);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            assertThat(proxy.get("/")).endsWith("ok");
            long before = descriptors();
            List<Future<Integer>> visitors = List.of(
                    threads.submit(() -> visit(proxy, on)),
                    threads.submit(() -> visit(proxy, on)),
                    threads.submit(() -> visitAnew(proxy, on)));
            for (int i = 0; i < RELOADS; i++) {
                int now = i;
                assertThat(proxy.reload(i % 2 == 0 ? other : origin)).isZero();
                assertThat(proxy.reload(s -> s.exposing("/", "/rule" + now))).isZero();
            }
            on.set(false);
            for (Future<Integer> visitor : visitors) {
                assertThat(visitor.get()).isPositive();
            }
            // Idle connections to the two upstreams, and nothing else.
            Eventually.equal(true, () -> {
                try {
                    return descriptors() <= before + 10;
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
        }
    }

    private static int visit(TestProxy proxy, AtomicBoolean on) throws IOException {
        int answered = 0;
        try (Wire wire = proxy.connect()) {
            while (on.get()) {
                assertThat(ReloadTest.ask(wire, "/")).endsWith("ok");
                answered++;
            }
        }
        return answered;
    }

    private static int visitAnew(TestProxy proxy, AtomicBoolean on) throws IOException {
        int answered = 0;
        while (on.get()) {
            assertThat(proxy.get("/")).endsWith("ok");
            answered++;
        }
        return answered;
    }
}
