package dev.portcullis.store;

import dev.portcullis.rules.net.Cidr;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/// A query in the making: conditions, each of fixed words with values bound to its places.
final class Where {

    private final List<String> conditions = new ArrayList<>();
    private final List<Object> values = new ArrayList<>();

    /// Reads one row.
    @FunctionalInterface
    interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    /// @param condition words of ours only
    Where and(String condition, Object... places) {
        conditions.add(condition);
        Collections.addAll(values, places);
        return this;
    }

    /// Rows whose key lies in a network.
    Where within(String column, Cidr network) {
        return and(column + " BETWEEN ? AND ?", NetKey.first(network), NetKey.last(network));
    }

    /// Rows of networks that hold, or lie in, this one.
    Where overlapping(Cidr network) {
        List<byte[]> around = NetKey.beginningsAround(network);
        String places = String.join(",", Collections.nCopies(around.size(), "?"));
        return and(
                "(first BETWEEN ? AND ? OR (first IN (" + places + ") AND last >= ?))",
                Stream.of(
                                Stream.of(NetKey.first(network), NetKey.last(network)),
                                around.stream(),
                                Stream.of(NetKey.last(network)))
                        .flatMap(part -> part)
                        .toArray());
    }

    /// @param select up to the table's name
    /// @param rest what follows the conditions, with the limit as its only place
    <T> List<T> list(Connection database, String select, String rest, int limit, RowReader<T> reader)
            throws SQLException {
        try (PreparedStatement statement = database.prepareStatement(select + conditions() + rest)) {
            int places = bind(statement);
            statement.setInt(places + 1, limit);
            try (ResultSet row = statement.executeQuery()) {
                List<T> found = new ArrayList<>();
                while (row.next()) {
                    found.add(reader.read(row));
                }
                return found;
            }
        }
    }

    /// The number in the first row, or another where there is no row or it is null.
    long number(Connection database, String select, long otherwise) throws SQLException {
        try (PreparedStatement statement = database.prepareStatement(select + conditions())) {
            bind(statement);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next()) {
                    return otherwise;
                }
                long found = row.getLong(1);
                return row.wasNull() ? otherwise : found;
            }
        }
    }

    private String conditions() {
        return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    }

    private int bind(PreparedStatement statement) throws SQLException {
        int place = 0;
        for (Object value : values) {
            place++;
            switch (value) {
                case byte[] key -> statement.setBytes(place, key);
                case Long number -> statement.setLong(place, number);
                default -> statement.setString(place, value.toString());
            }
        }
        return place;
    }
}
