package dev.portcullis.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.core.ProxyConfig.Limits;
import dev.portcullis.core.ProxyConfig.Upstream;
import dev.portcullis.core.ProxyConfig.UpstreamTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListeningTest {

    private static final Upstream NOBODY = new Upstream("127.0.0.1", 9, new UpstreamTls.Plain());

    @Test
    void a_port_in_use_is_named_and_nothing_stays_open() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            int free;
            try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
                free = probe.getLocalPort();
            }
            String message = StartFailures.of(
                    NOBODY,
                    s -> s.https(new ListenAddress("127.0.0.1", free))
                            .http(new ListenAddress("127.0.0.1", taken.getLocalPort())));

            assertThat(message)
                    .startsWith(
                            "listen.http: \"127.0.0.1:" + taken.getLocalPort() + "\": the port is in use (expected: ")
                    .contains("ss -ltnp");
            try (ServerSocket again = new ServerSocket(free, 1, InetAddress.getByName("127.0.0.1"))) {
                assertThat(again.isBound()).isTrue();
            }
        }
    }

    @Test
    void an_address_of_another_machine_is_named() {
        assertThat(StartFailures.of(NOBODY, s -> s.https(new ListenAddress("192.0.2.1", 0))))
                .startsWith("listen.https: \"192.0.2.1:0\": not an address of this machine (expected: ");
    }

    @Test
    void connections_past_the_limit_are_closed_and_later_ones_served() throws IOException {
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(origin, s -> s.limits(new Limits(2, 65_536, 32_768, 200)))) {
            Wire one = proxy.connect();
            Wire two = proxy.connect();
            try (Socket three = proxy.plain()) {
                assertThat(three.getInputStream().read()).isEqualTo(-1);
            }
            one.write(Requests.closing("GET /"));
            assertThat(one.readToEnd()).endsWith("ok");
            one.close();
            two.write(Requests.closing("GET /"));
            assertThat(two.readToEnd()).endsWith("ok");
            two.close();
            Eventually.equal(0, () -> proxy.server().status().connections());
            assertThat(proxy.get("/")).endsWith("ok");
        }
    }

    private static String http(TestProxy proxy, String request) throws IOException {
        try (Wire wire = new Wire(new Socket("127.0.0.1", proxy.httpPort()))) {
            wire.socket().setSoTimeout(30_000);
            wire.write(request);
            return wire.readToEnd();
        } catch (java.net.SocketException e) {
            return "";
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "POST"})
    void plain_http_is_redirected_for_known_hosts(String method) throws IOException {
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(origin)) {
            String answer = http(proxy, Requests.closing(method + " /lovelace?a=b"));

            assertThat(answer).startsWith("HTTP/1.1 308 ");
            assertThat(Wire.field(answer, "Location"))
                    .startsWith("https://home.test")
                    .endsWith("/lovelace?a=b");
            assertThat(origin.connections()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"other.test", "127.0.0.1", "home.test.evil"})
    void plain_http_for_other_hosts_is_closed(String host) throws IOException {
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(origin)) {
            assertThat(http(proxy, "GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n"))
                    .isEmpty();
        }
    }

    @Test
    void live_acme_challenges_are_answered_whatever_the_host_and_nothing_else_is() throws IOException {
        HttpChallenges pending = token -> token.equals("live-1") ? Optional.of("live-1.key") : Optional.empty();
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(origin, s -> s.challenges(pending))) {
            String path = "GET /.well-known/acme-challenge/";

            assertThat(http(proxy, Requests.closing(path + "live-1")))
                    .startsWith("HTTP/1.1 200 ")
                    .endsWith("\r\n\r\nlive-1.key");
            assertThat(http(proxy, Requests.closing(path + "live-1").replace("home.test", "new.test")))
                    .endsWith("live-1.key");
            assertThat(http(proxy, Requests.closing(path + "dead"))).startsWith("HTTP/1.1 404 ");
            assertThat(origin.connections()).isZero();
        }
    }

    @Test
    void a_full_house_on_https_leaves_room_for_an_acme_validation() throws IOException {
        HttpChallenges pending = token -> Optional.of(token + ".key");
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(
                        origin, s -> s.challenges(pending).limits(new Limits(1, 65_536, 32_768, 200)));
                Wire only = proxy.connect();
                Socket onePastTheLimit = proxy.plain()) {
            assertThat(onePastTheLimit.getInputStream().read()).isEqualTo(-1);
            assertThat(http(proxy, Requests.closing("GET /.well-known/acme-challenge/live-1")))
                    .endsWith("\r\n\r\nlive-1.key");
            only.write(Requests.closing("GET /"));
            assertThat(only.readToEnd()).endsWith("ok");
        }
    }
}
