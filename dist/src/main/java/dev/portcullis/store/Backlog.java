package dev.portcullis.store;

import dev.portcullis.rules.Effect;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Effects that wait for the disk. Bounded: what counts least is dropped first, and counted; nobody waits to add.
///
/// It is full by number or by bytes, whichever comes first. The last fifth is for what has a weight. Once it is full,
/// only bans and their ends are taken, up to ten times the number, and without their evidence up to twice the bytes.
/// An empty queue takes whatever comes at once, as an import of many bans does.
final class Backlog {

    private static final int FOR_BANS = 10;

    private final int capacity;
    private final long bytes;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Deque<Batch> waiting = new ArrayDeque<>();
    private final List<CompletableFuture<Void>> askedToTidy = new ArrayList<>();
    private int pending;
    private long burden;
    private long lost;
    private boolean closed;
    private boolean suspected;

    /// @param capacity how many effects may wait
    /// @param bytes how much memory they may take
    Backlog(int capacity, long bytes) {
        this.capacity = capacity;
        this.bytes = bytes;
    }

    /// Effects that are written together, and who waits for it.
    ///
    /// @param burden bytes, by estimation
    record Batch(List<Effect> effects, long burden, CompletableFuture<Void> written) {
        boolean promises() {
            return effects.stream().anyMatch(Backlog::isPromise);
        }
    }

    /// @throws StoreTrouble if some of them had to be dropped; the others are written all the same
    Batch add(List<Effect> effects) throws StoreTrouble {
        lock.lock();
        try {
            List<Effect> taken = closed ? List.of() : fitting(effects);
            Batch batch = new Batch(taken, Burden.of(taken), new CompletableFuture<>());
            lost += effects.size() - taken.size() + evidence(effects) - evidence(taken);
            if (!taken.isEmpty()) {
                pending += taken.size();
                burden += batch.burden();
                waiting.add(batch);
                changed.signalAll();
            }
            if (taken.size() < effects.size()) {
                throw new StoreTrouble(
                        closed
                                ? "the store is closed; nothing more is written"
                                : "%d of %d effects were dropped: %d wait for the disk, about %d KiB (expected: at most %d, %d KiB)"
                                        .formatted(
                                                effects.size() - taken.size(),
                                                effects.size(),
                                                pending,
                                                burden >> 10,
                                                capacity,
                                                bytes >> 10));
            }
            return batch;
        } finally {
            lock.unlock();
        }
    }

    private List<Effect> fitting(List<Effect> effects) {
        if (pending == 0 || hasRoom(effects, capacity - capacity / 5, bytes - bytes / 5)) {
            return effects;
        }
        List<Effect> weighty =
                effects.stream().filter(effect -> !isLight(effect)).toList();
        if (hasRoom(weighty, capacity, bytes)) {
            return weighty;
        }
        List<Effect> promises = effects.stream().filter(Backlog::isPromise).toList();
        if (hasRoom(promises, (long) FOR_BANS * capacity, bytes)) {
            return promises;
        }
        List<Effect> bare = promises.stream().map(Backlog::bare).toList();
        return hasRoom(bare, (long) FOR_BANS * capacity, 2 * bytes) ? bare : List.of();
    }

    private boolean hasRoom(List<Effect> effects, long number, long size) {
        return pending + (long) effects.size() <= number && burden + Burden.of(effects) <= size;
    }

    private static Effect bare(Effect promise) {
        return promise instanceof Effect.Banned banned ? new Effect.Banned(banned.ban(), List.of()) : promise;
    }

    /// Evidence that goes with bans: what is left out counts as lost.
    private static long evidence(List<Effect> effects) {
        return effects.stream()
                .mapToLong(effect -> effect instanceof Effect.Banned banned
                        ? banned.evidence().size()
                        : 0)
                .sum();
    }

    private static boolean isLight(Effect effect) {
        return switch (effect) {
            case Effect.LoginSeen login -> login.weight() == 0;
            case Effect.ProbeSeen probe -> probe.weight() == 0;
            case Effect.Spared _, Effect.LoginsSlowed _ -> true;
            case Effect.Banned _, Effect.Lifted _, Effect.Noticed _, Effect.CredentialLearned _, Effect.OwnerSeen _ ->
                false;
        };
    }

    private static boolean isPromise(Effect effect) {
        return effect instanceof Effect.Banned || effect instanceof Effect.Lifted;
    }

    /// All that waits, but not much more than so many effects; nothing if the time is over, or if there
    /// is other work.
    List<Batch> take(int most, Duration atMost) throws InterruptedException {
        lock.lock();
        try {
            long left = atMost.toNanos();
            while (waiting.isEmpty() && !closed && !suspected && askedToTidy.isEmpty() && left > 0) {
                left = changed.awaitNanos(left);
            }
            List<Batch> taken = new ArrayList<>();
            int effects = 0;
            while (!waiting.isEmpty() && effects < most && !suspected) {
                Batch next = waiting.removeFirst();
                effects += next.effects().size();
                taken.add(next);
            }
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /// This batch no longer waits.
    ///
    /// @param dropped whether it was given up
    void settle(Batch batch, boolean dropped) {
        lock.lock();
        try {
            pending -= batch.effects().size();
            burden -= batch.burden();
            lost += dropped ? batch.effects().size() : 0;
        } finally {
            lock.unlock();
        }
    }

    /// Lets time pass; less of it once closed.
    void pause(Duration full, Duration closing) throws InterruptedException {
        lock.lock();
        try {
            long end = System.nanoTime() + full.toNanos();
            long left = full.toNanos();
            while (left > 0) {
                changed.awaitNanos(closed ? Math.min(left, closing.toNanos()) : left);
                left = closed ? 0 : end - System.nanoTime();
            }
        } finally {
            lock.unlock();
        }
    }

    CompletableFuture<Void> askToTidy() {
        CompletableFuture<Void> done = new CompletableFuture<>();
        lock.lock();
        try {
            askedToTidy.add(done);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        return done;
    }

    List<CompletableFuture<Void>> takeAskedToTidy() {
        lock.lock();
        try {
            List<CompletableFuture<Void>> taken = List.copyOf(askedToTidy);
            askedToTidy.clear();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /// Somebody found damage in the file.
    void suspect() {
        lock.lock();
        try {
            suspected = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean takeSuspicion() {
        lock.lock();
        try {
            boolean was = suspected;
            suspected = false;
            return was;
        } finally {
            lock.unlock();
        }
    }

    void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    boolean isEmpty() {
        lock.lock();
        try {
            return waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    StoreHealth health(String trouble) {
        lock.lock();
        try {
            return new StoreHealth(pending, lost, trouble);
        } finally {
            lock.unlock();
        }
    }
}
