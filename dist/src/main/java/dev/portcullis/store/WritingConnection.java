package dev.portcullis.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one connection that writes: opened again after a failure, and of a new file where the old one is damaged.
///
/// Used on the writer's thread.
final class WritingConnection {

    private static final Logger LOG = LoggerFactory.getLogger(WritingConnection.class);

    private final Database database;
    private final Readers readers;
    private final Tuning tuning;
    private final Consumer<String> notices;
    private final AtomicLong commits = new AtomicLong();

    private @Nullable Connection connection;
    private Prepared statements;
    private boolean forced = true;
    private long pageLimit;

    /// @param notices told what the owner should hear
    WritingConnection(
            Database database, Database.Opened opened, Readers readers, Tuning tuning, Consumer<String> notices) {
        this.database = database;
        this.readers = readers;
        this.tuning = tuning;
        this.notices = notices;
        this.connection = opened.connection();
        this.statements = new Prepared(opened.connection());
        tell(opened.notice());
    }

    /// Rows to write.
    @FunctionalInterface
    interface Work {
        void write(Prepared statements) throws SQLException;
    }

    /// How many transactions were committed. Asked on any thread.
    long commits() {
        return commits.get();
    }

    /// Writes all of it or nothing.
    ///
    /// @param forced whether it is to be on the disk when this returns
    void transact(boolean forced, Work work) throws SQLException, StoreTrouble {
        Connection open = open();
        prepare(open, forced);
        boolean good = false;
        try {
            Transaction.run(open, () -> work.write(statements));
            good = true;
            commits.incrementAndGet();
        } catch (SQLException failed) {
            if (SqlFault.spoilsConnection(failed)) {
                close();
            }
            throw failed;
        } finally {
            if (!good) {
                statements.forget();
            }
        }
    }

    private void prepare(Connection open, boolean force) throws SQLException {
        if (forced != force) {
            Transaction.execute(open, "PRAGMA synchronous = " + (force ? "FULL" : "NORMAL"));
            forced = force;
        }
        long pages = tuning.pages().getAsLong();
        if (pages != pageLimit) {
            Transaction.execute(open, "PRAGMA max_page_count = " + (pages == 0 ? Integer.MAX_VALUE : pages));
            pageLimit = pages;
        }
    }

    private Connection open() throws SQLException, StoreTrouble {
        Connection open = connection;
        return open == null ? adopt(readers.without(database::open)) : open;
    }

    private Connection adopt(Database.Opened opened) {
        connection = opened.connection();
        statements = new Prepared(opened.connection());
        forced = true;
        pageLimit = 0;
        tell(opened.notice());
        return opened.connection();
    }

    private void tell(String notice) {
        if (!notice.isEmpty()) {
            LOG.error("{}", notice);
            notices.accept(notice);
        }
    }

    /// Sets the file aside and goes on with a new one.
    ///
    /// @param why what is wrong with it
    void replace(String why) throws SQLException, StoreTrouble {
        close();
        readers.without(() -> adopt(database.replace(why)));
    }

    /// Replaces the file if it is damaged.
    void examine() throws SQLException, StoreTrouble {
        try {
            database.verify();
        } catch (Database.Unsound found) {
            replace(SqlFault.words(found));
        } catch (SQLException failed) {
            if (SqlFault.of(failed) != SqlFault.DAMAGED) {
                throw failed;
            }
            replace(SqlFault.words(failed));
        }
    }

    /// Leaves one file behind. SQLite does so by itself for the last connection only, and that may be a reader's.
    void close() throws SQLException {
        Connection open = connection;
        connection = null;
        if (open != null) {
            try (open) {
                Database.checkpoint(open);
            }
        }
    }
}
