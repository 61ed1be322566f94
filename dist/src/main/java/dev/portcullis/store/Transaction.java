package dev.portcullis.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/// Runs work as one transaction: all of it or nothing.
final class Transaction {

    /// What is to be written.
    @FunctionalInterface
    interface Work {
        void run() throws SQLException;
    }

    private Transaction() {}

    static void run(Connection database, Work work) throws SQLException {
        execute(database, "BEGIN IMMEDIATE");
        try {
            work.run();
            execute(database, "COMMIT");
        } catch (SQLException | RuntimeException failed) {
            rollBack(database, failed);
            throw failed;
        }
    }

    /// After some failures SQLite has rolled back by itself, and there is nothing left to do.
    private static void rollBack(Connection database, Exception cause) {
        try {
            execute(database, "ROLLBACK");
        } catch (SQLException none) {
            cause.addSuppressed(none);
        }
    }

    static void execute(Connection database, String sql) throws SQLException {
        try (Statement statement = database.createStatement()) {
            statement.executeUpdate(sql);
        }
    }
}
