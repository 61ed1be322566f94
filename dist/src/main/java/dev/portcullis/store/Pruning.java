package dev.portcullis.store;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Removes what is older than the owner wants to keep, and what is too much, a few rows at a time.
///
/// @param retention how long rows are kept
/// @param memory how long bans are kept at least, from their beginning
/// @param owners how long clients of the household are kept at least
record Pruning(Duration retention, Duration memory, Duration owners, int step, long rows) {

    private record Rule(String sql, long bound) {}

    /// Removes some rows, within the transaction of its caller.
    ///
    /// @return how many; 0 once nothing is left to remove
    int step(Prepared statements, Instant now) throws SQLException {
        int removed = 0;
        for (Rule rule : rules(now)) {
            PreparedStatement delete = statements.of(rule.sql());
            delete.setLong(1, rule.bound());
            delete.setInt(2, step);
            removed += delete.executeUpdate();
        }
        PreparedStatement days = statements.of("DELETE FROM days WHERE day < ?");
        days.setString(1, Columns.day(before(now, retention)));
        return removed + days.executeUpdate();
    }

    private List<Rule> rules(Instant now) {
        long old = Columns.millis(before(now, retention));
        long oldBan = Columns.millis(before(now, longer(retention, memory)));
        long oldOwner = Columns.millis(before(now, longer(retention, owners)));
        return List.of(
                new Rule(older("logins"), old),
                new Rule(older("probes"), old),
                new Rule(older("notices"), old),
                new Rule(surplus("logins"), rows),
                new Rule(surplus("probes"), rows),
                new Rule(
                        "DELETE FROM bans WHERE id IN (SELECT id FROM bans WHERE until < ?1 AND began < ?1 LIMIT ?2)",
                        oldBan),
                new Rule("DELETE FROM bans WHERE id IN (SELECT id FROM bans WHERE lifted < ?1 LIMIT ?2)", oldBan),
                new Rule(
                        "DELETE FROM owners WHERE client_key IN (SELECT client_key FROM owners WHERE at < ?1 LIMIT ?2)",
                        oldOwner),
                new Rule(
                        "DELETE FROM credentials WHERE hash IN (SELECT hash FROM credentials WHERE at < ?1 LIMIT ?2)",
                        oldOwner));
    }

    private static String older(String table) {
        return "DELETE FROM %1$s WHERE id IN (SELECT id FROM %1$s WHERE at < ?1 LIMIT ?2)".formatted(table);
    }

    /// Ids have no gaps but those of failed transactions, so the newest ids are about as many rows.
    private static String surplus(String table) {
        return "DELETE FROM %1$s WHERE id IN (SELECT id FROM %1$s WHERE id <= (SELECT max(id) FROM %1$s) - ?1 LIMIT ?2)"
                .formatted(table);
    }

    private static Instant before(Instant now, Duration age) {
        return age.compareTo(Duration.between(Instant.EPOCH, now)) < 0 ? now.minus(age) : Instant.EPOCH;
    }

    private static Duration longer(Duration one, Duration other) {
        return one.compareTo(other) > 0 ? one : other;
    }
}
