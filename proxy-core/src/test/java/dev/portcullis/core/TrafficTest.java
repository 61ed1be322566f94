package dev.portcullis.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.rules.Otherwise;
import dev.portcullis.rules.path.PathPattern;
import dev.portcullis.rules.route.Exposure;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What is counted of the traffic that passes.
class TrafficTest {

    private static final String HELLO = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello";

    private static Settings onlyOpen(Settings settings) {
        return settings.exposing(Exposure.paths(
                        List.of(PathPattern.parse("/open/**"), PathPattern.parse("/sockets/*")),
                        Set.of(),
                        Settings.ANYWHERE,
                        OptionalLong.empty()))
                .otherwise(Otherwise.FORBIDDEN)
                .generic();
    }

    private static Traffic.Site site(TestProxy proxy) {
        return site(proxy, TestProxy.HOST);
    }

    private static Traffic.Site site(TestProxy proxy, String name) {
        return proxy.server().traffic().sites().stream()
                .filter(site -> site.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static Set<String> requests(Traffic.Site site) {
        return site.requests().stream()
                .map(it -> it.route() + " " + it.status() + " " + it.count())
                .collect(Collectors.toSet());
    }

    private static Traffic.Protocol protocol(TestProxy proxy, String name) {
        return proxy.server().traffic().protocols().stream()
                .filter(protocol -> protocol.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void requests_are_counted_by_site_rule_and_answer() throws IOException {
        try (Origin origin = Origin.answering((head, wire) -> {
                    String body = wire.readBody(head);
                    wire.write(body.isEmpty() ? HELLO : HELLO.replace("200 OK", "404 Not Found"));
                });
                TestProxy proxy = TestProxy.before(origin, TrafficTest::onlyOpen)) {
            proxy.get("/open/1");
            proxy.get("/open/2");
            proxy.exchange(Requests.closing("POST /open/3", "Content-Length: 4") + "abcd");
            proxy.get("/closed");
            proxy.get("/open/%2e%2e/x");
            proxy.exchange("GET / HTTP/1.1\r\nHost: other.test\r\nConnection: close\r\n\r\n");

            Eventually.equal(Set.of("paths 2xx 2", "paths 4xx 1", "none 4xx 2"), () -> requests(site(proxy)));
            assertThat(requests(site(proxy, Traffic.NO_SITE))).containsExactly("none 4xx 1");
            Traffic.Site site = site(proxy);
            assertThat(site.durations().count()).isEqualTo(5);
            assertThat(site.firstBytes().count()).isEqualTo(3);
            assertThat(site.durations().seconds()).isPositive();
            assertThat(site.bytesIn()).isEqualTo(4);
            assertThat(site.bytesOut()).isEqualTo(15);
            assertThat(protocol(proxy, "http/1.1")).isEqualTo(new Traffic.Protocol("http/1.1", 6, 6, 0));
            assertThat(proxy.server().traffic().refusals())
                    .containsEntry("not-exposed", 1L)
                    .containsEntry("path", 1L)
                    .containsEntry("misdirected", 1L)
                    .containsEntry("rate-limit", 0L);
        }
    }

    @Test
    void a_websocket_is_counted_when_it_opens_and_while_it_lasts() throws IOException {
        try (Origin origin = Origin.answering((head, wire) -> {
                    wire.write(Requests.switching());
                    wire.in().transferTo(wire.out());
                    wire.close();
                });
                TestProxy proxy = TestProxy.before(origin, TrafficTest::onlyOpen)) {
            try (Wire wire = proxy.connect()) {
                wire.write(Requests.webSocket("/sockets/1"));
                wire.readHead();
                wire.out().write(new byte[7]);
                wire.out().flush();
                assertThat(wire.in().readNBytes(7)).hasSize(7);

                Traffic.Site open = site(proxy);
                assertThat(open.tunnels()).isOne();
                assertThat(requests(open)).containsExactly("paths 1xx 1");
                assertThat(open.bytesIn()).isEqualTo(7);
                assertThat(open.bytesOut()).isEqualTo(7);
                assertThat(open.upstream().open()).isOne();
                assertThat(protocol(proxy, "http/1.1").open()).isOne();
            }

            Eventually.equal(0L, () -> site(proxy).tunnels());
            assertThat(site(proxy).tunnelsOpened()).isOne();
            assertThat(site(proxy).durations().count()).isZero();
            Eventually.equal(0L, () -> site(proxy).upstream().open());
            Eventually.equal(0L, () -> protocol(proxy, "http/1.1").open());
        }
    }

    @Test
    void streams_of_http2_are_open_until_they_are_answered_or_reset() throws IOException {
        try (Http2House house = new Http2House()) {
            TestProxy proxy = house.proxy();
            try (Http2Wire wire = house.connect()) {
                wire.get(1, "/held");
                wire.get(3, "/held");
                wire.get(5, "/fine");
                assertThat(wire.answer(5).body()).isEqualTo("hello");
                Eventually.equal(2L, () -> protocol(proxy, "h2").open());

                wire.reset(1, 8);
                Eventually.equal(1L, () -> protocol(proxy, "h2").open());
            }

            Eventually.equal(new Traffic.Protocol("h2", 1, 3, 0), () -> protocol(proxy, "h2"));
            assertThat(requests(site(proxy))).containsExactlyInAnyOrder("paths 2xx 1", "paths none 2");
        }
    }

    @Test
    void connections_to_clients_and_to_the_upstream_are_counted() throws IOException {
        try (Origin origin = Origin.saying("hello");
                TestProxy proxy = TestProxy.before(origin)) {
            try (Wire wire = proxy.connect()) {
                wire.write(Requests.keeping("GET /"));
                wire.readHead();
                assertThat(wire.in().readNBytes(5)).hasSize(5);

                Eventually.equal(1L, () -> site(proxy).upstream().idle());
                Traffic traffic = proxy.server().traffic();
                assertThat(traffic.listeners())
                        .containsExactly(new Traffic.Listener("https", 1, 1), new Traffic.Listener("http", 0, 0));
                assertThat(site(proxy).upstream().open()).isOne();
                assertThat(site(proxy).upstream().connects().count()).isOne();
                assertThat(traffic.mostConnections()).isEqualTo(10_000);
                assertThat(traffic.bufferBytes()).isBetween(0L, traffic.mostBufferBytes());
            }
            origin.close();

            Eventually.equal(
                    0, () -> proxy.server().traffic().listeners().getFirst().open());
            Eventually.equal(0L, () -> site(proxy).upstream().idle());
            Eventually.equal(0L, () -> site(proxy).upstream().open());
            proxy.get("/");
            assertThat(site(proxy).upstream().failed()).isOne();
        }
    }

    @Test
    void whoever_leaves_before_the_answer_is_counted_as_unanswered() throws IOException {
        try (Origin origin = Origin.answering((head, wire) -> wire.in().readAllBytes());
                TestProxy proxy = TestProxy.before(origin, TrafficTest::onlyOpen)) {
            Socket plain = proxy.plain();
            plain.setSoLinger(true, 0);
            Wire wire = new Wire(TestTls.secure(plain, TestProxy.HOST), plain);
            wire.write(Requests.keeping("GET /open/1"));
            Eventually.equal(1, () -> origin.heads().size());
            plain.close();

            Eventually.equal(Set.of("paths none 1"), () -> requests(site(proxy)));
            assertThat(protocol(proxy, "http/1.1").open()).isZero();
        }
    }

    @Test
    void whoever_asks_most_comes_first() throws IOException {
        try (Origin origin = Origin.saying("hello");
                TestProxy proxy = TestProxy.before(origin, settings -> settings.forwardedFrom("127.0.0.1"));
                Wire busy = proxy.connect();
                Wire idle = proxy.connect()) {
            for (int i = 0; i < 3; i++) {
                busy.write(Requests.keeping("GET /", "X-Forwarded-For: 203.0.113.9"));
                busy.readHead();
                assertThat(busy.in().readNBytes(5)).hasSize(5);
            }
            idle.write(Requests.keeping("GET /", "X-Forwarded-For: 192.168.1.7"));
            idle.readHead();

            assertThat(proxy.server().busiest(10))
                    .extracting(ClientActivity::toString)
                    .containsExactly(
                            "ClientActivity[client=203.0.113.9, zone=internet, connections=1, requests=3]",
                            "ClientActivity[client=192.168.1.7, zone=lan, connections=1, requests=1]");
            assertThat(proxy.server().busiest(1)).hasSize(1);
        }
    }

    @Test
    void a_handshake_that_fails_is_a_refusal_and_no_handshake() throws IOException {
        try (Origin origin = Origin.saying("hello");
                TestProxy proxy = TestProxy.before(origin)) {
            try (var socket = proxy.plain()) {
                socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                socket.getInputStream().readAllBytes();
            }

            assertThat(proxy.server().traffic().refusals()).containsEntry("handshake", 1L);
            assertThat(proxy.server().traffic().protocols()).allMatch(it -> it.handshakes() == 0);
        }
    }
}
