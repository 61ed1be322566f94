package dev.portcullis.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.config.ConfigFile;
import dev.portcullis.config.Loaded;
import dev.portcullis.systemd.HandHeartbeat;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// One thread that hangs is enough for the watchdog to hear nothing, so that the service manager starts anew.
class StuckPartsTest {

    private static final long PATIENCE_SECONDS = 40;

    @TempDir
    Path folder;

    private RunningServer server() throws Exception {
        Path file = Files.writeString(folder.resolve("portcullis.yaml"), """
                listen: {https: ['127.0.0.1:0']}
                sites:
                  - hosts: [home.test]
                    upstream: http://127.0.0.1:1
                    expose: [{preset: ui, from: [lan]}]
                certificates: {self_signed: true}
                state: %s
                """.formatted(folder.resolve("state")));
        return switch (new ConfigFile(_ -> null).load(file)) {
            case Loaded.Ok ok -> RunningServer.start(ok.config(), file.toString(), InstantSource.system());
            case Loaded.Broken broken -> throw new AssertionError(broken.problems());
        };
    }

    /// Beats until all parts have answered once more.
    private static void beatsOn(HandHeartbeat heart) {
        int before = heart.signs();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (heart.signs() == before && System.nanoTime() < end) {
            heart.beat();
            Thread.onSpinWait();
        }
        assertThat(heart.signs()).isGreaterThan(before);
    }

    /// Lets one part hang until the latch is open.
    private static void hang(Executor part, CountDownLatch until) throws InterruptedException {
        CountDownLatch hangs = new CountDownLatch(1);
        part.execute(() -> {
            hangs.countDown();
            try {
                until.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        assertThat(hangs.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void any_event_loop_and_the_watch_stop_the_heart_while_they_hang() throws Exception {
        try (RunningServer server = server()) {
            Map<String, Executor> parts = server.parts();
            HandHeartbeat heart = new HandHeartbeat(parts);
            List<String> stopped = new ArrayList<>();
            for (Map.Entry<String, Executor> part : parts.entrySet()) {
                beatsOn(heart);
                CountDownLatch release = new CountDownLatch(1);
                hang(part.getValue(), release);
                // The last answer may be from before.
                heart.beat();
                int signs = heart.signs();
                for (int i = 0; i < 100; i++) {
                    heart.beat();
                }
                if (heart.signs() == signs) {
                    stopped.add(part.getKey());
                }
                release.countDown();
            }
            beatsOn(heart);

            assertThat(stopped)
                    .hasSize(Runtime.getRuntime().availableProcessors() + 1)
                    .contains("the watch", "event loop 1");
        }
    }
}
