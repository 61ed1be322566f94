package dev.portcullis.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.rules.limit.LimitPolicy.Bucket;
import dev.portcullis.rules.path.PathPattern;
import dev.portcullis.rules.route.Exposure;
import dev.portcullis.rules.route.Origins;
import dev.portcullis.rules.route.Route;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The configuration of a running proxy is changed: what a household notices of it.
class ReloadTest {

    /// Switches and echoes for `/api/websocket…`, else says `ok`.
    static Origin house() throws IOException {
        return Origin.answering((head, wire) -> {
            if (head.contains("Upgrade: websocket")) {
                wire.write(Http2WebSocketTest.switching(head));
                wire.in().transferTo(wire.out());
                wire.close();
            } else {
                wire.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            }
        });
    }

    static void assertEchoes(Wire wire) throws IOException {
        wire.write("ping");
        assertThat(wire.read(4)).isEqualTo("ping");
    }

    static Wire socket(TestProxy proxy, String path) throws IOException {
        Wire wire = proxy.connect();
        wire.write(Requests.webSocket(path));
        assertThat(wire.readHead()).startsWith("HTTP/1.1 101 ");
        return wire;
    }

    static String ask(Wire wire, String target) throws IOException {
        wire.write(Requests.keeping("GET " + target));
        return wire.readAnswer();
    }

    @Test
    void a_request_on_an_old_connection_is_judged_by_the_new_rules() throws IOException {
        try (Origin origin = house();
                TestProxy proxy = TestProxy.before(origin, s -> s.exposing("/old"));
                Wire wire = proxy.connect()) {
            assertThat(ask(wire, "/old")).endsWith("ok");

            assertThat(proxy.reload(s -> s.exposing("/new"))).isZero();

            assertThat(ask(wire, "/new")).endsWith("ok");
            wire.write(Requests.keeping("GET /old"));
            assertThat(wire.readToEnd()).isEmpty();
        }
    }

    @Test
    void a_websocket_that_no_rule_exposes_any_more_is_closed_and_the_others_stay() throws IOException {
        try (Origin origin = house();
                TestProxy proxy = TestProxy.before(origin);
                Wire kept = socket(proxy, "/api/websocket");
                Wire dropped = socket(proxy, "/api/websocket2");
                Http2Wire wire = Http2Wire.connect(proxy)) {
            Http2WebSocketTest.open(wire, 1);
            wire.message(1);

            int ended = proxy.reload(s -> s.exposing("/api/websocket"));

            assertThat(ended).isOne();
            assertThat(dropped.readToEnd()).isEmpty();
            assertEchoes(kept);
            wire.data(1, false, "ping");
            assertThat(new String(wire.message(1).data(), StandardCharsets.US_ASCII))
                    .isEqualTo("ping");

            assertThat(proxy.reload(s -> s.exposing("/else"))).isEqualTo(2);
            assertThat(kept.readToEnd()).isEmpty();
            Http2Frame end = wire.message(1);
            assertThat(end.type()).isEqualTo(Http2Frame.RST_STREAM);
            Eventually.equal(0, () -> proxy.server().status().tunnels());
            // The connection serves on.
            wire.get(3, "/else");
            assertThat(wire.message(3).field(":status")).isEqualTo("200");
        }
    }

    @Test
    void the_new_limits_at_upstreams_hold_at_once_and_what_is_open_counts() throws IOException {
        try (Origin origin = house();
                TestProxy proxy = TestProxy.before(origin, s -> s.atUpstream(100, 1));
                Wire held = socket(proxy, "/api/websocket")) {
            assertThat(proxy.get("/")).startsWith("HTTP/1.1 503 ");

            assertThat(proxy.reload(s -> s.atUpstream(100, 2))).isZero();

            assertThat(proxy.get("/")).endsWith("ok");
            assertThat(proxy.reload(s -> s.atUpstream(100, 1))).isZero();
            assertThat(proxy.get("/")).startsWith("HTTP/1.1 503 ");
            assertEchoes(held);
        }
    }

