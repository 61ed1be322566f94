package dev.portcullis.accesslog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.config.Config.AccessLog;
import dev.portcullis.core.StartFailure;
import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.signal.Credential;
import dev.portcullis.rules.signal.Observation;
import dev.portcullis.rules.signal.Outcome;
import dev.portcullis.rules.signal.RequestTrace;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccessLogWriterTest {

    private static final InstantSource NOON = InstantSource.fixed(Instant.parse("2026-11-23T12:00:00Z"));

    private final FakeTarget target = new FakeTarget();
    private final List<String> told = new ArrayList<>();

    @Test
    void every_observation_is_a_line_in_the_order_in_which_they_came() {
        try (AccessLogWriter writer = writer()) {
            IntStream.range(0, 5000).forEach(i -> writer.write(observation("/" + i)));
        }

        assertThat(target.lines())
                .isEqualTo(IntStream.range(0, 5000).mapToObj(i -> "/" + i).toList());
        assertThat(target.closed).isTrue();
        assertThat(told).isEmpty();
    }

    @Test
    void what_nobody_read_is_still_to_be_written() {
        OutputStream broken = new OutputStream() {
            @Override
            public void write(int octet) throws IOException {
                throw new IOException("Broken pipe");
            }
        };
        ByteBuffer lines =
                ByteBuffer.wrap("one\ntwo\n".getBytes(StandardCharsets.UTF_8)).position(4);

        assertThatThrownBy(() -> new StreamTarget(new PrintStream(broken, true)).write(lines))
                .isInstanceOf(IOException.class);

        assertThat(lines.position()).isEqualTo(4);
    }

    @Test
    void while_the_disk_stalls_nobody_waits_and_losses_are_counted_and_told() throws InterruptedException {
        CountDownLatch stalled = new CountDownLatch(1);
        CountDownLatch moves = new CountDownLatch(1);
        target.before = () -> {
            stalled.countDown();
            moves.await();
        };
        AccessLogWriter writer = writer();
        writer.write(observation("/first"));
        stalled.await();

        IntStream.range(0, AccessLogWriter.CAPACITY + 7).forEach(i -> writer.write(observation("/" + i)));
        assertThat(writer.lost()).isEqualTo(7);
        moves.countDown();
        writer.close();

        assertThat(target.lines())
                .hasSize(1 + 1 + AccessLogWriter.CAPACITY)
                .startsWith("/first", "{\"ts\":\"2026-11-23T12:00:00Z\",\"lost\":7}", "/0")
                .endsWith("/" + (AccessLogWriter.CAPACITY - 1));
    }

    @Test
    void a_full_disk_is_told_once_and_nothing_is_lost_that_still_fits_in_memory() throws InterruptedException {
        CountDownLatch failures = new CountDownLatch(5);
        target.failing = failures;
        try (AccessLogWriter writer = writer()) {
            writer.write(observation("/one"));
            writer.write(observation("/two"));
            failures.await();
        }

        assertThat(target.lines()).containsExactly("/one", "/two");
        assertThat(told)
                .containsExactly(
                        "access log: a test: cannot be written: full",
                        "access log: a test can be written again; 0 lines were lost since start");
    }

    @Test
    void a_disk_that_stays_full_does_not_keep_the_program_from_ending() throws InterruptedException {
        target.failing = new CountDownLatch(Integer.MAX_VALUE);
        AccessLogWriter writer = writer();
        writer.write(observation("/one"));
        writer.write(observation("/two"));
        writer.close();

        assertThat(target.lines()).isEmpty();
        assertThat(writer.lost()).isEqualTo(2);
        assertThat(writer.trouble()).isEqualTo("a test: cannot be written: full");
        assertThat(told).hasSize(1);
    }

    @Test
    void an_observation_that_cannot_be_spelled_costs_one_line() {
        try (AccessLogWriter writer =
                new AccessLogWriter(target, AccessLogWriterTest::pathButNotBad, NOON, Duration.ofNanos(1), told::add)) {
            writer.start();
            writer.write(observation("/one"));
            writer.write(observation("/bad"));
            writer.write(observation("/two"));
        }

        assertThat(target.lines())
                .contains("/one", "/two", "{\"ts\":\"2026-11-23T12:00:00Z\",\"lost\":1}")
                .doesNotContain("/bad");
    }

    @Test
    void standard_output_gets_whole_lines() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StreamTarget stream = new StreamTarget(new PrintStream(out, false, StandardCharsets.US_ASCII));

        stream.write(ByteBuffer.wrap("one\ntwo\n".getBytes(StandardCharsets.US_ASCII)));

        assertThat(out.toString(StandardCharsets.US_ASCII)).isEqualTo("one\ntwo\n");
    }

    @Test
    void the_configuration_says_where(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("access.log");

        assertThat(AccessLogWriter.open(new AccessLog.Off(), AccessLogWriterTest::path, NOON))
                .isEmpty();
        try (AccessLogWriter writer = AccessLogWriter.open(new AccessLog.ToFile(file), AccessLogWriterTest::path, NOON)
                .orElseThrow()) {
            writer.write(observation("/one"));
        }
        assertThat(Files.readString(file)).isEqualTo("/one\n");
    }

    @Test
    void a_file_that_cannot_be_opened_is_told_at_the_start(@TempDir Path folder) {
        Path file = folder.resolve("gone").resolve("access.log");

        assertThatThrownBy(() -> AccessLogWriter.open(new AccessLog.ToFile(file), AccessLogWriterTest::path, NOON))
                .isInstanceOf(StartFailure.class)
                .hasMessage("logs.access: " + file + ": cannot be opened: no such folder (expected: a file that this"
                        + " user may write, in a folder that exists).");
    }

    private AccessLogWriter writer() {
        AccessLogWriter writer =
                new AccessLogWriter(target, AccessLogWriterTest::path, NOON, Duration.ofNanos(1), told::add);
        writer.start();
        return writer;
    }

    private static String path(Observation observation) {
        return observation.request().path();
    }

    private static String pathButNotBad(Observation observation) {
        if (path(observation).equals("/bad")) {
            throw new IllegalStateException("bad");
        }
        return path(observation);
    }

    private static Observation observation(String path) {
        return new Observation(
                NOON.instant(),
                Address.parse("203.0.113.9").orElseThrow(),
                "internet",
                "home",
                new RequestTrace("GET", path, "", false),
                Observation.Answer.of(200),
                Outcome.NONE,
                Credential.NONE,
                "",
                List.of(),
                List.of());
    }

    private interface Step {
        void run() throws InterruptedException;
    }

    /// Read by the test once the writer is closed.
    private static final class FakeTarget implements LogTarget {

        private final StringBuilder text = new StringBuilder();
        private volatile Step before = () -> {};
        private volatile CountDownLatch failing = new CountDownLatch(0);
        private volatile boolean closed;

        @Override
        public void write(ByteBuffer lines) throws IOException {
            if (failing.getCount() > 0) {
                failing.countDown();
                throw new IOException("full");
            }
            try {
                before.run();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            text.append(StandardCharsets.US_ASCII.decode(lines));
        }

        List<String> lines() {
            return text.toString().lines().toList();
        }

        @Override
        public String name() {
            return "a test";
        }

        @Override
        public void close() {
            closed = true;
        }
    }
}
