package dev.portcullis.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrontProxyTest {

    private static final byte[] SIGNATURE = {0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A};

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "203.0.113.9 | 203.0.113.9",
                "203.0.113.9, 198.51.100.7 | 203.0.113.9",
                "6.6.6.6, 203.0.113.9, 198.51.100.7 | 203.0.113.9",
                "garbage, 203.0.113.9, 198.51.100.7 | 203.0.113.9",
                "2001:db8::7 | 2001:db8::7",
                "::ffff:203.0.113.9 | 203.0.113.9"
            })
    void a_listed_proxys_chain_is_walked_from_the_right(String chain, String client) throws IOException {
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(origin, s -> s.forwardedFrom("127.0.0.1/32", "198.51.100.0/24"))) {
            assertThat(proxy.get("/", "X-Forwarded-For: " + chain)).endsWith("ok");
            assertThat(Wire.field(origin.onlyHead(), "X-Forwarded-For")).isEqualTo(client);
        }
    }

    @Test
    void several_fields_are_one_chain() throws IOException {
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(origin, s -> s.forwardedFrom("127.0.0.1/32", "198.51.100.0/24"))) {
            proxy.get("/", "X-Forwarded-For: 6.6.6.6, 203.0.113.9", "X-Forwarded-For: 198.51.100.7");

            assertThat(Wire.field(origin.onlyHead(), "X-Forwarded-For")).isEqualTo("203.0.113.9");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "203.0.113.9,", "203.0.113.9:443", "unknown", "[2001:db8::1]", "203.0.113.09"})
    void a_listed_proxy_that_vouches_for_no_address_is_refused(String chain) throws IOException {
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(origin, s -> s.forwardedFrom("127.0.0.1/32"))) {
            assertThat(proxy.get("/", "X-Forwarded-For: " + chain))
                    .startsWith("HTTP/1.1 400 ")
                    .contains("forwarded-for");
            assertThat(origin.heads()).isEmpty();
        }
    }

    @Test
    void whoever_is_not_listed_is_not_believed() throws IOException {
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(origin, s -> s.forwardedFrom("198.51.100.0/24"))) {
            proxy.get("/", "X-Forwarded-For: 203.0.113.9, 198.51.100.7");

            assertThat(Wire.field(origin.onlyHead(), "X-Forwarded-For")).isEqualTo("127.0.0.1");
        }
    }

    private static String behind(TestProxy proxy, byte[] header) throws IOException {
        Socket plain = proxy.plain();
        plain.getOutputStream().write(header);
        try (Wire wire = new Wire(TestTls.secure(plain, TestProxy.HOST))) {
            wire.write(Requests.closing("GET /"));
            return wire.readToEnd();
        }
    }

    private static byte[] v2(int command, int family, byte... rest) {
        byte[] header = new byte[16 + rest.length];
        System.arraycopy(SIGNATURE, 0, header, 0, 12);
        header[12] = (byte) command;
        header[13] = (byte) family;
        header[14] = (byte) (rest.length >> 8);
        header[15] = (byte) rest.length;
        System.arraycopy(rest, 0, header, 16, rest.length);
        return header;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Test
    void a_proxy_protocol_header_names_the_client() throws IOException {
        byte[] four = {(byte) 203, 0, 113, 9, 10, 0, 0, 1, 1, 1, 1, (byte) 0xBB};
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(origin, s -> s.proxyProtocolFrom("127.0.0.1/32"))) {
            assertThat(behind(proxy, ascii("PROXY TCP4 203.0.113.9 10.0.0.1 5000 443\r\n")))
                    .endsWith("ok");
            assertThat(behind(proxy, ascii("PROXY TCP6 2001:db8::7 ::1 5000 443\r\n")))
                    .endsWith("ok");
            assertThat(behind(proxy, ascii("PROXY UNKNOWN\r\n"))).endsWith("ok");
            assertThat(behind(proxy, v2(0x21, 0x11, four))).endsWith("ok");
            assertThat(behind(proxy, v2(0x20, 0x00))).endsWith("ok");

            assertThat(origin.heads().stream().map(head -> Wire.field(head, "X-Forwarded-For")))
                    .containsExactly("203.0.113.9", "2001:db8::7", "127.0.0.1", "203.0.113.9", "127.0.0.1");
        }
    }

    @Test
    void a_header_in_single_bytes_is_a_header() throws IOException {
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(origin, s -> s.proxyProtocolFrom("127.0.0.1/32"))) {
            Socket plain = proxy.plain();
            plain.setTcpNoDelay(true);
            for (byte octet : ascii("PROXY TCP4 203.0.113.9 10.0.0.1 5000 443\r\n")) {
                plain.getOutputStream().write(octet);
            }
            try (Wire wire = new Wire(TestTls.secure(plain, TestProxy.HOST))) {
                wire.write(Requests.closing("GET /"));

                assertThat(wire.readToEnd()).endsWith("ok");
                assertThat(Wire.field(origin.onlyHead(), "X-Forwarded-For")).isEqualTo("203.0.113.9");
            }
        }
    }

    private static boolean closedWithoutAByte(Socket socket, byte[] sent) throws IOException {
        try (socket) {
            socket.getOutputStream().write(sent);
            return socket.getInputStream().read() < 0;
        } catch (java.net.SocketException e) {
            return true;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "PROXY TCP4 203.0.113.9 10.0.0.1 5000\r\n",
                "PROXY TCP4 203.0.113.256 10.0.0.1 5000 443\r\n",
                "PROXY TCP6 203.0.113.9 10.0.0.1 5000 443\r\n",
                "PROXY TCP4 203.0.113.9 10.0.0.1 5000 443\n",
                "proxy TCP4 203.0.113.9 10.0.0.1 5000 443\r\n",
                "GET / HTTP/1.1\r\n\r\n",
                "\r\n\r\n\0\r\nQUIX\n"
            })
    void a_listed_peer_without_a_valid_header_is_closed(String header) throws IOException {
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(origin, s -> s.proxyProtocolFrom("127.0.0.1/32"))) {
            assertThat(closedWithoutAByte(proxy.plain(), ascii(header))).isTrue();
        }
    }

    @Test
    void a_flood_of_options_is_closed() throws IOException {
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(origin, s -> s.proxyProtocolFrom("127.0.0.1/32"))) {
            assertThat(closedWithoutAByte(proxy.plain(), v2(0x21, 0x11, new byte[60_000])))
                    .isTrue();
            assertThat(closedWithoutAByte(proxy.plain(), v2(0x21, 0x11, new byte[11])))
                    .isTrue();
            assertThat(closedWithoutAByte(proxy.plain(), v2(0x31, 0x11, new byte[12])))
                    .isTrue();
        }
    }

    @Test
    void a_listed_peer_that_says_nothing_is_closed_in_time() throws IOException {
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(
                        origin,
                        s -> s.proxyProtocolFrom("127.0.0.1/32")
                                .timeouts(Settings.handshakeTime(Duration.ofMillis(300))))) {
            assertThat(closedWithoutAByte(proxy.plain(), new byte[0])).isTrue();
        }
    }

    @Test
    void an_unlisted_peer_that_sends_a_header_is_not_served() throws IOException {
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(origin)) {
            for (byte[] header :
                    new byte[][] {ascii("PROXY TCP4 203.0.113.9 10.0.0.1 5000 443\r\n"), v2(0x21, 0x11, new byte[12])
                    }) {
                try (Socket plain = proxy.plain()) {
                    plain.getOutputStream().write(header);
                    plain.shutdownOutput();
                    byte[] answer = plain.getInputStream().readAllBytes();

                    // At most a TLS alert: 21, two bytes of version, two of length, two of alert.
                    assertThat(answer.length).isIn(0, 7);
                }
            }
            assertThat(origin.heads()).isEmpty();
        }
    }
}