    @Test
    void an_answer_under_way_goes_on_or_ends_as_the_new_rules_say() throws Exception {
        CountDownLatch more = new CountDownLatch(1);
        try (Origin origin = Origin.answering((head, wire) -> {
                    wire.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nfirst");
                    UpstreamPoolTest.await(more);
                    wire.write("other");
                });
                TestProxy proxy = TestProxy.before(origin);
                Wire kept = proxy.connect();
                Wire dropped = proxy.connect()) {
            kept.write(Requests.keeping("GET /kept"));
            dropped.write(Requests.keeping("GET /dropped"));
            kept.readHead();
            dropped.readHead();
            assertThat(kept.read(5) + dropped.read(5)).isEqualTo("firstfirst");

            assertThat(proxy.reload(s -> s.exposing("/kept"))).isOne();

            assertThat(dropped.in().read()).isEqualTo(-1);
            more.countDown();
            assertThat(kept.read(5)).isEqualTo("other");
        }
    }

    @Test
    void a_new_name_is_served_and_connections_for_one_that_is_gone_are_closed() throws IOException {
        try (Origin origin = house();
                TestProxy proxy = TestProxy.before(origin, Settings::withoutLan);
                Wire old = proxy.connect()) {
            assertThat(ask(old, "/")).endsWith("ok");

            assertThat(proxy.reload(s -> s.serving("other.test"))).isOne();

            assertThat(old.readToEnd()).isEmpty();
            try (Wire other = proxy.connect("other.test")) {
                other.write("GET / HTTP/1.1\r\nHost: other.test\r\n\r\n");
                assertThat(other.readAnswer()).endsWith("ok");
            }
        }
    }

    @Test
    void sites_may_change_places_and_keep_what_is_theirs() throws IOException {
        try (Origin origin = house();
                TestProxy proxy = TestProxy.before(origin, s -> s.alsoServing("other.test"));
                Wire wire = proxy.connect()) {
            assertThat(ask(wire, "/")).endsWith("ok");

            assertThat(proxy.reload(s -> s.serving("third.test", "other.test", TestProxy.HOST)))
                    .isZero();

            assertThat(ask(wire, "/")).endsWith("ok");
            assertThat(origin.connections()).isOne();
        }
    }

    @Test
    void the_connections_to_an_upstream_that_did_not_change_are_used_on() throws IOException {
        try (Origin origin = house();
                TestProxy proxy = TestProxy.before(origin);
                Wire wire = proxy.connect()) {
            for (int i = 0; i < 5; i++) {
                assertThat(ask(wire, "/")).endsWith("ok");
                assertThat(proxy.reload(s -> s.exposing("/**"))).isZero();
            }
            assertThat(origin.connections()).isOne();
            assertThat(proxy.server().status().upstreams().getFirst().up()).contains(true);
        }
    }

    @Test
    void a_new_upstream_gets_the_next_request_and_the_old_one_finishes_what_it_began() throws Exception {
        CountDownLatch more = new CountDownLatch(1);
        try (Origin old = Origin.answering((head, wire) -> {
                    if (head.contains("/slow")) {
                        UpstreamPoolTest.await(more);
                    }
                    wire.write("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nold");
                    // Closed by us once nobody asks it any more.
                    if (!head.contains("/slow")) {
                        assertThat(wire.in().read()).isEqualTo(-1);
                        more.countDown();
                    }
                });
                Origin next = Origin.saying("next");
                TestProxy proxy = TestProxy.before(old);
                Wire slow = proxy.connect();
                Wire quick = proxy.connect();
                Wire websocket = proxy.connect()) {
            slow.write(Requests.keeping("GET /slow"));
            Eventually.equal(1, () -> old.heads().size());
            assertThat(ask(quick, "/")).endsWith("old");

            assertThat(proxy.reload(next)).isZero();

            assertThat(ask(quick, "/")).endsWith("next");
            assertThat(slow.readAnswer()).endsWith("old");
            assertThat(ask(slow, "/")).endsWith("next");
            assertThat(ask(websocket, "/")).endsWith("next");
        }
    }

