package dev.portcullis.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.core.ProxyConfig.Upstream;
import dev.portcullis.core.ProxyConfig.UpstreamTls;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/// However many streams clients open, only so many connections to the upstream come of them.
class UpstreamFullTest {

    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private final RefusalRecorder refusals = new RefusalRecorder();
    private final CountDownLatch over = new CountDownLatch(1);

    /// Holds `/held` until the test says so, opens tunnels, and answers everything else.
    private Origin holding() throws IOException {
        return Origin.answering((head, wire) -> {
            if (head.contains("Upgrade: websocket")) {
                wire.write(Requests.switching());
                wire.in().readAllBytes();
                wire.close();
                return;
            }
            if (head.contains("/held")) {
                UpstreamPoolTest.await(over);
            }
            wire.write(OK);
        });
    }

    private static void holds(Http2Wire wire, int streams, Origin origin) {
        int before = origin.connections();
        for (int i = 0; i < streams; i++) {
            wire.get(2 * i + 1, "/held");
        }
        Eventually.equal(before + streams, origin::connections);
    }

    @Test
    void one_client_has_its_share_over_all_its_connections_and_websockets_count() throws IOException {
        try (Origin origin = holding();
                TestProxy proxy =
                        TestProxy.before(origin, s -> s.atUpstream(100, 8).events(refusals));
                Http2Wire first = Http2Wire.connect(proxy);
                Http2Wire second = Http2Wire.connect(proxy);
                Wire socket = proxy.connect()) {
            holds(first, 4, origin);
            holds(second, 3, origin);
            socket.write(Requests.webSocket("/api/websocket"));
            assertThat(socket.readHead()).startsWith("HTTP/1.1 101 ");

            second.get(21, "/one-too-many");
            Http2Answer answer = second.answer(21);
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.field("retry-after")).isEqualTo("5");
            assertThat(answer.body()).startsWith("upstream-full: ");
            assertThat(proxy.get("/", "Accept: text/html")).startsWith("HTTP/1.1 503 ");

            assertThat(origin.connections()).isEqualTo(8);
            assertThat(refusals.told()).containsExactly("127.0.0.1 upstream-full", "127.0.0.1 upstream-full");
            over.countDown();
        }
    }

    @Test
    void who_ends_what_it_has_makes_room_however_it_ends() throws IOException {
        try (Origin origin = holding();
                TestProxy proxy = TestProxy.before(origin, s -> s.atUpstream(100, 1));
                Http2Wire wire = Http2Wire.connect(proxy)) {
            for (int stream = 1; stream < 20; stream += 2) {
                wire.get(stream, "/held");
                Eventually.equal(stream / 2 + 1, origin::connections);
                wire.reset(stream, Http2Frame.CANCEL);
                wire.pinged();
            }
            for (int i = 0; i < 3; i++) {
                try (Wire socket = proxy.connect()) {
                    socket.write(Requests.webSocket("/api/websocket"));
                    assertThat(socket.readHead()).startsWith("HTTP/1.1 101 ");
                    assertThat(proxy.get("/")).startsWith("HTTP/1.1 503 ");
                }
                Eventually.equal(0, () -> proxy.server().status().tunnels());
            }
            for (int i = 0; i < 3; i++) {
                assertThat(proxy.get("/")).endsWith("ok");
            }
        }
    }

    @Test
    void an_upstream_that_cannot_be_reached_uses_up_no_place() throws IOException {
        try (TestProxy proxy =
                TestProxy.before(new Upstream("127.0.0.1", 1, new UpstreamTls.Plain()), s -> s.atUpstream(2, 2))) {
            for (int i = 0; i < 5; i++) {
                assertThat(proxy.get("/")).startsWith("HTTP/1.1 503 ").contains("upstream-down");
            }
        }
    }

    /// 10 in all, of which the internet gets 9.
    @Test
    void the_internet_fills_all_but_a_tenth_and_the_household_is_served() throws IOException {
        try (Origin origin = holding();
                TestProxy proxy = TestProxy.before(
                        origin, s -> s.atUpstream(10, 10).lan("192.0.2.0/24").forwardedFrom("127.0.0.1/32"))) {
            List<Wire> strangers = new ArrayList<>();
            for (int i = 1; i <= 9; i++) {
                Wire wire = proxy.connect();
                strangers.add(wire);
                wire.write(Requests.keeping("GET /held", "X-Forwarded-For: 203.0.113." + i));
            }
            Eventually.equal(9, origin::connections);
            assertThat(proxy.get("/", "X-Forwarded-For: 203.0.113.99")).contains("upstream-full: ");
            assertThat(proxy.get("/", "X-Forwarded-For: 192.0.2.7")).endsWith("ok");
            over.countDown();
            for (Wire wire : strangers) {
                assertThat(wire.readAnswer()).endsWith("ok");
                wire.close();
            }
            assertThat(proxy.get("/", "X-Forwarded-For: 203.0.113.99")).endsWith("ok");
        }
    }

    /// 2,000 streams of one client; without a bound, as many connections to the house.
    @Test
    void twenty_connections_full_of_streams_open_no_more_than_two_hundred() throws IOException {
        try (Origin origin = holding();
                TestProxy proxy = TestProxy.before(origin)) {
            List<Http2Wire> wires = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                Http2Wire wire = Http2Wire.connect(proxy);
                wires.add(wire);
                for (int stream = 1; stream < 200; stream += 2) {
                    wire.get(stream, "/held");
                }
                wire.pinged();
            }
            Eventually.equal(200, origin::connections);
            Eventually.equal(1800L, () -> proxy.server().status().refused());
            over.countDown();
            for (Http2Wire wire : wires) {
                wire.close();
            }
        }
    }
}
