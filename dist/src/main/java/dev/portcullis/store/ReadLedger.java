package dev.portcullis.store;

import dev.portcullis.rules.history.Remembered;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The ledger on disk for reading alone, beside whichever process writes it. It takes no lock, so no server waits for
/// it.
public final class ReadLedger extends LedgerOnDisk implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ReadLedger.class);

    private final Path file;
    private final Readers readers;
    private final LedgerReader ledger;
    private final InstantSource time;

    private ReadLedger(Path file, Readers readers, InstantSource time) {
        this.file = file;
        this.readers = readers;
        this.ledger = new LedgerReader(readers, this::leftOut);
        this.time = time;
    }

    /// Opens the database in that folder.
    ///
    /// @return empty if there is none, or if it is of another version or not well: then [Store#open] mends it
    ///     or says what is wrong
    public static Optional<ReadLedger> open(Path stateFolder, InstantSource time) {
        if (Files.notExists(stateFolder.resolve("portcullis.db"))) {
            return Optional.empty();
        }
        Migrations migrations = Migrations.own();
        StateFolder folder = new StateFolder(stateFolder);
        Readers readers = new Readers(new Database(folder, migrations, Tuning.DEFAULT, time), () -> {});
        try {
            int version = readers.ask(Migrations::version);
            return version == migrations.newest()
                    ? Optional.of(new ReadLedger(folder.database(), readers, time))
                    : Optional.empty();
        } catch (LedgerTrouble _) {
            return Optional.empty();
        }
    }

    /// As [Store#remembered].
    public Remembered remembered(Duration banMemory, Duration rememberOwner) {
        return Memory.of(readers, time.instant(), banMemory, rememberOwner, this::leftOut);
    }

    private void leftOut(int rows) {
        if (rows > 0) {
            LOG.warn("{}: {} rows cannot be read and are left out", file, rows);
        }
    }

    @Override
    LedgerReader reader() {
        return ledger;
    }

    @Override
    public void close() {
        try {
            readers.close();
        } catch (SQLException failed) {
            LOG.debug("{}: not closed cleanly: {}", file, SqlFault.words(failed));
        }
    }
}
