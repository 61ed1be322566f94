package dev.portcullis.store;

import dev.portcullis.store.Where.RowReader;
import java.nio.BufferUnderflowException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/// Rows that are not what this program writes, as a newer one or a person may have left them: passed over and
/// counted, since one of them must keep neither the server from its start nor the owner from all the others.
///
/// One for each question.
final class Illegible {

    private int count;

    /// Reads a row, if it can be read.
    <T> Optional<T> read(ResultSet row, RowReader<T> reader) throws SQLException {
        try {
            return Optional.of(reader.read(row));
        } catch (IllegalArgumentException
                | NullPointerException
                | ArithmeticException
                | IndexOutOfBoundsException
                | BufferUnderflowException _) {
            count++;
            return Optional.empty();
        }
    }

    /// How many there were.
    int count() {
        return count;
    }
}
