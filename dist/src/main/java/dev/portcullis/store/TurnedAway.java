package dev.portcullis.store;

import dev.portcullis.rules.net.Cidr;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// Counts closed connections and requests of banned clients until they are written. Counted on any thread.
final class TurnedAway {

    private static final int MOST_NETWORKS = 100_000;
    private static final String IN_FORCE = "SELECT max(id) FROM bans WHERE enforced AND lifted IS NULL AND until > ?";

    private final Map<Cidr, Tally> tallies = new ConcurrentHashMap<>();
    private final LongAdder rest = new LongAdder();

    /// How often, and when last, in milliseconds.
    record Tally(long count, long last) {
        Tally plus(Tally other) {
            return new Tally(count + other.count, Math.max(last, other.last));
        }
    }

    void count(Cidr network, Instant at) {
        if (tallies.size() >= MOST_NETWORKS && !tallies.containsKey(network)) {
            rest.increment();
        } else {
            tallies.merge(network, new Tally(1, Columns.millis(at)), Tally::plus);
        }
    }

    boolean isEmpty() {
        return tallies.isEmpty() && rest.sum() == 0;
    }

    /// Writes what was counted; keeps it if that fails.
    ///
    /// @param transaction runs what it is given as one
    void write(Committer transaction, Instant now) throws SQLException, StoreTrouble {
        Map<Cidr, Tally> taken = new HashMap<>();
        for (Cidr network : List.copyOf(tallies.keySet())) {
            Tally tally = tallies.remove(network);
            if (tally != null) {
                taken.put(network, tally);
            }
        }
        long others = rest.sumThenReset();
        try {
            transaction.commit(statements -> rows(statements, taken, others, now));
        } catch (SQLException | StoreTrouble failed) {
            taken.forEach((network, tally) -> tallies.merge(network, tally, Tally::plus));
            rest.add(others);
            throw failed;
        }
    }

    /// Runs work as a transaction.
    @FunctionalInterface
    interface Committer {
        void commit(WritingConnection.Work work) throws SQLException, StoreTrouble;
    }

    private static void rows(Prepared statements, Map<Cidr, Tally> taken, long others, Instant now)
            throws SQLException {
        DayCounts days = new DayCounts();
        days.add(now, DayCounts.TURNED_AWAY, others);
        PreparedStatement add = statements.of("UPDATE bans SET turned_away = turned_away + ?,"
                + " last_seen = max(coalesce(last_seen, 0), ?) WHERE id = ?");
        for (Map.Entry<Cidr, Tally> entry : taken.entrySet()) {
            Tally tally = entry.getValue();
            days.add(Columns.instant(tally.last()), DayCounts.TURNED_AWAY, tally.count());
            add.setLong(1, tally.count());
            add.setLong(2, tally.last());
            add.setLong(3, ban(statements, entry.getKey(), tally.last()));
            add.executeUpdate();
        }
        days.write(statements);
    }

    /// The newest enforced ban that holds the network; 0 for none.
    private static long ban(Prepared statements, Cidr network, long at) throws SQLException {
        long exact = ban(statements, List.of(NetKey.first(network)), network, at);
        return exact > 0 ? exact : ban(statements, NetKey.beginningsAround(network), network, at);
    }

    private static long ban(Prepared statements, List<byte[]> beginnings, Cidr network, long at) throws SQLException {
        String places = String.join(",", Collections.nCopies(beginnings.size(), "?"));
        PreparedStatement find = statements.of(IN_FORCE + " AND last >= ? AND first IN (" + places + ")");
        find.setLong(1, at);
        find.setBytes(2, NetKey.last(network));
        for (int i = 0; i < beginnings.size(); i++) {
            find.setBytes(3 + i, beginnings.get(i));
        }
        try (ResultSet row = find.executeQuery()) {
            return row.next() ? row.getLong(1) : 0;
        }
    }
}
