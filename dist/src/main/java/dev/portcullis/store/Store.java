package dev.portcullis.store;

import dev.portcullis.rules.Effect;
import dev.portcullis.rules.history.Remembered;
import dev.portcullis.rules.net.Cidr;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The ledger on disk: `portcullis.db` in the state folder, of which this process is the only user until [#close].
///
/// Used on any thread; only [#turnedAway], [#append], [#health] and [#notices] on an event loop.
public final class Store extends LedgerOnDisk implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Store.class);
    private static final Duration FORGOTTEN_NEVER = Duration.ofDays(36_500);
    private static final int EFFECTS_A_SECOND = 10_000;

    private final StateFolder folder;
    private final StoreLock lock;
    private final Readers readers;
    private final LedgerReader ledger;
    private final Backlog backlog;
    private final TurnedAway turnedAway = new TurnedAway();
    private final WritingConnection connection;
    private final Journal journal;
    private final Thread writer;
    private final Tuning tuning;
    private final InstantSource time;
    private final List<String> notices = new CopyOnWriteArrayList<>();
    private final AtomicBoolean illegibleTold = new AtomicBoolean();
    private volatile Pruning pruning;

    private Store(
            StateFolder folder,
            StoreLock lock,
            Database database,
            Database.Opened opened,
            Duration retention,
            Tuning tuning,
            InstantSource time) {
        this.folder = folder;
        this.lock = lock;
        this.tuning = tuning;
        this.time = time;
        this.pruning = new Pruning(retention, FORGOTTEN_NEVER, FORGOTTEN_NEVER, tuning.step(), tuning.rows());
        this.backlog = new Backlog(tuning.queue(), tuning.bytes());
        this.readers = new Readers(database, backlog::suspect);
        this.ledger = new LedgerReader(readers, this::leftOut);
        this.connection = new WritingConnection(database, opened, readers, tuning, notices::add);
        this.journal = new Journal(database, connection, backlog, turnedAway, () -> pruning, tuning, time);
        this.writer = Thread.ofPlatform().daemon().name("ledger").unstarted(journal);
    }

    /// Opens the database in that folder; makes what is missing. A damaged file is set aside, with a notice.
    ///
    /// @param stateFolder made with mode 0700 if it is missing
    /// @param retention how long rows are kept
    /// @throws StoreTrouble if the folder cannot be written, another process uses it for ten seconds
    ///     and more, or a newer program wrote it
    public static Store open(Path stateFolder, Duration retention, InstantSource time) throws StoreTrouble {
        return open(stateFolder, retention, time, Migrations.own(), Tuning.DEFAULT);
    }

    static Store open(Path stateFolder, Duration retention, InstantSource time, Migrations migrations, Tuning tuning)
            throws StoreTrouble {
        StateFolder folder = StateFolder.open(stateFolder);
        StoreLock lock = StoreLock.take(folder, tuning.lock());
        boolean good = false;
        try {
            Database database = new Database(folder, migrations, tuning, time);
            Store store = new Store(folder, lock, database, database.open(), retention, tuning, time);
            store.writer.start();
            good = true;
            return store;
        } finally {
            if (!good) {
                release(lock);
            }
        }
    }

    /// Whether there is a database in that folder.
    public static boolean existsIn(Path stateFolder) {
        return Files.exists(stateFolder.resolve("portcullis.db"))
                || Files.exists(stateFolder.resolve("portcullis.db.new"));
    }

    /// What an engine is to know from before it was started. Bans that the owner ended are not in it.
    ///
    /// @param banMemory how long a past ban makes the next one longer, from its beginning; kept at least as long
    /// @param rememberOwner for how long a client that logged in belongs to the household; kept at least as long
    /// @throws LedgerTrouble if it cannot be read
    public Remembered remembered(Duration banMemory, Duration rememberOwner) {
        pruning = new Pruning(pruning.retention(), banMemory, rememberOwner, tuning.step(), tuning.rows());
        return Memory.of(readers, time.instant(), banMemory, rememberOwner, this::leftOut);
    }

    /// How long things are kept from now on.
    ///
    /// @param retention of rows
    /// @param banMemory as in [#remembered]
    /// @param rememberOwner as in [#remembered]
    public void keeps(Duration retention, Duration banMemory, Duration rememberOwner) {
        pruning = new Pruning(retention, banMemory, rememberOwner, tuning.step(), tuning.rows());
    }

    /// Told once: the same rows are found again and again.
    private void leftOut(int rows) {
        if (rows > 0 && illegibleTold.compareAndSet(false, true)) {
            String notice =
                    "%s: %d rows cannot be read and are left out (expected: rows as this Portcullis writes them). Did a newer one or a person write them?"
                            .formatted(folder.database(), rows);
            LOG.error("{}", notice);
            notices.add(notice);
        }
    }

    /// Writes down, without waiting.
    ///
    /// What is late is tried again all the same, and given up only as the store is closed.
    ///
    /// @return complete once it is committed, which means on the disk if there is a ban or the end of one in it;
    ///     fails with [StoreTrouble] if some of it was dropped, or is not written in time
    public CompletableFuture<Void> append(List<Effect> effects) {
        if (effects.isEmpty()) {
            return CompletableFuture.completedFuture(null);
        }
        CompletableFuture<Void> written;
        try {
            written = backlog.add(List.copyOf(effects)).written();
        } catch (StoreTrouble dropped) {
            return CompletableFuture.failedFuture(dropped);
        }
        Duration patience = tuning.promise().plusSeconds(effects.size() / EFFECTS_A_SECOND);
        return written.copy()
                .orTimeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .exceptionallyCompose(failed -> CompletableFuture.failedFuture(reason(failed, patience)));
    }

    private StoreTrouble reason(Throwable failed, Duration patience) {
        Throwable cause = failed.getCause() == null ? failed : failed.getCause();
        if (cause instanceof StoreTrouble known) {
            return known;
        }
        String trouble = journal.trouble().isEmpty() ? "the disk does not answer" : journal.trouble();
        return new StoreTrouble("%s: not written within %d s: %s (expected: a disk with free space)."
                .formatted(folder.database(), patience.toSeconds(), trouble));
    }

    /// A connection or a request of a banned client was closed. Counted at once, written within seconds.
    ///
    /// @param network of the ban, or of the client
    public void turnedAway(Cidr network, Instant at) {
        turnedAway.count(network, at);
    }

    /// The key of the hashes by which credentials are known, 32 bytes; made at first use.
    public synchronized byte[] hashKey() throws StoreTrouble {
        return HashKey.obtain(folder, new SecureRandom(), notice -> {
            LOG.error("{}", notice);
            notices.add(notice);
        });
    }

    /// How the writing goes.
    public StoreHealth health() {
        boolean ended = !writer.isAlive() && !backlog.isClosed();
        return backlog.health(ended ? "the writing thread has ended; restart the server" : journal.trouble());
    }

    /// What the owner should know of the files themselves, oldest first.
    public List<String> notices() {
        return List.copyOf(notices);
    }

    /// Writes counts and removes what is too old; complete when that is done.
    CompletableFuture<Void> tidy() {
        return backlog.askToTidy();
    }

    /// How many transactions were committed.
    long commits() {
        return connection.commits();
    }

    /// Writes what waits, for as long as a commit may take, and lets go of the folder.
    @Override
    public void close() {
        journal.hurry(tuning.promise());
        try {
            if (!writer.join(tuning.promise().multipliedBy(2))) {
                // Still writing: the lock ends with the process.
                LOG.error("{}: the disk does not answer; what waits is given up: {}", folder.database(), health());
                return;
            }
            readers.close();
            release(lock);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (SQLException failed) {
            LOG.warn("{}: not closed cleanly: {}", folder.database(), SqlFault.words(failed));
            release(lock);
        }
    }

    private static void release(StoreLock lock) {
        try {
            lock.close();
        } catch (IOException failed) {
            LOG.warn("lock: not released: {}", SqlFault.words(failed));
        }
    }

    @Override
    LedgerReader reader() {
        return ledger;
    }
}
