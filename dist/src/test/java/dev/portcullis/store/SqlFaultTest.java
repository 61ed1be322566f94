package dev.portcullis.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlite.SQLiteErrorCode;

/// What becomes of a write by what SQLite said, as codes that a test cannot provoke by itself show it.
class SqlFaultTest {

    private static SQLException failed(SQLiteErrorCode code) {
        return new SQLException("failed", null, code.code);
    }

    @ParameterizedTest
    @CsvSource({
        "SQLITE_IOERR, PASSING, true",
        "SQLITE_IOERR_READ, PASSING, true",
        "SQLITE_IOERR_WRITE, PASSING, true",
        "SQLITE_IOERR_FSYNC, PASSING, true",
        "SQLITE_READONLY, PASSING, true",
        "SQLITE_READONLY_DIRECTORY, PASSING, true",
        "SQLITE_CANTOPEN, PASSING, true",
        "SQLITE_FULL, PASSING, false",
        "SQLITE_BUSY, PASSING, false",
        "SQLITE_LOCKED, PASSING, false",
        "SQLITE_CORRUPT, DAMAGED, false",
        "SQLITE_CORRUPT_INDEX, DAMAGED, false",
        "SQLITE_NOTADB, DAMAGED, false",
        "SQLITE_CONSTRAINT, OURS, false",
        "SQLITE_MISMATCH, OURS, false",
        "SQLITE_ERROR, OURS, false"
    })
    void a_failing_disk_is_tried_again_a_damaged_file_replaced_and_a_bad_row_dropped(
            SQLiteErrorCode code, SqlFault fault, boolean anotherConnection) {
        assertThat(SqlFault.of(failed(code))).isEqualTo(fault);
        assertThat(SqlFault.spoilsConnection(failed(code))).isEqualTo(anotherConnection);
    }
}
