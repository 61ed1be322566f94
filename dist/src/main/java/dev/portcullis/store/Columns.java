package dev.portcullis.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/// Instants and hostile strings as values of columns, and back.
final class Columns {

    private Columns() {}

    static long millis(Instant at) {
        try {
            return at.toEpochMilli();
        } catch (ArithmeticException _) {
            return at.getEpochSecond() > 0 ? Long.MAX_VALUE : Long.MIN_VALUE;
        }
    }

    static Instant instant(long millis) {
        return millis == Long.MAX_VALUE ? Instant.MAX : Instant.ofEpochMilli(millis);
    }

    /// The day, UTC, that holds that moment.
    static String day(Instant at) {
        try {
            return LocalDate.ofInstant(at, ZoneOffset.UTC).toString();
        } catch (DateTimeException _) {
            return "";
        }
    }

    static Optional<Instant> optionalInstant(ResultSet row, int column) throws SQLException {
        long millis = row.getLong(column);
        return row.wasNull() ? Optional.empty() : Optional.of(instant(millis));
    }

    /// Binds a string as it is: what is no Unicode, and what holds a NUL, at which SQLite's own functions stop, as
    /// a blob of UTF-16.
    static void bind(PreparedStatement statement, int index, String text, int longest) throws SQLException {
        String kept = cut(text, longest);
        if (isPlain(kept)) {
            statement.setString(index, kept);
        } else {
            statement.setBytes(index, units(kept));
        }
    }

    static String text(ResultSet row, int column) throws SQLException {
        Object value = row.getObject(column);
        if (value instanceof byte[] units) {
            char[] chars = new char[units.length / 2];
            ByteBuffer.wrap(units).asCharBuffer().get(chars);
            return new String(chars);
        }
        return value == null ? "" : value.toString();
    }

    private static byte[] units(String text) {
        ByteBuffer units = ByteBuffer.allocate(text.length() * 2);
        units.asCharBuffer().put(text);
        return units.array();
    }

    private static boolean isPlain(String text) {
        if (text.indexOf(0) >= 0) {
            return false;
        }
        return StandardCharsets.UTF_8.newEncoder().canEncode(text);
    }

    private static String cut(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        boolean splitsPair =
                Character.isHighSurrogate(text.charAt(longest - 1)) && Character.isLowSurrogate(text.charAt(longest));
        return text.substring(0, splitsPair ? longest - 1 : longest);
    }
}
