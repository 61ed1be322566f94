package dev.portcullis.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;

/// The database file: opened for writing, or, where it is damaged, set aside and made anew.
final class Database {

    private static final long MOST_WAL = 16L * 1024 * 1024;

    private final StateFolder folder;
    private final Migrations migrations;
    private final Tuning tuning;
    private final Succession succession;

    Database(StateFolder folder, Migrations migrations, Tuning tuning, InstantSource time) {
        this.folder = folder;
        this.migrations = migrations;
        this.tuning = tuning;
        this.succession = new Succession(folder.database(), time);
    }

    /// An open database.
    ///
    /// @param notice what the owner should hear; empty while all is well
    record Opened(Connection connection, String notice) {}

    Path file() {
        return folder.database();
    }

    /// Opens the file for its one writer, in its newest shape.
    ///
    /// @throws StoreTrouble if nothing can be written there, or a newer program wrote it
    Opened open() throws StoreTrouble {
        try {
            if (succession.isPending()) {
                Path aside = succession.complete();
                return new Opened(
                        sound(file()),
                        "%s: was damaged. Set aside as %s; a new one has taken its place, with what could be saved."
                                .formatted(file(), aside.getFileName()));
            }
            if (!folder.claim(file()) && Files.size(file()) == 0) {
                return replace("it is empty");
            }
            return new Opened(sound(file()), "");
        } catch (Unsound damaged) {
            return replace(SqlFault.words(damaged));
        } catch (SQLException failed) {
            return switch (SqlFault.of(failed)) {
                case DAMAGED -> replace(SqlFault.words(failed));
                case PASSING -> throw StateFolder.unusable(file(), failed);
                case OURS ->
                    throw new StoreTrouble(
                            "%s: cannot be used: %s (expected: a database of Portcullis). Move it away, or use another state folder."
                                    .formatted(file(), SqlFault.words(failed)));
            };
        } catch (IOException failed) {
            throw StateFolder.unusable(file(), failed);
        }
    }

    /// Saves what can still be read of the file, which nobody has open any more, and sets it aside.
    ///
    /// @param why what is wrong with it
    Opened replace(String why) throws StoreTrouble {
        try {
            succession.clear();
            long saved = rescue();
            Path aside = succession.complete();
            return new Opened(
                    sound(file()),
                    "%s: was damaged: %s. Set aside as %s; a new one takes its place, with %d bans from the old one."
                            .formatted(file(), why, aside.getFileName(), saved));
        } catch (SQLException | IOException | Unsound failed) {
            throw StateFolder.unusable(file(), failed);
        }
    }

    private long rescue() throws SQLException, StoreTrouble, Unsound, IOException {
        boolean good = false;
        folder.claim(succession.fresh());
        try (Connection damaged = connect(file(), true, 0);
                Connection fresh = sound(succession.fresh())) {
            long saved = Salvage.read(damaged).write(fresh);
            checkpoint(fresh);
            good = true;
            return saved;
        } finally {
            if (!good) {
                succession.clear();
            }
        }
    }

    /// Leaves all in one file.
    static void checkpoint(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
    }

    private Connection sound(Path file) throws SQLException, StoreTrouble, Unsound {
        Connection connection = connect(file, false, (int) tuning.busy().toMillis());
        boolean good = false;
        try {
            Transaction.execute(connection, "PRAGMA synchronous = FULL");
            Transaction.execute(connection, "PRAGMA journal_size_limit = " + MOST_WAL);
            check(connection);
            int version = Migrations.version(connection);
            if (version > migrations.newest()) {
                throw new StoreTrouble(
                        "%s: is of version %d (expected: %d or less). A newer Portcullis wrote it: start that one, or use another state folder."
                                .formatted(file, version, migrations.newest()));
            }
            migrations.run(connection);
            good = true;
            return connection;
        } finally {
            if (!good) {
                connection.close();
            }
        }
    }

    /// Looks at the file itself, not at what an open connection remembers of it.
    void verify() throws SQLException, Unsound {
        try (Connection fresh = reader()) {
            check(fresh);
        }
    }

    private static void check(Connection connection) throws SQLException, Unsound {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA quick_check(1)")) {
            String found = row.next() ? row.getString(1) : "no answer";
            if (!"ok".equals(found)) {
                throw new Unsound(found.replace('\n', ' '));
            }
        }
    }

    /// What a check found.
    static final class Unsound extends Exception {
        private static final long serialVersionUID = 1L;

        Unsound(String found) {
            super(found);
        }
    }

    Connection reader() throws SQLException {
        return connect(file(), true, (int) tuning.busy().toMillis());
    }

    private static Connection connect(Path file, boolean readOnly, int busyMillis) throws SQLException {
        SQLiteConfig config = new SQLiteConfig();
        config.setBusyTimeout(busyMillis);
        config.enforceForeignKeys(true);
        if (readOnly) {
            config.setReadOnly(true);
        } else {
            config.setJournalMode(JournalMode.WAL);
        }
        return config.createConnection("jdbc:sqlite:" + file);
    }
}
