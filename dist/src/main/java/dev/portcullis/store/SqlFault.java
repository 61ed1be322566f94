package dev.portcullis.store;

import java.sql.SQLException;
import org.sqlite.SQLiteErrorCode;

/// What a failure of SQLite means for us.
enum SqlFault {
    /// The file is no longer what SQLite wrote.
    DAMAGED,
    /// The disk is full, slow, or taken away, or the driver failed before SQLite was asked: later it may work.
    PASSING,
    /// This statement will fail again.
    OURS;

    static SqlFault of(SQLException failed) {
        int code = failed.getErrorCode() & 0xff;
        if (code == SQLiteErrorCode.SQLITE_CORRUPT.code || code == SQLiteErrorCode.SQLITE_NOTADB.code) {
            return DAMAGED;
        }
        boolean passing = code == 0
                || code == SQLiteErrorCode.SQLITE_FULL.code
                || code == SQLiteErrorCode.SQLITE_IOERR.code
                || code == SQLiteErrorCode.SQLITE_BUSY.code
                || code == SQLiteErrorCode.SQLITE_LOCKED.code
                || code == SQLiteErrorCode.SQLITE_READONLY.code
                || code == SQLiteErrorCode.SQLITE_CANTOPEN.code
                || code == SQLiteErrorCode.SQLITE_PERM.code
                || code == SQLiteErrorCode.SQLITE_NOMEM.code
                || code == SQLiteErrorCode.SQLITE_PROTOCOL.code
                || code == SQLiteErrorCode.SQLITE_INTERRUPT.code;
        return passing ? PASSING : OURS;
    }

    /// Whether another connection may fare better. One that merely waits for space or for a lock is kept.
    static boolean spoilsConnection(SQLException failed) {
        int code = failed.getErrorCode() & 0xff;
        boolean waits = code == SQLiteErrorCode.SQLITE_FULL.code
                || code == SQLiteErrorCode.SQLITE_BUSY.code
                || code == SQLiteErrorCode.SQLITE_LOCKED.code;
        return of(failed) == PASSING && !waits;
    }

    /// In words, on one line.
    static String words(Throwable failed) {
        String message = failed.getMessage();
        return message == null ? failed.getClass().getSimpleName() : message.replace('\n', ' ');
    }
}
