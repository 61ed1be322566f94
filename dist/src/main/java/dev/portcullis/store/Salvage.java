package dev.portcullis.store;

import dev.portcullis.rules.Effect;
import dev.portcullis.rules.ban.Ban;
import dev.portcullis.rules.net.ClientKey;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/// What can still be read from a damaged database: bans that were not lifted, clients of the household, credentials.
///
/// Bans are read from both ends up to the first bad page.
final class Salvage {

    private final Map<Long, Ban> bans = new TreeMap<>();
    private final Map<ClientKey, Instant> owners = new HashMap<>();
    private final Map<String, Instant> credentials = new HashMap<>();

    private Salvage() {}

    static Salvage read(Connection damaged) {
        Salvage salvage = new Salvage();
        BanColumns columns = new BanColumns();
        String bans = "SELECT " + BanColumns.BAN + " FROM bans NOT INDEXED WHERE lifted IS NULL ORDER BY id";
        rows(damaged, bans, columns::ban, ban -> salvage.bans.put(ban.id(), ban));
        rows(damaged, bans + " DESC", columns::ban, ban -> salvage.bans.put(ban.id(), ban));
        rows(
                damaged,
                "SELECT client_key, at FROM owners",
                row -> Map.entry(new ClientKey(NetKey.address(row.getBytes(1))), Columns.instant(row.getLong(2))),
                owner -> salvage.owners.put(owner.getKey(), owner.getValue()));
        rows(
                damaged,
                "SELECT hash, at FROM credentials",
                row -> Map.entry(row.getString(1), Columns.instant(row.getLong(2))),
                credential -> salvage.credentials.put(credential.getKey(), credential.getValue()));
        return salvage;
    }

    private static <T> void rows(Connection damaged, String sql, Where.RowReader<T> reader, Consumer<T> each) {
        Illegible garbage = new Illegible();
        try (Statement statement = damaged.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            while (row.next()) {
                garbage.read(row, reader).ifPresent(each);
            }
        } catch (SQLException _) {
            // As far as it goes: what was read so far is kept.
        }
    }

    /// Writes what could be read.
    ///
    /// @return how many bans
    long write(Connection fresh) throws SQLException {
        Transaction.run(fresh, () -> {
            Prepared statements = new Prepared(fresh);
            BanRows rows = new BanRows(statements);
            EffectRows effects = new EffectRows(statements);
            long next = 1;
            for (Ban ban : bans.values()) {
                rows.begin(ban, java.util.List.of());
                next = Math.max(next, ban.id() + 1);
            }
            rows.reserve(next);
            for (Map.Entry<ClientKey, Instant> owner : owners.entrySet()) {
                effects.write(new Effect.OwnerSeen(owner.getKey(), owner.getValue()));
            }
            for (Map.Entry<String, Instant> credential : credentials.entrySet()) {
                effects.write(new Effect.CredentialLearned(credential.getKey(), credential.getValue()));
            }
        });
        return bans.size();
    }
}
