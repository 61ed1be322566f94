package dev.portcullis.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.demo.HomeAssistantDouble;
import dev.portcullis.demo.PatternBytes;
import dev.portcullis.demo.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Much at once over HTTP/2 through a server that has hardly any memory, by the client of the Java runtime.
class ManyStreamsTest {

    private static final int REQUESTS = 200;
    private static final int WARM_UP = 48 << 20;
    private static final int BIG = 240 << 20;
    private static final long KIB_OF_GROWTH = 64 * 1024;

    /// What the house sends repeats after so many bytes.
    private static final int PERIOD = 65_521;

    private static final byte[] TWICE = twice();

    @TempDir
    Path folder;

    private HomeAssistantDouble house;
    private Program server;
    private HttpClient client;
    private String token;

    @BeforeEach
    void start() throws IOException {
        house = HomeAssistantDouble.start(Settings.usual());
        server = Program.configured(
                folder,
                List.of("-Xmx48m", "-XX:MaxDirectMemorySize=64m"),
                Configurations.everything(house.port()) + "limits: {streams: 200}\n");
        token = new Owner(server.port(), "localhost").token();
        client = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_2)
                .sslContext(Tls.TRUSTING)
                .build();
    }

    @AfterEach
    void end() {
        client.shutdownNow();
        server.close();
        house.close();
    }

    @Test
    void two_hundred_requests_at_once_are_all_answered_each_with_its_own() {
        // The first one finds out that it is HTTP/2.
        Patience.await(part(0), "the first answer");
        List<CompletableFuture<HttpResponse<byte[]>>> answers = new ArrayList<>();
        for (int i = 1; i <= REQUESTS; i++) {
            answers.add(part(i));
        }
        for (int i = 1; i <= REQUESTS; i++) {
            HttpResponse<byte[]> answer = Patience.await(answers.get(i - 1), "answer " + i);
            assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(answer.statusCode()).isEqualTo(206);
            assertThat(answer.body()).isEqualTo(Arrays.copyOfRange(TWICE, i, i + 1000 + i));
        }
        stop();
    }

    /// The bytes from this number on, so that each answer differs.
    private CompletableFuture<HttpResponse<byte[]>> part(int number) {
        HttpRequest request = to("/api/backup/download/100000")
                .header("Range", "bytes=" + number + "-" + (2 * number + 999))
                .build();
        return client.sendAsync(request, BodyHandlers.ofByteArray());
    }

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void hundreds_of_mib_up_and_down_at_once_leave_its_memory_flat_also_with_a_download_that_nobody_reads()
            throws Exception {
        long before;
        try (InputStream unread = download(BIG)) {
            bothWays(WARM_UP);
            before = residentKib(server.pid());
            bothWays(BIG);
            // It stood still all the time, and takes up where it was.
            check(unread, BIG);
        }
        assertThat(residentKib(server.pid()) - before)
                .as("growth of the server's resident memory in KiB")
                .isLessThan(KIB_OF_GROWTH);
        stop();
    }

    private void bothWays(int bytes) throws Exception {
        BodyPublisher pattern = BodyPublishers.ofInputStream(() -> new Pattern(bytes));
        var up = upload(pattern);
        var upByLength = upload(BodyPublishers.fromPublisher(pattern, bytes));
        try (InputStream down = download(bytes)) {
            check(down, bytes);
        }
        String digest = sha256(bytes);
        for (var upload : List.of(up, upByLength)) {
            HttpResponse<String> arrived = upload.get(100, TimeUnit.SECONDS);
            assertThat(arrived.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(arrived.statusCode()).isEqualTo(201);
            assertThat(JsonText.member(arrived.body(), "bytes")).isEqualTo(String.valueOf(bytes));
            assertThat(JsonText.member(arrived.body(), "sha256")).isEqualTo(digest);
        }
    }

    private CompletableFuture<HttpResponse<String>> upload(BodyPublisher body) {
        return client.sendAsync(to("/api/backup/upload").POST(body).build(), BodyHandlers.ofString());
    }

    private InputStream download(int bytes) {
        HttpRequest request = to("/api/backup/download/" + bytes).build();
        HttpResponse<InputStream> answer =
                Patience.await(client.sendAsync(request, BodyHandlers.ofInputStream()), "the head of a download");
        assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
        assertThat(answer.statusCode()).isEqualTo(200);
        return answer.body();
    }

    private HttpRequest.Builder to(String target) {
        return HttpRequest.newBuilder(URI.create("https://localhost:" + server.port() + target))
                .header("Authorization", "Bearer " + token);
    }

    private static void check(InputStream in, int bytes) throws IOException {
        byte[] part = new byte[PERIOD];
        for (int at = 0; at < bytes; ) {
            int read = in.readNBytes(part, 0, Math.min(part.length, bytes - at));
            int from = at % PERIOD;
            if (read == 0 || Arrays.mismatch(part, 0, read, TWICE, from, from + read) >= 0) {
                throw new AssertionError("other bytes than the house sent, from " + at + " on");
            }
            at += read;
        }
        assertThat(in.read()).as("what follows the last byte").isNegative();
    }

    private void stop() {
        server.terminate();
        Program.Ended ended = server.ended();
        assertThat(ended.exit()).isZero();
        assertThat(ended.out()).doesNotContain("OutOfMemory");
        assertThat(ended.err()).isEmpty();
    }

    private static String sha256(int bytes) throws NoSuchAlgorithmException {
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (int at = 0; at < bytes; at += PERIOD) {
            digest.update(TWICE, 0, Math.min(PERIOD, bytes - at));
        }
        return HexFormat.of().formatHex(digest.digest());
    }

    private static long residentKib(long pid) throws IOException {
        return Files.readAllLines(Path.of("/proc", String.valueOf(pid), "status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .map(line -> line.replace("VmRSS:", "").replace("kB", "").strip())
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow();
    }

    private static byte[] twice() {
        byte[] bytes = new byte[2 * PERIOD];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = PatternBytes.at(i);
        }
        return bytes;
    }

    /// So many bytes of what the house sends.
    private static final class Pattern extends InputStream {

        private final int end;
        private int at;

        Pattern(int end) {
            this.end = end;
        }

        @Override
        public int read() {
            return at == end ? -1 : TWICE[at++ % PERIOD] & 0xff;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (at == end) {
                return -1;
            }
            int from = at % PERIOD;
            int some = Math.min(Math.min(length, end - at), TWICE.length - from);
            System.arraycopy(TWICE, from, into, offset, some);
            at += some;
            return some;
        }
    }
}
