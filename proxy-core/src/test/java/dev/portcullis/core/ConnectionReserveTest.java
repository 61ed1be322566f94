package dev.portcullis.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectionReserveTest {

    private static final String HOME = "127.0.0.7";
    private static final String STRANGER = "127.0.0.1";

    private final RefusalRecorder refusals = new RefusalRecorder();
    private final List<Socket> held = new ArrayList<>();

    @AfterEach
    void close() throws IOException {
        for (Socket socket : held) {
            socket.close();
        }
    }

    private TestProxy before(Origin origin, UnaryOperator<Settings> change) {
        return TestProxy.before(
                origin,
                s -> change.apply(s.lan(HOME + "/32", "10.0.0.0/8")
                        .timeouts(Settings.handshakeTime(Duration.ofMinutes(10)))
                        .events(refusals)));
    }

    private static Socket from(String address, int port) throws IOException {
        Socket socket = new Socket("127.0.0.1", port, InetAddress.getByName(address), 0);
        socket.setSoTimeout(30_000);
        return socket;
    }

    private Socket holding(TestProxy proxy, int port, String address) throws IOException {
        int before = proxy.server().status().connections();
        Socket socket = from(address, port);
        held.add(socket);
        Eventually.equal(before + 1, () -> proxy.server().status().connections());
        return socket;
    }

    private static String asked(Socket plain) throws IOException {
        try (Wire wire = new Wire(TestTls.secure(plain, TestProxy.HOST), plain)) {
            wire.write(Requests.closing("GET /"));
            return wire.readToEnd();
        }
    }

    private static boolean isClosed(Socket plain) throws IOException {
        try (plain) {
            return plain.getInputStream().read() < 0;
        } catch (SocketException e) {
            return true;
        }
    }

    @Test
    void a_house_full_of_strangers_still_lets_the_household_in() throws IOException {
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = before(origin, s -> s.connections(4, 2))) {
            holding(proxy, proxy.port(), STRANGER);
            Wire second = new Wire(TestTls.secure(holding(proxy, proxy.port(), "127.0.0.2"), TestProxy.HOST));

            assertThat(isClosed(from("127.0.0.3", proxy.port()))).isTrue();
            assertThat(asked(from(HOME, proxy.port()))).endsWith("ok");
            assertThat(asked(from(HOME, proxy.port()))).endsWith("ok");
            assertThat(refusals.told()).containsExactly("127.0.0.3 connection-limit");

            second.close();
            Eventually.equal(1, () -> proxy.server().status().connections());
            assertThat(asked(from("127.0.0.3", proxy.port()))).endsWith("ok");
        }
    }

    @Test
    void what_is_reserved_is_a_part_of_all_and_the_household_may_take_every_place() throws IOException {
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = before(origin, s -> s.connections(3, 1))) {
            holding(proxy, proxy.port(), HOME);
            holding(proxy, proxy.port(), HOME);
            holding(proxy, proxy.port(), HOME);

            assertThat(isClosed(from(HOME, proxy.port()))).isTrue();
            assertThat(isClosed(from(STRANGER, proxy.port()))).isTrue();
        }
    }

    @Test
    void places_that_the_household_holds_are_not_taken_from_the_internets_part() throws IOException {
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = before(origin, s -> s.connections(3, 2))) {
            holding(proxy, proxy.port(), HOME);
            holding(proxy, proxy.port(), HOME);

            assertThat(asked(from(STRANGER, proxy.port()))).endsWith("ok");
        }
    }

    private Socket named(Socket plain, String client) throws IOException {
        plain.getOutputStream()
                .write(("PROXY TCP4 " + client + " 127.0.0.1 40000 443\r\n").getBytes(StandardCharsets.ISO_8859_1));
        return plain;
    }

    @Test
    void behind_a_proxy_protocol_header_the_client_decides() throws IOException {
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = before(origin, s -> s.connections(3, 2).proxyProtocolFrom(STRANGER + "/32"))) {
            assertThat(asked(named(from(STRANGER, proxy.port()), "203.0.113.9")))
                    .endsWith("ok");
            Eventually.equal(0, () -> proxy.server().status().connections());
            Wire inside = new Wire(
                    TestTls.secure(named(holding(proxy, proxy.port(), STRANGER), "203.0.113.9"), TestProxy.HOST));

            assertThat(isClosed(named(from(STRANGER, proxy.port()), "203.0.113.10")))
                    .isTrue();
            assertThat(refusals.told()).containsExactly("203.0.113.10 connection-limit");
            assertThat(asked(named(from(STRANGER, proxy.port()), "10.0.0.5"))).endsWith("ok");
            assertThat(asked(named(from(STRANGER, proxy.port()), "10.0.0.5"))).endsWith("ok");

            inside.close();
            Eventually.equal(0, () -> proxy.server().status().connections());
            assertThat(asked(named(from(STRANGER, proxy.port()), "203.0.113.10")))
                    .endsWith("ok");
        }
    }

    private static final HttpChallenges AWAITED = new HttpChallenges() {
        @Override
        public boolean awaited() {
            return true;
        }

        @Override
        public Optional<String> keyAuthorization(String token) {
            return Optional.empty();
        }
    };

    @Test
    void strangers_who_may_come_to_validate_take_nothing_of_the_reserve() throws IOException {
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = before(origin, s -> s.connections(3, 1).challenges(AWAITED))) {
            for (int i = 0; i < 10; i++) {
                holding(proxy, proxy.httpPort(), STRANGER);
            }
            try (Wire wire = new Wire(from(HOME, proxy.httpPort()))) {
                wire.write(Requests.closing("GET /"));

                assertThat(wire.readToEnd()).startsWith("HTTP/1.1 308 ");
            }
        }
    }
}
