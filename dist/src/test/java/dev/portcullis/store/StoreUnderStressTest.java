package dev.portcullis.store;

import static dev.portcullis.store.Samples.NOW;
import static dev.portcullis.store.Samples.banned;
import static dev.portcullis.store.Samples.evidence;
import static dev.portcullis.store.Samples.open;
import static dev.portcullis.store.Samples.probe;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.rules.Effect;
import dev.portcullis.rules.ban.Evidence;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreUnderStressTest {

    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path folder;

    /// Nobody can write for as long as it is open.
    private Connection stalledDisk() throws Exception {
        Connection other = Samples.raw(folder);
        Transaction.execute(other, "BEGIN IMMEDIATE");
        return other;
    }

    /// What the writer says once it has failed.
    private static String trouble(Store store) {
        while (store.health().trouble().isEmpty()) {
            Thread.onSpinWait();
        }
        return store.health().trouble();
    }

    private static long kept(Store store) {
        return store.probes(Optional.empty(), Instant.EPOCH, 0, 100_000).size();
    }

    @Test
    void what_waits_is_committed_together() throws Exception {
        try (Store store = open(folder, NOW, Samples.tuning(50_000, LONG, () -> 0))) {
            List<CompletableFuture<Void>> written = new ArrayList<>();
            Connection stall = stalledDisk();
            for (int i = 1; i <= 1_000; i++) {
                written.add(store.append(List.of(banned(i, ChildStore.network(i)))));
            }
            stall.close();
            CompletableFuture.allOf(written.toArray(CompletableFuture[]::new)).get();
            assertThat(store.commits()).isLessThanOrEqualTo(2);
            assertThat(store.ban(1)).isPresent();
            assertThat(store.ban(1_000)).isPresent();
        }
    }

    @Test
    void whoever_waits_for_a_stalled_disk_hears_of_it_and_what_waits_is_written_later() throws Exception {
        try (Store store = open(folder, NOW, Samples.tuning(50_000, Duration.ofSeconds(2), () -> 0))) {
            Connection stall = stalledDisk();
            CompletableFuture<Void> written = store.append(List.of(banned(1, "192.0.2.1")));
            assertThat(trouble(store)).contains("locked");
            assertThatThrownBy(written::get)
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(StoreTrouble.class)
                    .hasMessageContaining("portcullis.db: not written within 2 s: ")
                    .hasMessageContaining("locked");
            assertThat(store.health().pending()).isEqualTo(1);
            assertThat(store.ban(1)).as("reading goes on").isEmpty();
            stall.close();
            store.tidy().get();
            assertThat(store.ban(1)).isPresent();
            assertThat(store.health()).isEqualTo(new StoreHealth(0, 0, ""));
        }
    }

    @Test
    void a_full_disk_loses_nothing_once_there_is_space_again() throws Exception {
        AtomicLong pages = new AtomicLong();
        try (Store store = open(folder, NOW, Samples.tuning(50_000, LONG, pages::get))) {
            store.append(List.of(banned(1, "192.0.2.1"))).get();
            pages.set(30);
            List<Effect> many = new ArrayList<>();
            for (int i = 2; i <= 5_000; i++) {
                many.add(banned(i, ChildStore.network(i)));
            }
            CompletableFuture<Void> written = store.append(many);
            assertThat(trouble(store)).contains("full");
            assertThat(store.health().pending()).isEqualTo(4_999);
            assertThat(store.ban(2)).isEmpty();
            pages.set(0);
            written.get();
            assertThat(store.remembered(Samples.MONTH, Samples.MONTH).bans()).hasSize(5_000);
            assertThat(store.health()).isEqualTo(new StoreHealth(0, 0, ""));
        }
    }

    @Test
    void a_full_queue_drops_what_counts_least_and_counts_it() throws Exception {
        try (Store store = open(folder, NOW, Samples.tuning(100, LONG, () -> 0))) {
            Connection stall = stalledDisk();
            store.append(Collections.nCopies(80, probe("192.0.2.1", "/fits", 1)));
            store.append(Collections.nCopies(10, probe("192.0.2.1", "/light", 0)));
            assertThat(store.health())
                    .extracting(StoreHealth::pending, StoreHealth::lost)
                    .containsExactly(80, 10L);
            store.append(Collections.nCopies(20, probe("192.0.2.1", "/heavy", 1)));
            CompletableFuture<Void> over = store.append(List.of(probe("192.0.2.1", "/over", 1)));
            assertThat(store.health())
                    .extracting(StoreHealth::pending, StoreHealth::lost)
                    .containsExactly(100, 11L);
            assertThatThrownBy(over::get)
                    .hasCauseInstanceOf(StoreTrouble.class)
                    .hasMessageContaining("1 of 1 effects were dropped: 100 wait for the disk");
            CompletableFuture<Void> ban = store.append(List.of(banned(1, "192.0.2.1")));
            stall.close();
            ban.get();
            assertThat(kept(store)).isEqualTo(100);
            assertThat(store.ban(1)).isPresent();
            assertThat(store.health()).isEqualTo(new StoreHealth(0, 11, ""));
        }
    }

    @Test
    void a_queue_that_is_full_by_bytes_keeps_bans_without_their_evidence() throws Exception {
        Evidence proof = evidence(0, "/" + "\u4e00".repeat(511), "\u4e00".repeat(200));
        try (Store store = open(folder, NOW, Samples.tuning(50_000, 1 << 20, LONG, () -> 0))) {
            Connection stall = stalledDisk();
            for (int i = 0; i < 10_000; i++) {
                store.append(List.of(probe("192.0.2.1", "/" + "\u4e00".repeat(511), 1)));
            }
            StoreHealth full = store.health();
            assertThat(full.pending()).isBetween(500, 1_000);
            assertThat(full.lost()).isEqualTo(10_000 - full.pending());
            CompletableFuture<Void> ban =
                    store.append(List.of(new Effect.Banned(Samples.ban(1, "192.0.2.1"), List.of(proof, proof))));
            assertThat(store.health().lost()).isEqualTo(full.lost() + 2);
            stall.close();
            ban.get();
            assertThat(store.ban(1)).isPresent();
            assertThat(store.evidence(1)).isEmpty();
        }
    }

    @Test
    void an_error_in_the_writing_thread_does_not_end_it() throws Exception {
        AtomicInteger errors = new AtomicInteger(2);
        LongSupplier pages = () -> {
            if (errors.getAndDecrement() > 0) {
                throw new StackOverflowError("here");
            }
            return 0;
        };
        try (Store store = open(folder, NOW, Samples.tuning(50_000, LONG, pages))) {
            store.append(List.of(banned(1, "192.0.2.1"))).get();
            assertThat(store.ban(1)).isPresent();
            errors.set(1_000_000);
            assertThatThrownBy(
                            () -> store.append(List.of(banned(2, "192.0.2.2"))).get())
                    .hasCauseInstanceOf(StoreTrouble.class)
                    .hasMessageContaining("here");
            assertThat(store.health()).isEqualTo(new StoreHealth(0, 1, "here"));
            store.turnedAway(Samples.ban(1, "192.0.2.1").network(), NOW);
            store.tidy().get();
            errors.set(0);
            store.append(List.of(banned(3, "192.0.2.3"))).get();
            assertThat(store.health()).isEqualTo(new StoreHealth(0, 1, ""));
        }
    }

    @Test
    void a_row_that_cannot_be_written_is_dropped_alone() throws Exception {
        try (Store store = open(folder, NOW, Samples.tuning(50_000, LONG, () -> 0))) {
            Connection stall = stalledDisk();
            CompletableFuture<Void> first = store.append(List.of(banned(1, "192.0.2.1")));
            CompletableFuture<Void> bad = store.append(List.of(probe("192.0.2.1", null, 1)));
            CompletableFuture<Void> last = store.append(List.of(banned(2, "192.0.2.2")));
            stall.close();
            first.get();
            last.get();
            assertThatThrownBy(bad::get).hasCauseInstanceOf(StoreTrouble.class);
            assertThat(store.remembered(Samples.MONTH, Samples.MONTH).bans()).hasSize(2);
            assertThat(store.health()).isEqualTo(new StoreHealth(0, 1, ""));
        }
    }

    @Test
    void a_failure_of_the_driver_is_no_damage() {
        assertThat(SqlFault.of(new SQLException("no native library"))).isEqualTo(SqlFault.PASSING);
    }

    @Test
    void closing_writes_what_waits() throws Exception {
        try (Store store = open(folder, NOW, Samples.tuning(50_000, LONG, () -> 0))) {
            for (int i = 1; i <= 2_000; i++) {
                store.append(List.of(banned(i, ChildStore.network(i)), probe("192.0.2.1", "/" + i, 1)));
            }
        }
        try (Store store = open(folder)) {
            assertThat(kept(store)).isEqualTo(2_000);
            assertThat(store.remembered(Samples.MONTH, Samples.MONTH).bans()).hasSize(2_000);
        }
    }

    @Test
    void closing_gives_up_a_stalled_disk_in_the_end() throws Exception {
        Store store = open(folder, NOW, Samples.tuning(50_000, Duration.ofSeconds(2), () -> 0));
        Connection stall = stalledDisk();
        CompletableFuture<Void> written = store.append(List.of(banned(1, "192.0.2.1")));
        store.close();
        assertThatThrownBy(written::get).hasCauseInstanceOf(StoreTrouble.class);
        assertThat(store.health().lost()).isEqualTo(1);
        stall.close();
    }

    @Test
    void nothing_is_taken_after_closing() throws Exception {
        Store store = open(folder);
        store.close();
        assertThatThrownBy(() -> store.append(List.of(banned(1, "192.0.2.1"))).get())
                .hasCauseInstanceOf(StoreTrouble.class)
                .hasMessageContaining("closed");
    }
}
