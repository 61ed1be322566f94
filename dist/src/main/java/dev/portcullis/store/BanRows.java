package dev.portcullis.store;

import dev.portcullis.rules.ban.Ban;
import dev.portcullis.rules.ban.Evidence;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/// Writes bans, their evidence and their ends.
final class BanRows {

    static final String NEXT_BAN = "next_ban";
    private static final int LONGEST_NOTE = 500;
    private static final int MOST_EVIDENCE = 20;

    private final Prepared statements;

    BanRows(Prepared statements) {
        this.statements = statements;
    }

    /// Writes a ban; an older one of the same network ends as it begins. Once more has no further effect.
    void begin(Ban ban, List<Evidence> evidence) throws SQLException {
        PreparedStatement insert = statements.of("INSERT INTO bans (" + BanColumns.BAN + ", network, last)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET first = excluded.first,"
                + " prefix = excluded.prefix, began = excluded.began, until = excluded.until, cause = excluded.cause,"
                + " rule = excluded.rule, offence = excluded.offence, enforced = excluded.enforced,"
                + " note = excluded.note, network = excluded.network, last = excluded.last");
        insert.setLong(1, ban.id());
        insert.setBytes(2, NetKey.first(ban.network()));
        insert.setInt(3, ban.network().prefixLength());
        insert.setLong(4, Columns.millis(ban.from()));
        insert.setLong(5, Columns.millis(ban.until()));
        insert.setString(6, ban.cause().key());
        Columns.bind(insert, 7, ban.rule(), LONGEST_NOTE);
        insert.setInt(8, ban.offence());
        insert.setBoolean(9, ban.enforced());
        Columns.bind(insert, 10, ban.note(), LONGEST_NOTE);
        insert.setString(11, ban.network().toString());
        insert.setBytes(12, NetKey.last(ban.network()));
        insert.executeUpdate();
        endOlder(ban);
        int from = Math.max(0, evidence.size() - MOST_EVIDENCE);
        for (int i = from; i < evidence.size(); i++) {
            add(ban.id(), i - from, evidence.get(i));
        }
    }

    private void endOlder(Ban ban) throws SQLException {
        PreparedStatement replace = statements.of("UPDATE bans SET lifted = ?, lifted_why = ?"
                + " WHERE first = ? AND prefix = ? AND id < ? AND lifted IS NULL AND until > ?");
        replace.setLong(1, Columns.millis(ban.from()));
        replace.setString(2, "replaced by ban " + ban.id());
        replace.setBytes(3, NetKey.first(ban.network()));
        replace.setInt(4, ban.network().prefixLength());
        replace.setLong(5, ban.id());
        replace.setLong(6, Columns.millis(ban.from()));
        replace.executeUpdate();
    }

    private void add(long ban, int position, Evidence evidence) throws SQLException {
        PreparedStatement insert = statements.of("INSERT OR REPLACE INTO evidence"
                + " (ban, position, at, what, weight, method, path, agent, cross_site, status)"
                + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        insert.setLong(1, ban);
        insert.setInt(2, position);
        insert.setLong(3, Columns.millis(evidence.at()));
        Columns.bind(insert, 4, evidence.what(), EffectRows.LONGEST_WORD);
        insert.setDouble(5, evidence.weight());
        Columns.bind(insert, 6, evidence.request().method(), EffectRows.LONGEST_WORD);
        Columns.bind(insert, 7, evidence.request().path(), EffectRows.LONGEST_PATH);
        Columns.bind(insert, 8, evidence.request().agent(), EffectRows.LONGEST_AGENT);
        insert.setBoolean(9, evidence.request().crossSite());
        insert.setInt(10, evidence.status());
        insert.executeUpdate();
    }

    /// Ends a ban; one that was never written is written first.
    void lift(Ban ban, Instant at, String why) throws SQLException {
        if (update(ban, at, why) == 0) {
            begin(ban, List.of());
            update(ban, at, why);
        }
    }

    private int update(Ban ban, Instant at, String why) throws SQLException {
        PreparedStatement lift = statements.of("UPDATE bans SET lifted = ?, lifted_why = ? WHERE id = ?");
        lift.setLong(1, Columns.millis(at));
        Columns.bind(lift, 2, why, LONGEST_NOTE);
        lift.setLong(3, ban.id());
        return lift.executeUpdate();
    }

    /// Ids below this are taken.
    void reserve(long next) throws SQLException {
        PreparedStatement insert = statements.of("INSERT INTO meta (name, value) VALUES (?, ?)"
                + " ON CONFLICT (name) DO UPDATE SET value = max(value, excluded.value)");
        insert.setString(1, NEXT_BAN);
        insert.setLong(2, next);
        insert.executeUpdate();
    }
}
