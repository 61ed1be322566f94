package dev.portcullis.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// What one transaction adds to the counts of days.
final class DayCounts {

    static final String BANS = "bans";
    static final String WOULD_BAN = "would_ban";
    static final String PROBES = "probes";
    static final String FAILED_LOGINS = "failed_logins";
    static final String LOGINS = "logins";
    static final String SPARED = "spared";
    static final String TURNED_AWAY = "turned_away";

    private final Map<Count, Long> counts = new HashMap<>();

    private record Count(String day, String name) {}

    void add(Instant at, String name, long amount) {
        counts.merge(new Count(Columns.day(at), name), amount, Long::sum);
    }

    void write(Prepared statements) throws SQLException {
        PreparedStatement add = statements.of("INSERT INTO days (day, name, count) VALUES (?, ?, ?)"
                + " ON CONFLICT (day, name) DO UPDATE SET count = count + excluded.count");
        for (Map.Entry<Count, Long> count : counts.entrySet()) {
            add.setString(1, count.getKey().day());
            add.setString(2, count.getKey().name());
            add.setLong(3, count.getValue());
            add.executeUpdate();
        }
    }
}
