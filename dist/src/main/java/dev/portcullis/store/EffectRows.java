package dev.portcullis.store;

import dev.portcullis.rules.Effect;
import dev.portcullis.rules.history.Weights;
import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.ClientKey;
import dev.portcullis.rules.signal.Observation;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;

/// Writes effects as rows, within the transaction of its caller. One for each transaction.
final class EffectRows {

    static final int LONGEST_PATH = 512;
    static final int LONGEST_AGENT = 200;
    static final int LONGEST_WORD = 64;
    private static final int LONGEST_TEXT = 1_000;

    private final Prepared statements;
    private final BanRows bans;
    private final DayCounts days = new DayCounts();
    private long highestBan;

    EffectRows(Prepared statements) {
        this.statements = statements;
        this.bans = new BanRows(statements);
    }

    void write(Effect effect) throws SQLException {
        switch (effect) {
            case Effect.Banned banned -> {
                bans.begin(banned.ban(), banned.evidence());
                highestBan = Math.max(highestBan, banned.ban().id());
                days.add(banned.ban().from(), banned.ban().enforced() ? DayCounts.BANS : DayCounts.WOULD_BAN, 1);
            }
            case Effect.Lifted lifted -> bans.lift(lifted.ban(), lifted.at(), lifted.why());
            case Effect.Spared spared -> days.add(spared.at(), DayCounts.SPARED, 1);
            case Effect.LoginSeen login -> write(login);
            case Effect.ProbeSeen probe -> write(probe);
            case Effect.CredentialLearned learned -> learn(learned.hash(), learned.at());
            case Effect.OwnerSeen owner -> remember(owner.client(), owner.at());
            case Effect.Noticed noticed -> write(noticed);
            case Effect.LoginsSlowed _ -> {
                // Lasts minutes: nothing to remember.
            }
        }
    }

    /// Writes what is due once for all effects.
    void finish() throws SQLException {
        days.write(statements);
        if (highestBan > 0) {
            bans.reserve(highestBan + 1);
        }
    }

    private void write(Effect.LoginSeen login) throws SQLException {
        Observation seen = login.observation();
        boolean succeeded = Weights.isSuccess(seen.outcome());
        PreparedStatement insert = statements.of("INSERT INTO logins (at, client, client_key, zone, site, outcome,"
                + " succeeded, credential, weight, path, status, agent) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        client(insert, seen.at(), seen.client());
        Columns.bind(insert, 4, seen.zone(), LONGEST_WORD);
        Columns.bind(insert, 5, seen.site(), LONGEST_PATH);
        insert.setString(6, seen.outcome().key());
        insert.setBoolean(7, succeeded);
        insert.setString(8, seen.credential().kind().key());
        insert.setDouble(9, login.weight());
        Columns.bind(insert, 10, seen.request().path(), LONGEST_PATH);
        insert.setInt(11, seen.answer().status());
        Columns.bind(insert, 12, seen.request().agent(), LONGEST_AGENT);
        insert.executeUpdate();
        days.add(seen.at(), succeeded ? DayCounts.LOGINS : DayCounts.FAILED_LOGINS, 1);
    }

    private void write(Effect.ProbeSeen probe) throws SQLException {
        Observation seen = probe.observation();
        PreparedStatement insert = statements.of("INSERT INTO probes (at, client, client_key, source, zone, site, what,"
                + " weight, method, path, status, refusal, agent) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
        client(insert, seen.at(), seen.client());
        insert.setString(4, ClientKey.of(seen.client()).toString());
        Columns.bind(insert, 5, seen.zone(), LONGEST_WORD);
        Columns.bind(insert, 6, seen.site(), LONGEST_PATH);
        Columns.bind(insert, 7, probe.what(), LONGEST_WORD);
        insert.setDouble(8, probe.weight());
        Columns.bind(insert, 9, seen.request().method(), LONGEST_WORD);
        Columns.bind(insert, 10, seen.request().path(), LONGEST_PATH);
        insert.setInt(11, seen.answer().status());
        Columns.bind(insert, 12, seen.answer().refusal(), LONGEST_WORD);
        Columns.bind(insert, 13, seen.request().agent(), LONGEST_AGENT);
        insert.executeUpdate();
        days.add(seen.at(), DayCounts.PROBES, 1);
    }

    private void write(Effect.Noticed noticed) throws SQLException {
        PreparedStatement insert =
                statements.of("INSERT INTO notices (at, client, client_key, code, text) VALUES (?, ?, ?, ?, ?)");
        client(insert, noticed.at(), noticed.client());
        Columns.bind(insert, 4, noticed.code(), LONGEST_WORD);
        Columns.bind(insert, 5, noticed.text(), LONGEST_TEXT);
        insert.executeUpdate();
    }

    private static void client(PreparedStatement insert, Instant at, Address client) throws SQLException {
        insert.setLong(1, Columns.millis(at));
        insert.setString(2, client.toString());
        insert.setBytes(3, NetKey.of(client));
    }

    void learn(String hash, Instant at) throws SQLException {
        PreparedStatement upsert = statements.of("INSERT INTO credentials (hash, at) VALUES (?, ?)"
                + " ON CONFLICT (hash) DO UPDATE SET at = max(at, excluded.at)");
        upsert.setString(1, hash);
        upsert.setLong(2, Columns.millis(at));
        upsert.executeUpdate();
    }

    void remember(ClientKey client, Instant at) throws SQLException {
        PreparedStatement upsert = statements.of("INSERT INTO owners (client_key, client, at) VALUES (?, ?, ?)"
                + " ON CONFLICT (client_key) DO UPDATE SET at = max(at, excluded.at)");
        upsert.setBytes(1, NetKey.of(client.prefix()));
        upsert.setString(2, client.toString());
        upsert.setLong(3, Columns.millis(at));
        upsert.executeUpdate();
    }
}
