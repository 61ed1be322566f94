package dev.portcullis.acme.keep;

import dev.portcullis.acme.AcmeFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Remembers, over restarts and crashes, what was asked of authorities and how it went: one JSON file,
/// replaced as a whole at each change.
///
/// A damaged file is set aside, loudly. What was asked in the days before is then unknown, and the state says
/// so ([LedgerState#forgotten]) so that limits can be kept with care. A file that cannot be read or written
/// stops everything that needs to be remembered.
public final class RenewalLedger {

    private static final Logger LOG = LoggerFactory.getLogger(RenewalLedger.class);

    private final Path file;
    private final InstantSource time;
    private final Disk disk;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable LedgerState state;

    /// @param file `<state>/certificates/acme/ledger.json`; it holds the keys of open orders, so mode 0600
    public RenewalLedger(Path file, InstantSource time) {
        this(file, time, Disk.PRIVATE);
    }

    /// @param disk in place of the real one
    public RenewalLedger(Path file, InstantSource time, Disk disk) {
        this.file = file;
        this.time = time;
        this.disk = disk;
    }

    /// What is remembered.
    ///
    /// @throws AcmeFailure `STATE_UNUSABLE`
    public LedgerState state() throws AcmeFailure {
        lock.lock();
        try {
            return loaded();
        } finally {
            lock.unlock();
        }
    }

    /// Changes what is remembered; on the disk when this returns, unchanged when it throws.
    ///
    /// @param change nothing is written where it returns its argument
    /// @throws AcmeFailure `STATE_UNUSABLE`, or what the change threw
    public void update(Change change) throws AcmeFailure {
        lock.lock();
        try {
            LedgerState old = loaded();
            LedgerState changed = change.apply(old);
            if (!changed.equals(old)) {
                write(changed.pruned(time.instant()));
            }
        } finally {
            lock.unlock();
        }
    }

    /// Forgets what was read, so that the file is read again: another process may have written it since.
    public void reread() {
        lock.lock();
        try {
            state = null;
        } finally {
            lock.unlock();
        }
    }

    private LedgerState loaded() throws AcmeFailure {
        LedgerState known = state;
        if (known == null) {
            known = read();
            state = known;
        }
        return known;
    }

    private LedgerState read() throws AcmeFailure {
        try {
            return LedgerReader.read(Files.readAllBytes(file)).pruned(time.instant());
        } catch (NoSuchFileException _) {
            return LedgerState.EMPTY;
        } catch (LedgerReader.Damaged damaged) {
            return setAside(damaged);
        } catch (IOException failed) {
            throw Unusable.failure(file, "the ledger of renewals cannot be read", failed);
        }
    }

    private LedgerState setAside(LedgerReader.Damaged damaged) throws AcmeFailure {
        Path aside = file.resolveSibling(file.getFileName() + ".damaged");
        LedgerState unknown = new LedgerState(
                LedgerState.EMPTY.certificates(),
                LedgerState.EMPTY.events(),
                Optional.of(time.instant()),
                LedgerState.EMPTY.waits());
        if (!disk.isWritable()) {
            return unknown;
        }
        try {
            // Never without a ledger: a crash in between must not look like a first start.
            byte[] old = Files.readAllBytes(file);
            disk.write(aside, old);
            disk.write(file, LedgerWriter.write(unknown));
        } catch (IOException failed) {
            throw Unusable.failure(file, "damaged, and cannot be set aside", failed);
        }
        LOG.error(
                "{}: damaged: {} (expected: the ledger of renewals). Set aside as {}; for eight days only half of each authority's limits is used, as it is unknown what was used before.",
                file,
                damaged.getMessage(),
                aside.getFileName());
        return unknown;
    }

    private void write(LedgerState changed) throws AcmeFailure {
        try {
            disk.write(file, LedgerWriter.write(changed));
            state = changed;
        } catch (IOException failed) {
            // It may have been written all the same: what is on the disk is read again.
            state = null;
            throw Unusable.failure(file, "the ledger of renewals cannot be written", failed);
        }
    }

    /// A change of what is remembered.
    @FunctionalInterface
    public interface Change {

        /// The changed state, or the same one for no change.
        LedgerState apply(LedgerState state) throws AcmeFailure;
    }
}
