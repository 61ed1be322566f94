package dev.portcullis.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/// Brings a database to the newest shape, one numbered script after the other. A script runs wholly or not at all.
///
/// @param scripts the first leads from nothing to version 1, and so on
record Migrations(List<String> scripts) {

    /// Those of this program, in order.
    private static final List<String> NAMES = List.of("001-ledger.sql");

    Migrations {
        scripts = List.copyOf(scripts);
    }

    static Migrations own() {
        return new Migrations(NAMES.stream().map(Migrations::read).toList());
    }

    /// The version of a database; 0 for an empty one.
    static int version(Connection database) throws SQLException {
        try (Statement statement = database.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA user_version")) {
            return row.next() ? row.getInt(1) : 0;
        }
    }

    int newest() {
        return scripts.size();
    }

    void run(Connection database) throws SQLException {
        for (int version = version(database); version < newest(); version++) {
            int next = version + 1;
            Transaction.run(database, () -> {
                Transaction.execute(database, scripts.get(next - 1));
                Transaction.execute(database, "PRAGMA user_version = " + next);
            });
        }
    }

    private static String read(String name) {
        try (InputStream script = Migrations.class.getResourceAsStream("migrations/" + name)) {
            if (script == null) {
                throw new IllegalStateException(name + ": missing in the program");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new IllegalStateException(name + ": cannot be read", failed);
        }
    }
}
