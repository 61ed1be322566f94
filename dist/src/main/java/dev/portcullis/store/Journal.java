package dev.portcullis.store;

import dev.portcullis.rules.Effect;
import dev.portcullis.store.Backlog.Batch;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that writes: all that waits goes into one transaction, and is retried until the disk takes it.
///
/// A commit that holds a ban or the end of one is forced onto the disk (`synchronous=FULL`), and everything before
/// it along with it: it survives a power cut. All others are handed to the kernel only (`NORMAL`): they survive the
/// death of this process, and after a power cut the last of them may be missing, with the file sound.
final class Journal implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(Journal.class);

    private static final int MOST_ERRORS = 3;

    private final Database database;
    private final WritingConnection connection;
    private final Backlog backlog;
    private final TurnedAway turnedAway;
    private final Supplier<Pruning> pruning;
    private final Tuning tuning;
    private final InstantSource time;
    private volatile String trouble = "";
    private volatile long giveUpAt = Long.MAX_VALUE;
    private long tidyAt;
    private long pruneAt;

    Journal(
            Database database,
            WritingConnection connection,
            Backlog backlog,
            TurnedAway turnedAway,
            Supplier<Pruning> pruning,
            Tuning tuning,
            InstantSource time) {
        this.database = database;
        this.connection = connection;
        this.backlog = backlog;
        this.turnedAway = turnedAway;
        this.pruning = pruning;
        this.tuning = tuning;
        this.time = time;
        tidyAt = System.nanoTime() + tuning.tidy().toNanos();
        pruneAt = tidyAt;
    }

    /// The last failure; empty once writing works again.
    String trouble() {
        return trouble;
    }

    /// From now on a failure is final after that long.
    void hurry(Duration left) {
        giveUpAt = System.nanoTime() + left.toNanos();
        backlog.close();
    }

    /// Whatever goes wrong, it goes on: a writer that ended would let the ledger fall silent.
    @Override
    public void run() {
        try {
            boolean more = true;
            while (more) {
                try {
                    more = round();
                } catch (RuntimeException | Error unexpected) {
                    report(unexpected);
                    more = !backlog.isClosed() || !backlog.isEmpty();
                    backlog.pause(tuning.firstPause(), tuning.firstPause());
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            end();
        }
    }

    /// @return whether there is to be another one
    private boolean round() throws InterruptedException {
        List<Batch> batches = backlog.take(tuning.commit(), Duration.ofNanos(tidyAt - System.nanoTime()));
        if (!batches.isEmpty()) {
            write(batches);
        }
        boolean more = !batches.isEmpty() || !backlog.isClosed() || !backlog.isEmpty();
        if (backlog.takeSuspicion()) {
            examine();
        }
        List<CompletableFuture<Void>> asked = backlog.takeAskedToTidy();
        if (!asked.isEmpty() || !more || System.nanoTime() - tidyAt >= 0) {
            boolean prune = more && (!asked.isEmpty() || System.nanoTime() - pruneAt >= 0);
            tidyAt = System.nanoTime() + tuning.tidy().toNanos();
            pruneAt = prune ? System.nanoTime() + tuning.prune().toNanos() : pruneAt;
            try {
                tidy(prune);
            } finally {
                asked.forEach(done -> done.complete(null));
            }
        }
        return more;
    }

    private void write(List<Batch> batches) throws InterruptedException {
        Duration pause = tuning.firstPause();
        int errors = 0;
        while (true) {
            try {
                commit(batches);
                recovered();
                batches.forEach(batch -> settle(batch, ""));
                return;
            } catch (RuntimeException unexpected) {
                report(unexpected);
                separately(batches, SqlFault.words(unexpected));
                return;
            } catch (Error unexpected) {
                // Short of memory, perhaps, which passes.
                report(unexpected);
                errors++;
                if (errors >= MOST_ERRORS) {
                    separately(batches, SqlFault.words(unexpected));
                    return;
                }
                backlog.pause(pause, tuning.firstPause());
            } catch (SQLException | StoreTrouble failed) {
                SqlFault fault = failed instanceof SQLException sql ? SqlFault.of(sql) : SqlFault.PASSING;
                report(failed);
                if (fault == SqlFault.OURS) {
                    separately(batches, SqlFault.words(failed));
                    return;
                }
                if (System.nanoTime() - giveUpAt >= 0) {
                    batches.forEach(batch -> settle(batch, trouble));
                    return;
                }
                if (fault == SqlFault.DAMAGED) {
                    replace(SqlFault.words(failed));
                }
                backlog.pause(pause, tuning.firstPause());
                pause = longer(pause);
            }
        }
    }

    /// One of them cannot be written whatever the disk does: it must not keep the others from it.
    private void separately(List<Batch> batches, String why) throws InterruptedException {
        if (batches.size() == 1) {
            settle(batches.getFirst(), why);
            return;
        }
        for (Batch batch : batches) {
            write(List.of(batch));
        }
    }

    private void commit(List<Batch> batches) throws SQLException, StoreTrouble {
        boolean promises = batches.stream().anyMatch(Batch::promises);
        connection.transact(promises, statements -> {
            EffectRows rows = new EffectRows(statements);
            for (Batch batch : batches) {
                for (Effect effect : batch.effects()) {
                    rows.write(effect);
                }
            }
            rows.finish();
        });
    }

    private void examine() {
        try {
            connection.examine();
        } catch (SQLException | StoreTrouble failed) {
            report(failed);
        }
    }

    /// The next attempt opens whatever is there, if this fails.
    private void replace(String why) {
        try {
            connection.replace(why);
        } catch (SQLException | StoreTrouble failed) {
            report(failed);
        }
    }

    /// Writes counts, and removes old rows for as long as nothing else is to be written.
    private void tidy(boolean prune) {
        try {
            if (!turnedAway.isEmpty()) {
                turnedAway.write(work -> connection.transact(false, work), time.instant());
            }
            boolean more = prune;
            while (more && backlog.isEmpty()) {
                int[] removed = {0};
                connection.transact(
                        false, statements -> removed[0] = pruning.get().step(statements, time.instant()));
                more = removed[0] > 0;
            }
            recovered();
        } catch (SQLException | StoreTrouble failed) {
            report(failed);
            if (failed instanceof SQLException sql && SqlFault.of(sql) == SqlFault.DAMAGED) {
                replace(SqlFault.words(failed));
            }
        }
    }

    private void settle(Batch batch, String failure) {
        backlog.settle(batch, !failure.isEmpty());
        if (failure.isEmpty()) {
            batch.written().complete(null);
        } else {
            batch.written().completeExceptionally(new StoreTrouble(database.file() + ": not written: " + failure));
        }
    }

    private void report(Throwable failed) {
        String words = SqlFault.words(failed);
        if (trouble.isEmpty()) {
            LOG.error(
                    "{}: cannot be written: {}. Bans are enforced all the same; writing is tried again.",
                    database.file(),
                    words);
        }
        trouble = words;
    }

    private void recovered() {
        if (!trouble.isEmpty()) {
            StoreHealth health = backlog.health(trouble);
            LOG.warn("{}: is written again. Lost so far: {}.", database.file(), health.lost());
            trouble = "";
        }
    }

    private Duration longer(Duration pause) {
        Duration twice = pause.multipliedBy(2);
        return twice.compareTo(tuning.longestPause()) < 0 ? twice : tuning.longestPause();
    }

    private void end() {
        try {
            connection.close();
        } catch (SQLException failed) {
            report(failed);
        }
    }
}
