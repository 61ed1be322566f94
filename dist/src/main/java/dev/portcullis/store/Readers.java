package dev.portcullis.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/// Read-only connections, which the writer does not block. Used on any thread.
final class Readers implements AutoCloseable {

    private static final int MOST_IDLE = 4;

    private final Database database;
    private final Runnable suspicion;
    private final Deque<Connection> idle = new ConcurrentLinkedDeque<>();
    private final ReadWriteLock inUse = new ReentrantReadWriteLock();

    /// @param suspicion told when a read finds damage
    Readers(Database database, Runnable suspicion) {
        this.database = database;
        this.suspicion = suspicion;
    }

    /// Something to find out.
    @FunctionalInterface
    interface Question<T> {
        T ask(Connection connection) throws SQLException;
    }

    <T> T ask(Question<T> question) {
        inUse.readLock().lock();
        try {
            Connection connection = take();
            try {
                T answer = question.ask(connection);
                giveBack(connection);
                return answer;
            } catch (SQLException | RuntimeException failed) {
                connection.close();
                throw failed;
            }
        } catch (SQLException failed) {
            if (SqlFault.of(failed) == SqlFault.DAMAGED) {
                suspicion.run();
            }
            throw new LedgerTrouble(database.file() + ": cannot be read: " + SqlFault.words(failed), failed);
        } finally {
            inUse.readLock().unlock();
        }
    }

    private Connection take() throws SQLException {
        @Nullable Connection connection = idle.pollFirst();
        return connection == null ? database.reader() : connection;
    }

    private void giveBack(Connection connection) throws SQLException {
        if (idle.size() < MOST_IDLE) {
            idle.addFirst(connection);
        } else {
            connection.close();
        }
    }

    /// A change of the file itself.
    @FunctionalInterface
    interface Change<T> {
        T make() throws StoreTrouble, SQLException;
    }

    /// Makes a change while nobody has the file open for reading.
    <T> T without(Change<T> change) throws StoreTrouble, SQLException {
        inUse.writeLock().lock();
        try {
            closeIdle();
            return change.make();
        } finally {
            inUse.writeLock().unlock();
        }
    }

    private void closeIdle() throws SQLException {
        for (Connection connection = idle.pollFirst(); connection != null; connection = idle.pollFirst()) {
            connection.close();
        }
    }

    @Override
    public void close() throws SQLException {
        inUse.writeLock().lock();
        try {
            closeIdle();
        } finally {
            inUse.writeLock().unlock();
        }
    }
}
