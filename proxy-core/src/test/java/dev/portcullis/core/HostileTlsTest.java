package dev.portcullis.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// TLS records that no client sends, to both engines: a handshake fails, and nothing else happens (CVE-2025-24970).
class HostileTlsTest {

    private static final int HEADER = 5;

    private static byte[] hello() throws IOException {
        SSLEngine engine = TestTls.trusting().createSSLEngine();
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(TestProxy.HOST)));
        engine.setSSLParameters(parameters);
        ByteBuffer record = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), record);
        return Arrays.copyOf(record.array(), record.position());
    }

    /// A record whose length is right, wrong, nothing or more than any may have (RFC 8446 §5.1).
    private static byte[] record(Random random) {
        byte[] record = new byte[HEADER + random.nextInt(300)];
        random.nextBytes(record);
        int length = record.length - HEADER;
        int announced = switch (random.nextInt(5)) {
            case 0 -> 0;
            case 1 -> 0xffff;
            case 2 -> random.nextInt(1 << 16);
            default -> length;
        };
        record[0] = (byte) (random.nextInt(8) == 0 ? random.nextInt(256) : 20 + random.nextInt(5));
        record[1] = 3;
        record[2] = (byte) random.nextInt(5);
        record[3] = (byte) (announced >> 8);
        record[4] = (byte) announced;
        return record;
    }

    private static byte[] damaged(byte[] hello, Random random) {
        byte[] damaged = hello.clone();
        int from = random.nextInt(4) == 0 ? 0 : HEADER;
        for (int i = random.nextInt(6); i >= 0; i--) {
            damaged[from + random.nextInt(damaged.length - from)] = (byte) random.nextInt(256);
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(damaged, random.nextInt(damaged.length)) : damaged;
    }

    /// The same message in records of a few bytes each.
    private static byte[] inPieces(byte[] hello, Random random) {
        ByteBuffer pieces = ByteBuffer.allocate(hello.length * (HEADER + 1));
        for (int at = HEADER; at < hello.length; ) {
            int length = Math.min(1 + random.nextInt(40), hello.length - at);
            pieces.put(hello, 0, 3).putShort((short) length).put(hello, at, length);
            at += length;
        }
        return Arrays.copyOf(pieces.array(), pieces.position());
    }

    /// What one client does on a connection of its own.
    private interface Rudeness {
        void on(Socket plain) throws IOException;
    }

    /// All of them at once; each waits for the proxy to end its connection.
    private static void suffer(TestProxy proxy, List<Rudeness> clients) {
        List<Future<?>> all = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Rudeness client : clients) {
                all.add(threads.submit(() -> {
                    try (Socket plain = proxy.plain()) {
                        client.on(plain);
                        plain.shutdownOutput();
                        plain.getInputStream().readAllBytes();
                    } catch (SocketException e) {
                        // Reset: an end like any other. A time-out is none.
                    }
                    return null;
                }));
            }
        }
        assertThat(all).allSatisfy(client -> assertThat(client.state()).isEqualTo(Future.State.SUCCESS));
    }

    private static Settings engine(Settings settings, boolean portable) {
        Settings patient = settings.timeouts(Settings.handshakeTime(Duration.ofSeconds(5)));
        return portable ? patient.portable() : patient;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void damaged_hellos_reach_nobody_and_the_next_client_is_served(boolean portable) throws IOException {
        Random random = new Random(20_250_124);
        byte[] hello = hello();
        List<Rudeness> clients = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            byte[] first = switch (i % 3) {
                case 0 -> inPieces(damaged(hello, random), random);
                case 1 -> damaged(hello, random);
                default -> hello;
            };
            byte[] second = record(random);
            byte[] third = record(random);
            clients.add(plain -> {
                plain.getOutputStream().write(first);
                plain.getOutputStream().write(second);
                plain.getOutputStream().write(third);
            });
        }
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(origin, settings -> engine(settings, portable))) {
            suffer(proxy, clients);

            assertThat(proxy.get("/")).endsWith("ok");
            assertThat(origin.heads()).hasSize(1);
            Eventually.equal(0, () -> proxy.server().status().connections());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void records_that_were_never_encrypted_end_the_connection(boolean portable) throws IOException {
        Random random = new Random(24_970);
        List<Rudeness> clients = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            byte[] first = record(random);
            byte[] second = record(random);
            clients.add(plain -> {
                TestTls.secure(plain, TestProxy.HOST);
                plain.getOutputStream().write(first);
                plain.getOutputStream().write(second);
            });
        }
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(origin, settings -> engine(settings, portable))) {
            suffer(proxy, clients);

            assertThat(origin.heads()).isEmpty();
            assertThat(proxy.get("/")).endsWith("ok");
            Eventually.equal(0, () -> proxy.server().status().connections());
        }
    }

    private static long descriptors() {
        try (Stream<Path> open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void connections_that_end_rudely_leave_no_descriptor_behind() throws IOException {
        byte[] hello = hello();
        try (Origin origin = Origin.saying("ok");
                TestProxy proxy = TestProxy.before(origin, settings -> engine(settings, false))) {
            assertThat(proxy.get("/")).endsWith("ok");
            Eventually.equal(0, () -> proxy.server().status().connections());
            long before = descriptors();
            for (int i = 0; i < 200; i++) {
                try (Socket plain = proxy.plain()) {
                    switch (i % 4) {
                        case 0 -> plain.getOutputStream().write(hello, 0, 100);
                        case 1 -> plain.getOutputStream().write(hello);
                        case 2 -> plain.shutdownOutput();
                        default ->
                            TestTls.secure(plain, TestProxy.HOST)
                                    .getOutputStream()
                                    .write("GET / HTTP/1.1\r\nHost: "
                                            .getBytes(java.nio.charset.StandardCharsets.US_ASCII));
                    }
                    // The end is then a reset.
                    plain.setSoLinger(true, 0);
                } catch (SocketException e) {
                    // The proxy was quicker.
                }
            }

            Eventually.equal(0, () -> proxy.server().status().connections());
            Eventually.equal(true, () -> descriptors() <= before + 10);
            assertThat(proxy.get("/")).endsWith("ok");
        }
    }
}
