package dev.portcullis.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.demo.HomeAssistantDouble;
import dev.portcullis.demo.PatternBytes;
import dev.portcullis.demo.Settings;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Backups of several GB through a server that has hardly any memory.
class BigBodiesTest {

    private static final long GIB = 1L << 30;
    private static final long WARM_UP = 64 << 20;
    private static final long KIB_OF_GROWTH = 64 * 1024;

    /// The pattern repeats after 65,521 bytes: a block of that length, and one more, hold any part of it.
    private static final int PERIOD = 65_521;

    private static final byte[] TWICE = twice();

    @TempDir
    Path folder;

    private String token;
    private int port;

    @Test
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void three_gib_go_up_and_three_down_at_once_and_memory_stays_flat() throws IOException {
        try (HomeAssistantDouble house = HomeAssistantDouble.start(Settings.usual());
                Program server = Program.configured(
                        folder,
                        List.of("-Xmx48m", "-XX:MaxDirectMemorySize=64m"),
                        Configurations.everything(house.port()))) {
            port = server.port();
            token = new Owner(port, "home.test").token();
            both(WARM_UP);
            long before = Resident.kib(server.pid());

            both(3 * GIB);

            assertThat(Resident.kib(server.pid()) - before)
                    .as("growth of the server's resident memory in KiB")
                    .isLessThan(KIB_OF_GROWTH);
            server.terminate();
            Program.Ended ended = server.ended();
            assertThat(ended.exit()).isZero();
            assertThat(ended.out()).doesNotContain("OutOfMemory");
            assertThat(ended.err()).isEmpty();
        }
    }

    private void both(long bytes) {
        CompletableFuture<Void> up = async(() -> upload(bytes));
        CompletableFuture<Void> down = async(() -> download(bytes));
        CompletableFuture.allOf(up, down).orTimeout(170, TimeUnit.SECONDS).join();
    }

    private interface Transfer {
        void run() throws IOException;
    }

    private static CompletableFuture<Void> async(Transfer transfer) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        Thread.ofPlatform().daemon().start(() -> {
            try {
                transfer.run();
                done.complete(null);
            } catch (IOException | RuntimeException | AssertionError e) {
                done.completeExceptionally(e);
            }
        });
        return done;
    }

    private void download(long bytes) throws IOException {
        try (Visitor visitor = new Visitor(port, "home.test")) {
            visitor.send("GET", "/api/backup/download/" + bytes, "Authorization: Bearer " + token);
            Visitor.Reply head = visitor.head();
            assertThat(head.status()).isEqualTo(200);
            assertThat(head.field("Content-Length")).contains(String.valueOf(bytes));
            byte[] part = new byte[PERIOD];
            InputStream in = visitor.in();
            for (long at = 0; at < bytes; ) {
                int read = in.readNBytes(part, 0, (int) Math.min(part.length, bytes - at));
                int from = (int) (at % PERIOD);
                if (read == 0 || Arrays.mismatch(part, 0, read, TWICE, from, from + read) >= 0) {
                    throw new AssertionError("other bytes than the house sent, from " + at + " on");
                }
                at += read;
            }
        }
    }

    /// The first half in chunks, the second by length.
    private void upload(long bytes) throws IOException {
        try (Visitor visitor = new Visitor(port, "home.test")) {
            String bearer = "Authorization: Bearer " + token;
            visitor.send("POST", "/api/backup/upload", bearer, "Transfer-Encoding: chunked");
            send(visitor.socket().getOutputStream(), bytes / 2, true);
            arrived(visitor.reply("POST"), bytes / 2);
            visitor.send("POST", "/api/backup/upload", bearer, "Content-Length: " + bytes / 2);
            send(visitor.socket().getOutputStream(), bytes / 2, false);
            arrived(visitor.reply("POST"), bytes / 2);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void send(OutputStream out, long bytes, boolean chunked) throws IOException {
        for (long at = 0; at < bytes; ) {
            int size = (int) Math.min(PERIOD, bytes - at);
            if (chunked) {
                out.write((Integer.toHexString(size) + "\r\n").getBytes(StandardCharsets.US_ASCII));
            }
            out.write(TWICE, (int) (at % PERIOD), size);
            if (chunked) {
                out.write('\r');
                out.write('\n');
            }
            at += size;
        }
        if (chunked) {
            out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        }
        out.flush();
    }

    private static void arrived(Visitor.Reply reply, long bytes) {
        assertThat(reply.status()).isEqualTo(201);
        assertThat(JsonText.member(reply.body(), "bytes")).isEqualTo(String.valueOf(bytes));
        assertThat(JsonText.member(reply.body(), "sha256")).isEqualTo(sha256(bytes));
    }

    /// Of that many bytes of the pattern; reckoned beforehand, since it takes long.
    private static String sha256(long bytes) {
        return bytes == WARM_UP / 2
                ? "d56b16712228fd397b8ad93f0b1e54322c30d1d079f5e9461f0d9ea5e8c7093e"
                : "36f11b1187ce26437cb29fe1239ecc67c435940a75240f328cecc58a859c6907";
    }

    private static byte[] twice() {
        byte[] bytes = new byte[2 * PERIOD];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = PatternBytes.at(i);
        }
        return bytes;
    }
}
