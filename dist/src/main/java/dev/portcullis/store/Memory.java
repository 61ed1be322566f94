package dev.portcullis.store;

import dev.portcullis.rules.ban.Ban;
import dev.portcullis.rules.history.Remembered;
import dev.portcullis.rules.net.ClientKey;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/// Reads what an engine is to know from before it was started.
final class Memory {

    private static final int MOST_CREDENTIALS = 100_000;

    private Memory() {}

    /// @param illegible told how many rows had to be left out
    static Remembered of(Readers readers, Instant now, Duration bans, Duration owners, IntConsumer illegible) {
        Illegible passedOver = new Illegible();
        Remembered found = readers.ask(database -> read(database, now, bans, owners, passedOver));
        illegible.accept(passedOver.count());
        return found;
    }

    /// @param bans how long a past ban counts, from its beginning
    /// @param owners for how long a client belongs to the household
    /// @param illegible counts the rows that had to be left out
    private static Remembered read(
            Connection database, Instant now, Duration bans, Duration owners, Illegible illegible) throws SQLException {
        return new Remembered(
                bans(database, Columns.millis(now), Columns.millis(now.minus(bans)), illegible),
                owners(database, Columns.millis(now.minus(owners)), illegible),
                credentials(database),
                nextBan(database));
    }

    /// Oldest first; not those that the owner ended, which are forgiven.
    private static List<Ban> bans(Connection database, long now, long since, Illegible illegible) throws SQLException {
        String sql = "SELECT " + BanColumns.BAN + " FROM bans WHERE lifted IS NULL AND (+until > ? OR began >= ?)"
                + " ORDER BY id";
        try (PreparedStatement statement = database.prepareStatement(sql)) {
            statement.setLong(1, now);
            statement.setLong(2, since);
            try (ResultSet row = statement.executeQuery()) {
                BanColumns columns = new BanColumns();
                List<Ban> found = new BanList();
                while (row.next()) {
                    illegible.read(row, columns::ban).ifPresent(found::add);
                }
                return found;
            }
        }
    }

    private static Map<ClientKey, Instant> owners(Connection database, long since, Illegible illegible)
            throws SQLException {
        try (PreparedStatement statement =
                database.prepareStatement("SELECT client_key, at FROM owners WHERE at >= ?")) {
            statement.setLong(1, since);
            try (ResultSet row = statement.executeQuery()) {
                Map<ClientKey, Instant> found = new HashMap<>();
                while (row.next()) {
                    Instant at = Columns.instant(row.getLong(2));
                    illegible
                            .read(row, owner -> new ClientKey(NetKey.address(owner.getBytes(1))))
                            .ifPresent(client -> found.put(client, at));
                }
                return found;
            }
        }
    }

    private static Map<String, Instant> credentials(Connection database) throws SQLException {
        try (PreparedStatement statement =
                database.prepareStatement("SELECT hash, at FROM credentials ORDER BY at DESC LIMIT ?")) {
            statement.setInt(1, MOST_CREDENTIALS);
            try (ResultSet row = statement.executeQuery()) {
                Map<String, Instant> found = new HashMap<>();
                while (row.next()) {
                    found.put(row.getString(1), Columns.instant(row.getLong(2)));
                }
                return found;
            }
        }
    }

    private static long nextBan(Connection database) throws SQLException {
        long reserved = new Where().and("name = ?", BanRows.NEXT_BAN).number(database, "SELECT value FROM meta", 1);
        return Math.max(reserved, new Where().number(database, "SELECT max(id) + 1 FROM bans", 1));
    }
}