    @Test
    void who_is_at_home_no_more_loses_what_is_open_to_the_household_only() throws IOException {
        List<Route> household =
                Exposure.paths(List.of(PathPattern.parse("/**")), Set.of(), Origins.zones("lan"), OptionalLong.empty());
        try (Origin origin = house();
                TestProxy proxy = TestProxy.before(origin, s -> s.exposing(household));
                Wire wire = proxy.connect();
                Wire socket = socket(proxy, "/api/websocket")) {
            assertThat(ask(wire, "/")).endsWith("ok");

            assertThat(proxy.reload(Settings::withoutLan)).isOne();

            assertThat(socket.readToEnd()).isEmpty();
            wire.write(Requests.keeping("GET /"));
            assertThat(wire.readToEnd()).isEmpty();
        }
    }

    @Test
    void connections_of_a_peer_that_speaks_for_others_from_now_on_begin_anew() throws IOException {
        try (Origin origin = house();
                TestProxy proxy = TestProxy.before(origin);
                Wire wire = proxy.connect()) {
            assertThat(ask(wire, "/")).endsWith("ok");

            assertThat(proxy.reload(s -> s.forwardedFrom("127.0.0.0/8"))).isOne();

            assertThat(wire.readToEnd()).isEmpty();
            assertThat(proxy.get("/", "X-Forwarded-For: 203.0.113.9")).endsWith("ok");
            assertThat(origin.heads().getLast()).contains("X-Forwarded-For: 203.0.113.9\r\n");
            try (Wire front = proxy.connect()) {
                assertThat(ask(front, "/")).endsWith("ok");
                assertThat(proxy.reload(s -> s.forwardedFrom())).isOne();
                assertThat(front.readToEnd()).isEmpty();
            }
        }
    }

    @Test
    void fewer_connections_than_are_open_now_may_be_and_nobody_is_turned_out() throws IOException {
        try (Origin origin = house();
                TestProxy proxy = TestProxy.before(origin);
                Wire one = proxy.connect();
                Wire two = proxy.connect()) {
            assertThat(ask(one, "/") + ask(two, "/")).endsWith("ok");

            assertThat(proxy.reload(s -> s.connections(1, 0))).isZero();

            assertThat(ask(one, "/") + ask(two, "/")).endsWith("ok");
            try (Socket third = proxy.plain()) {
                assertThat(third.getInputStream().read()).isEqualTo(-1);
            }
        }
    }

    @Test
    void what_a_client_used_up_of_a_rules_rate_stays_used_up() throws IOException {
        Bucket two = new Bucket(1, Duration.ofHours(1), 2);
        List<Route> limited =
                Exposure.paths(List.of(PathPattern.parse("/rated")), Set.of(), Settings.ANYWHERE, OptionalLong.empty())
                        .stream()
                        .map(route -> route.withRate(two))
                        .toList();
        List<Route> behindAnother = Stream.concat(
                        Exposure.paths(
                                        List.of(PathPattern.parse("/first")),
                                        Set.of(),
                                        Settings.ANYWHERE,
                                        OptionalLong.empty())
                                .stream()
                                .map(route -> route.withRate(two)),
                        limited.stream())
                .toList();
        try (Origin origin = house();
                TestProxy proxy =
                        TestProxy.before(origin, s -> s.exposing(limited).protection(new RecordingProtection()));
                Wire wire = proxy.connect()) {
            assertThat(ask(wire, "/rated")).endsWith("ok");
            assertThat(ask(wire, "/rated")).endsWith("ok");

            assertThat(proxy.reload(s -> s.exposing(behindAnother))).isZero();

            assertThat(ask(wire, "/rated")).startsWith("HTTP/1.1 429 ");
            assertThat(ask(wire, "/first")).endsWith("ok");
        }
    }
}
