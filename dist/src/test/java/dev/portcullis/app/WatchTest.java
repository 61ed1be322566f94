package dev.portcullis.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.config.Config;
import dev.portcullis.rules.DetectionEngine;
import dev.portcullis.rules.history.Remembered;
import dev.portcullis.rules.limit.LimitPolicy;
import dev.portcullis.rules.limit.RateLimits;
import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.signal.Credential;
import dev.portcullis.rules.signal.Observation;
import dev.portcullis.rules.signal.Observation.Answer;
import dev.portcullis.rules.signal.Outcome;
import dev.portcullis.rules.signal.ProbeCatalog;
import dev.portcullis.rules.signal.RequestTrace;
import dev.portcullis.rules.signal.SignalReader;
import dev.portcullis.store.Store;
import dev.portcullis.store.StoreTrouble;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Nothing that goes wrong with one observation or one question ends the watch over the others.
class WatchTest {

    private static final InstantSource TIME = InstantSource.system();
    private static final Duration PATIENT = Duration.ofMinutes(1);

    @TempDir
    private Path state;

    private Store store;

    @BeforeEach
    void open() throws StoreTrouble {
        store = Store.open(state, Duration.ofDays(1), TIME);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Watch watch(Consumer<Observation> accessLog, Duration patience) {
        DetectionEngine engine =
                new DetectionEngine(Config.Protection.standard().policy(Map.of()), Remembered.NOTHING);
        RateLimits limits = new RateLimits(LimitPolicy.DEFAULT);
        Consequences consequences = new Consequences(engine.snapshot(), store, limits, new ServerLog(), TIME);
        SharedAddresses shared = new SharedAddresses(List.of(), ProbeCatalog.standard(), () -> {}, address -> {}, TIME);
        return new Watch(engine, consequences, limits, SignalReader.BLIND, shared, accessLog, store, TIME, patience);
    }

    private static Observation seen(String path) {
        return new Observation(
                Instant.parse("2026-11-23T12:00:00Z"),
                Address.parse("203.0.113.9").orElseThrow(),
                "internet",
                "home.test",
                new RequestTrace("GET", path, "curl", false),
                Answer.of(404),
                Outcome.NONE,
                Credential.NONE,
                "",
                List.of(),
                List.of());
    }

    @Test
    void an_observation_that_cannot_be_judged_is_left_out_and_told_of() {
        List<String> judged = new CopyOnWriteArrayList<>();
        try (Watch watch = watch(
                observation -> {
                    if (observation.request().path().equals("/bad")) {
                        throw new StackOverflowError("on purpose");
                    }
                    judged.add(observation.request().path());
                },
                PATIENT)) {
            assertThat(watch.warnings()).isEmpty();
            watch.observe(seen("/bad"));
            watch.observe(seen("/good"));

            assertThat(watch.<Integer>look(engine -> engine.active(TIME.instant())))
                    .isZero();
            assertThat(judged).containsExactly("/good");
            assertThat(watch.warnings())
                    .containsExactly("protection: 1 observations could not be judged since start; the log says why");
        }
    }

    @Test
    void a_question_that_fails_is_answered_and_the_next_one_too() {
        try (Watch watch = watch(observation -> {}, PATIENT)) {
            assertThatThrownBy(() -> watch.look(engine -> {
                        throw new StackOverflowError("on purpose");
                    }))
                    .isInstanceOf(IllegalStateException.class)
                    .hasCauseInstanceOf(StackOverflowError.class);

            assertThat(watch.<Integer>look(engine -> 7)).isEqualTo(7);
        }
    }

    @Test
    void who_asks_an_engine_that_is_stuck_hears_of_it_and_the_server_can_stop() {
        CountDownLatch stuck = new CountDownLatch(1);
        Watch watch = watch(
                observation -> {
                    try {
                        stuck.await();
                    } catch (InterruptedException _) {
                        Thread.currentThread().interrupt();
                    }
                },
                Duration.ofMillis(50));
        watch.observe(seen("/"));

        assertThatThrownBy(() -> watch.look(engine -> 7)).hasMessageContaining("the engine did not answer");
        watch.close();
        stuck.countDown();
    }

    @Test
    void a_watch_that_has_ended_says_so_and_lets_nobody_wait() {
        Watch watch = watch(observation -> Thread.currentThread().interrupt(), PATIENT);
        watch.observe(seen("/"));
        watch.close();

        assertThatThrownBy(() -> watch.look(engine -> 7)).hasMessageContaining("takes nothing in any more");
        assertThat(watch.warnings()).singleElement().asString().startsWith("protection: the watch has stopped");
    }
}
