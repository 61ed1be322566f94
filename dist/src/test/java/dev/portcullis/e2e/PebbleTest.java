package dev.portcullis.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Certificates as an owner sees them: `portcullis run` with a real authority, which looks for it on its https port.
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class PebbleTest {

    private static final byte[] PING = {(byte) 0x89, (byte) 0x80, 0, 0, 0, 0};

    @TempDir
    static Path shared;

    private static CertifiedHouse certified;
    private static int port;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws IOException, CertificateException {
        certified = CertifiedHouse.start(shared);
        port = certified.pebble().tlsPort();
    }

    @AfterAll
    static void end() {
        certified.close();
    }

    @Test
    void a_first_start_gets_a_certificate_and_a_second_one_serves_it_at_once_without_an_order() throws IOException {
        X509Certificate first;
        try (Program server = Program.configured(folder, List.of(), certified.yaml())) {
            first = certified.awaited(port, CertifiedHouse.HOST);
            assertThat(Visitor.ask(port, CertifiedHouse.HOST, "GET", "/").status())
                    .isEqualTo(200);
            Program.Ended list = say("certs", "list");
            assertThat(list.exit()).as(list.out()).isZero();
            assertThat(list.out()).contains(CertifiedHouse.HOST, "localhost:", " valid");
            assertThat(folder.resolve("state/certificates/acme/accounts")).isDirectoryContaining("glob:**.pem");
            Program.Ended json = say("certs", "--json");
            assertThat(JsonList.of(json.out(), "certificates", "challenge")).containsExactly("tls-alpn-01");
            assertThat(JsonList.of(json.out(), "certificates", "serving")).containsExactly("acme");
            Program.Ended status = say("status");
            assertThat(status.exit()).as(status.out()).isZero();
            server.terminate();
            assertThat(server.ended().exit()).isZero();
        }
        Program.Ended kept = say("certs");
        assertThat(kept.exit()).as(kept.out()).isZero();
        assertThat(kept.out()).contains(" valid");
        long orders = certified.orders();
        try (Program server = Program.configured(folder, List.of(), certified.yaml())) {
            assertThat(certified.verified(port, CertifiedHouse.HOST)).isEqualTo(first);
            Program.Ended list = say("certs");
            assertThat(list.exit()).as(list.out()).isZero();
            server.terminate();
            assertThat(server.ended().exit()).isZero();
        }
        assertThat(orders).isPositive();
        assertThat(certified.orders()).isEqualTo(orders);
    }

    @Test
    void renew_gives_new_visitors_another_certificate_and_old_connections_live_on() throws IOException {
        try (Program server = Program.configured(folder, List.of(), certified.yaml())) {
            X509Certificate before = certified.awaited(port, CertifiedHouse.HOST);
            try (Visitor old = new Visitor(port, CertifiedHouse.HOST);
                    Visitor socket = websocket()) {
                assertThat(old.exchange("GET", "/").status()).isEqualTo(200);

                Program.Ended renewed = say("certs", "renew");

                assertThat(renewed.exit()).as(renewed.out() + renewed.err()).isZero();
                assertThat(renewed.out()).contains("ok", CertifiedHouse.HOST, "ends in");
                X509Certificate after = certified.verified(port, CertifiedHouse.HOST);
                assertThat(after.getSerialNumber()).isNotEqualTo(before.getSerialNumber());
                assertThat(after.getPublicKey()).isNotEqualTo(before.getPublicKey());
                assertThat(old.exchange("GET", "/").status()).isEqualTo(200);
                socket.socket().getOutputStream().write(PING);
                assertThat(socket.in().readNBytes(2)).isEqualTo(new byte[] {(byte) 0x8a, 0});
            }
            server.terminate();
            assertThat(server.ended().exit()).isZero();
        }
    }

    /// Its first message is read.
    private static Visitor websocket() throws IOException {
        Visitor visitor = new Visitor(port, CertifiedHouse.HOST);
        visitor.send(
                "GET",
                "/api/websocket",
                "Connection: Upgrade",
                "Upgrade: websocket",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==");
        assertThat(visitor.head().status()).isEqualTo(101);
        InputStream in = visitor.in();
        assertThat(in.read()).isEqualTo(0x81);
        in.skipNBytes(in.read());
        return visitor;
    }

    @Test
    void certs_test_tells_every_step_and_changes_nothing() throws IOException {
        try (Program server = Program.configured(folder, List.of(), certified.yaml())) {
            X509Certificate before = certified.awaited(port, CertifiedHouse.HOST);

            Program.Ended test = say("certs", "test");

            assertThat(test.exit()).as(test.out() + test.err()).isZero();
            assertThat(test.out())
                    .containsSubsequence(
                            CertifiedHouse.HOST,
                            "directory",
                            "account",
                            "order",
                            "answer",
                            "validation",
                            "finish",
                            "certificate",
                            "A certificate can be had");
            assertThat(certified.verified(port, CertifiedHouse.HOST)).isEqualTo(before);
            server.terminate();
            assertThat(server.ended().exit()).isZero();
        }
    }

    /// Pebble comes from 127.0.0.1.
    @Test
    void the_authority_gets_in_from_a_banned_address() throws IOException {
        Program.write(folder.resolve("portcullis.yaml"), certified.yaml());
        Program.Ended banned = say("bans", "add", "127.0.0.1", "--force", "--reason", "everybody here");
        assertThat(banned.exit()).as(banned.err()).isZero();
        try (Program server = Program.configured(folder, List.of(), certified.yaml())) {
            server.line("certificate for " + CertifiedHouse.HOST + ": obtained");

            Program.Ended list = say("certs");

            assertThat(list.exit()).as(list.out()).isZero();
            assertThat(list.out()).contains(" valid");
            assertThat(isTurnedAway()).isTrue();
            Program.Ended unbanned = say("bans", "remove", "127.0.0.1");
            assertThat(unbanned.exit()).as(unbanned.err()).isZero();
            assertThat(certified.verified(port, CertifiedHouse.HOST)).isNotNull();
        }
    }

    private static boolean isTurnedAway() throws IOException {
        try (Socket plain = new Socket("127.0.0.1", port)) {
            plain.setSoTimeout((int) Patience.LIMIT.toMillis());
            plain.getOutputStream().write(Tls.hello(CertifiedHouse.HOST));
            return plain.getInputStream().read() < 0;
        } catch (SocketException _) {
            return true;
        }
    }

    @Test
    void an_authority_that_finds_nobody_is_told_of_with_the_repair_while_the_house_stays_open() throws IOException {
        String elsewhere = certified.yaml("https: [\"127.0.0.1:0\"]", "[" + CertifiedHouse.HOST + "]", "");
        try (Program server = Program.configured(folder, List.of(), elsewhere)) {
            assertThat(server.line("certificate for " + CertifiedHouse.HOST + ": not obtained"))
                    .contains("Next attempt");

            assertThat(Visitor.ask(server.port(), CertifiedHouse.HOST, "GET", "/")
                            .status())
                    .isEqualTo(200);
            Program.Ended list = say("certs");
            assertThat(list.exit()).as(list.out()).isEqualTo(1);
            assertThat(list.out())
                    .contains("failed, self-signed is served", "port_closed", "Found", "What to do", "Tried again");
            assertThat(JsonText.member(say("certs", "--json").out(), "cause")).isEqualTo("port_closed");
            Program.Ended status = say("status");
            assertThat(status.exit()).as(status.out()).isEqualTo(1);
            assertThat(status.out()).contains("none yet", "meanwhile self-signed", "what to do: Forward");
            Program.Ended test = say("certs", "test");
            assertThat(test.exit()).as(test.out()).isEqualTo(1);
            assertThat(test.out()).containsSubsequence("directory", "order", "answer", "FAILED", "What to do");
        }
    }

    @Test
    void a_name_added_to_a_site_that_cannot_be_proven_does_not_cost_the_others_their_certificate() throws IOException {
        X509Certificate first;
        try (Program server = Program.configured(folder, List.of(), certified.yaml())) {
            first = certified.awaited(port, CertifiedHouse.HOST);
            server.terminate();
            assertThat(server.ended().exit()).isZero();
        }
        String more = certified.yaml("https: [\"127.0.0.1:0\"]", "[new.test, " + CertifiedHouse.HOST + "]", "");
        try (Program server = Program.configured(folder, List.of(), more)) {
            server.line("certificate for new.test: not obtained");
            assertThat(certified.verified(server.port(), CertifiedHouse.HOST)).isEqualTo(first);
            assertThat(say("certs").exit()).isEqualTo(1);
        }
    }

    private Program.Ended say(String... arguments) {
        return Program.run(folder, arguments);
    }
}
