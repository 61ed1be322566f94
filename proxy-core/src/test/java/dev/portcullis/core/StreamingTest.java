package dev.portcullis.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamingTest {

    private static final int PIECE = 64 * 1024;
    private static final long LARGE = 64L * 1024 * 1024;

    /// Bytes that are the same for nobody who skips, repeats or swaps a piece.
    private static byte[] piece(long number) {
        byte[] piece = new byte[PIECE];
        for (int i = 0; i < PIECE; i++) {
            piece[i] = (byte) (number * 31 + i * 7L + (i >> 8));
        }
        return piece;
    }

    private static long writeLarge(Wire wire, String before, String after) throws IOException {
        CRC32 sum = new CRC32();
        for (long sent = 0; sent < LARGE; sent += PIECE) {
            byte[] piece = piece(sent / PIECE);
            sum.update(piece);
            wire.out().write(before.getBytes(StandardCharsets.US_ASCII));
            wire.out().write(piece);
            wire.out().write(after.getBytes(StandardCharsets.US_ASCII));
        }
        wire.out().flush();
        return sum.getValue();
    }

    private static long readLarge(Wire wire) throws IOException {
        CRC32 sum = new CRC32();
        byte[] buffer = new byte[PIECE];
        for (long left = LARGE; left > 0; ) {
            int read = wire.in().read(buffer, 0, (int) Math.min(left, PIECE));
            if (read < 0) {
                throw new IOException("end with " + left + " bytes to come");
            }
            sum.update(buffer, 0, read);
            left -= read;
        }
        return sum.getValue();
    }

    @Test
    void a_large_answer_arrives_unchanged() throws IOException {
        AtomicLong sent = new AtomicLong();
        try (Origin origin = Origin.answering((head, wire) -> {
                    wire.write("HTTP/1.1 200 OK\r\nContent-Length: " + LARGE + "\r\n\r\n");
                    sent.set(writeLarge(wire, "", ""));
                });
                TestProxy proxy = TestProxy.before(origin);
                Wire wire = proxy.connect()) {
            wire.write(Requests.keeping("GET /backup"));
            assertThat(Wire.field(wire.readHead(), "Content-Length")).isEqualTo("" + LARGE);
            long received = readLarge(wire);

            assertThat(received).isEqualTo(sent.get());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_large_upload_arrives_unchanged(boolean chunked) throws IOException {
        AtomicLong received = new AtomicLong();
        try (Origin origin = Origin.answering((head, wire) -> {
                    if (chunked) {
                        ChunkedInput.sum(wire, received);
                    } else {
                        received.set(readLarge(wire));
                    }
                    wire.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                });
                TestProxy proxy = TestProxy.before(origin);
                Wire wire = proxy.connect()) {
            wire.write(Requests.keeping(
                    "POST /api/backup/upload", chunked ? "Transfer-Encoding: chunked" : "Content-Length: " + LARGE));
            long sent = writeLarge(wire, chunked ? "10000\r\n" : "", chunked ? "\r\n" : "");
            if (chunked) {
                wire.write("0\r\n\r\n");
            }

            assertThat(wire.readAnswer()).endsWith("ok");
            assertThat(received).hasValue(sent);
        }
    }

    @Test
    void events_arrive_while_the_stream_goes_on() throws IOException {
        Semaphore next = new Semaphore(0);
        try (Origin origin = Origin.answering((head, wire) -> {
                    wire.write("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                            + "Transfer-Encoding: chunked\r\n\r\n");
                    for (int i = 0; i < 5; i++) {
                        next.acquireUninterruptibly();
                        wire.write("9\r\ndata: " + i + "\n\n\r\n");
                    }
                    wire.write("0\r\n\r\n");
                });
                TestProxy proxy = TestProxy.before(origin);
                Wire wire = proxy.connect()) {
            wire.write(Requests.keeping("GET /api/stream"));
            assertThat(wire.readHead()).contains("Transfer-Encoding: chunked");
            for (int i = 0; i < 5; i++) {
                next.release();
                // The end of a chunk is only written with the next one, or the last.
                assertThat(wire.read(i == 0 ? 12 : 14)).endsWith("9\r\ndata: " + i + "\n\n");
            }
            assertThat(wire.read(7)).isEqualTo("\r\n0\r\n\r\n");
        }
    }

    @Test
    void an_origin_is_held_back_by_a_client_that_does_not_read() throws Exception {
        AtomicLong written = new AtomicLong();
        CountDownLatch stopped = new CountDownLatch(1);
        try (Origin origin = Origin.answering((head, wire) -> {
                    wire.write("HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace\r\n\r\n");
                    try {
                        endless(wire, written);
                    } finally {
                        stopped.countDown();
                    }
                });
                TestProxy proxy = TestProxy.before(origin);
                Wire wire = proxy.connect()) {
            wire.write(Requests.keeping("GET /api/camera_proxy_stream/x"));
            wire.readHead();
            assertStalls(written);

            wire.close();
            assertThat(stopped.await(30, TimeUnit.SECONDS))
                    .as("the upstream's connection ends with the client's")
                    .isTrue();
        }
    }

    @Test
    void a_client_is_held_back_by_an_upstream_that_does_not_read() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        AtomicLong written = new AtomicLong();
        try (Origin origin = Origin.answering((head, wire) -> UpstreamPoolTest.await(done));
                TestProxy proxy = TestProxy.before(origin);
                Wire wire = proxy.connect()) {
            wire.write(Requests.keeping("POST /api/backup/upload", "Content-Length: 1000000000000"));
            writeInBackground(wire, written);
            assertStalls(written);
            done.countDown();
        }
    }

    static void writeInBackground(Wire wire, AtomicLong written) {
        writeInBackground(wire, new byte[PIECE], written);
    }

    static void writeInBackground(Wire wire, byte[] piece, AtomicLong written) {
        Thread.ofVirtual().start(() -> {
            try {
                endless(wire, piece, written);
            } catch (IOException e) {
                // The end of the test.
            }
        });
    }

    static void endless(Wire wire, AtomicLong written) throws IOException {
        endless(wire, new byte[PIECE], written);
    }

    static void endless(Wire wire, byte[] piece, AtomicLong written) throws IOException {
        while (true) {
            wire.out().write(piece);
            wire.out().flush();
            written.addAndGet(piece.length);
        }
    }

    /// Waits until the count stands still, and far below what an unbounded buffer would have taken by then.
    static void assertStalls(AtomicLong written) throws InterruptedException {
        Object never = new Object();
        long before = -1;
        synchronized (never) {
            for (long now = written.get(); now != before || now == 0; now = written.get()) {
                assertThat(now).isLessThan(LARGE);
                before = now;
                never.wait(500);
            }
        }
        assertThat(written.get()).isLessThan(LARGE / 2);
    }

    @Test
    void an_answer_until_close_becomes_chunks() throws IOException {
        try (Origin origin = Origin.answering((head, wire) -> {
                    wire.write("HTTP/1.1 200 OK\r\n\r\nto the end");
                    wire.close();
                });
                TestProxy proxy = TestProxy.before(origin);
                Wire wire = proxy.connect()) {
            wire.write(Requests.keeping("GET /"));
            assertThat(wire.readAnswer()).contains("Transfer-Encoding: chunked").endsWith("to the end");
            wire.write(Requests.keeping("GET /"));
            assertThat(wire.readAnswer()).endsWith("to the end");
        }
    }

    @Test
    void ranges_heads_and_empty_answers_keep_their_framing() throws IOException {
        try (Origin origin = Origin.answering((head, wire) -> {
                    if (head.startsWith("HEAD")) {
                        wire.write("HTTP/1.1 200 OK\r\nContent-Length: 5000000000\r\n\r\n");
                    } else if (head.contains("Range: bytes=1-2")) {
                        wire.write("HTTP/1.1 206 Partial Content\r\nContent-Range: bytes 1-2/4\r\n"
                                + "Content-Length: 2\r\n\r\nbc");
                    } else {
                        String status = head.substring(5, 8);
                        wire.write("HTTP/1.1 " + status + " \r\nContent-Length: 7\r\nETag: \"a\"\r\n\r\n");
                    }
                });
                TestProxy proxy = TestProxy.before(origin);
                Wire wire = proxy.connect()) {
            wire.write(Requests.keeping("HEAD /"));
            assertThat(wire.readHead()).startsWith("HTTP/1.1 200 ").contains("Content-Length: 5000000000\r\n");
            wire.write(Requests.keeping("GET /", "Range: bytes=1-2"));
            assertThat(wire.readAnswer())
                    .startsWith("HTTP/1.1 206 ")
                    .contains("bytes 1-2/4")
                    .endsWith("bc");
            wire.write(Requests.keeping("GET /204"));
            assertThat(wire.readHead()).startsWith("HTTP/1.1 204 ").doesNotContain("Content-Length");
            wire.write(Requests.keeping("GET /304"));
            assertThat(wire.readHead()).startsWith("HTTP/1.1 304 ").contains("ETag: \"a\"");
            assertThat(origin.connections()).isOne();
        }
    }

    @Test
    void the_upstream_is_asked_whether_to_continue() throws IOException {
        try (Origin origin = Origin.answering((head, wire) -> {
                    wire.write("HTTP/1.1 100 Continue\r\n\r\n");
                    String body = wire.readBody(head);
                    wire.write("HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n" + body);
                });
                TestProxy proxy = TestProxy.before(origin);
                Wire wire = proxy.connect()) {
            wire.write(Requests.keeping("PUT /api/x", "Content-Length: 3", "Expect: 100-continue"));
            assertThat(wire.readHead()).startsWith("HTTP/1.1 100 ");
            wire.write("abc");
            assertThat(wire.readAnswer()).endsWith("abc");
            assertThat(origin.onlyHead()).contains("Expect: 100-continue");
        }
    }

    @Test
    void a_refusal_instead_of_continue_reaches_the_client() throws IOException {
        try (Origin origin = Origin.sending("HTTP/1.1 401 Unauthorized\r\nContent-Length: 0\r\n\r\n");
                TestProxy proxy = TestProxy.before(origin);
                Wire wire = proxy.connect()) {
            wire.write(Requests.keeping("PUT /api/x", "Content-Length: 3", "Expect: 100-continue"));

            assertThat(wire.readToEnd()).startsWith("HTTP/1.1 401 ").contains("Connection: close");
        }
    }

    @Test
    void trailers_pass_both_ways() throws IOException {
        try (Origin origin = Origin.answering((head, wire) -> {
                    String body = wire.readBody(head);
                    wire.write(
                            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(body.length())
                                    + "\r\n" + body + "\r\n0\r\nX-Down: 2\r\nContent-Length: 7\r\n\r\n");
                });
                TestProxy proxy = TestProxy.before(origin);
                Wire wire = proxy.connect()) {
            wire.write(Requests.keeping("POST /api/x", "Transfer-Encoding: chunked"));
            wire.write("3;ext=1\r\nabc\r\n0\r\nX-Up: 1\r\n\r\n");

            assertThat(wire.readAnswer()).endsWith("abc|trailer X-Up: 1|trailer X-Down: 2");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void an_answer_that_comes_before_the_end_of_the_upload_reaches_the_client(int round) throws IOException {
        try (Origin origin = Origin.answering((head, wire) -> {
                    wire.read(PIECE);
                    wire.write("HTTP/1.1 413 Content Too Large\r\nContent-Length: 5\r\n\r\nround");
                    wire.close();
                });
                TestProxy proxy = TestProxy.before(origin);
                Wire wire = proxy.connect()) {
            wire.write(Requests.keeping("POST /api/image/upload", "Content-Length: 8388608"));
            Thread.ofVirtual().start(() -> {
                try {
                    for (int i = 0; i < 128; i++) {
                        wire.out().write(new byte[PIECE]);
                    }
                } catch (IOException e) {
                    // The proxy need not read all of it.
                }
            });

            assertThat(wire.readAnswer()).startsWith("HTTP/1.1 413 ").endsWith("round");
        }
    }

    @Test
    void a_body_larger_than_allowed_is_refused() throws IOException {
        try (Origin origin = Origin.answering((head, wire) -> {
                    wire.readBody(head);
                    wire.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                });
                TestProxy proxy = TestProxy.before(origin, s -> s.maxBody(10))) {
            assertThat(proxy.exchange(Requests.closing("POST /", "Content-Length: 10") + "0123456789"))
                    .endsWith("ok");
            assertThat(proxy.exchange(Requests.closing("POST /", "Content-Length: 11") + "0123456789a"))
                    .startsWith("HTTP/1.1 413 ")
                    .contains("body-size");
            assertThat(proxy.exchange(Requests.closing("POST /", "Transfer-Encoding: chunked")
                            + "6\r\n012345\r\n5\r\n6789a\r\n0\r\n\r\n"))
                    .startsWith("HTTP/1.1 413 ")
                    .contains("body-size");
        }
    }

    @Test
    void a_body_that_outgrows_its_limit_under_a_running_answer_ends_the_connection() throws IOException {
        try (Origin origin = Origin.answering((head, wire) -> {
                    wire.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nearly\r\n");
                    wire.in().readAllBytes();
                });
                TestProxy proxy = TestProxy.before(origin, s -> s.maxBody(10));
                Wire wire = proxy.connect()) {
            wire.write(Requests.keeping("POST /", "Transfer-Encoding: chunked") + "1\r\na\r\n");
            assertThat(wire.readHead()).startsWith("HTTP/1.1 200 ");
            assertThat(wire.read(8)).isEqualTo("5\r\nearly");
            wire.write("a\r\n0123456789\r\n");

            assertThat(wire.readToEnd()).isEmpty();
        }
    }

    @Test
    void a_client_that_ends_its_side_still_gets_its_answer() throws IOException {
        CountDownLatch ended = new CountDownLatch(1);
        try (Origin origin = Origin.answering((head, wire) -> {
                    UpstreamPoolTest.await(ended);
                    wire.write("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nlate");
                });
                TestProxy proxy = TestProxy.before(origin);
                Socket plain = proxy.plain();
                Wire wire = new Wire(TestTls.secure(plain, TestProxy.HOST), plain)) {
            wire.write(Requests.keeping("GET /"));
            plain.shutdownOutput();
            ended.countDown();

            assertThat(wire.readAnswer()).endsWith("late");
        }
    }

    /// The sum over a chunked body's data.
    private static final class ChunkedInput {
        private ChunkedInput() {}

        static void sum(Wire wire, AtomicLong result) throws IOException {
            CRC32 sum = new CRC32();
            for (int size = Integer.parseInt(wire.readLine(), 16);
                    size > 0;
                    size = Integer.parseInt(wire.readLine(), 16)) {
                sum.update(wire.in().readNBytes(size));
                wire.readLine();
            }
            wire.readLine();
            result.set(sum.getValue());
        }
    }
}
