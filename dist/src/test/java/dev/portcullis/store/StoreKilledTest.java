package dev.portcullis.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.rules.ban.Ban;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// `-Dportcullis.kills=1000` makes more rounds; `bench/kill-loop` does that.
class StoreKilledTest {

    private static final int ROUNDS = Integer.getInteger("portcullis.kills", 20);
    /// So that a round late in a thousand costs no more than an early one.
    private static final int ROUNDS_OF_A_LEDGER = 50;

    private static final Duration MEMORY = Duration.ofDays(3_650);

    @TempDir
    Path folder;

    @Test
    @Timeout(7_200)
    void an_acknowledged_ban_survives_the_death_of_the_process_at_any_moment() throws Exception {
        Random random = new Random(7);
        Set<Long> acknowledged = new HashSet<>();
        Path state = folder;
        for (int round = 0; round < ROUNDS; round++) {
            if (round % ROUNDS_OF_A_LEDGER == 0) {
                acknowledged.clear();
                state = Files.createDirectory(folder.resolve("from-round-" + round));
            }
            Process child = ChildStore.start(state);
            try (BufferedReader lines = ChildStore.lines(child)) {
                int until = 1 + random.nextInt(400);
                String line = lines.readLine();
                for (int i = 1; line != null; i++) {
                    acknowledged.add(Long.valueOf(line));
                    if (i == until) {
                        child.toHandle().destroyForcibly(); // keeps the pipe open
                    }
                    line = lines.readLine();
                }
            } finally {
                child.destroyForcibly().waitFor();
            }
            assertThat(child.exitValue()).as("round %d: killed", round).isEqualTo(137);
            try (Store store = Samples.open(state)) {
                assertThat(store.notices()).isEmpty();
                Set<Long> kept = store.remembered(MEMORY, MEMORY).bans().stream()
                        .map(Ban::id)
                        .collect(Collectors.toSet());
                assertThat(kept).as("round %d", round).containsAll(acknowledged);
                long newest =
                        acknowledged.stream().mapToLong(Long::longValue).max().orElseThrow();
                assertThat(store.evidence(newest)).hasSize(1);
            }
        }
    }
}
