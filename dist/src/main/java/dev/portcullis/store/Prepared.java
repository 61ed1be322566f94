package dev.portcullis.store;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/// The statements of one connection, each prepared once. They end with the connection.
final class Prepared {

    private final Connection database;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    Prepared(Connection database) {
        this.database = database;
    }

    /// @param sql one of the few that the program is made of
    PreparedStatement of(String sql) throws SQLException {
        PreparedStatement known = statements.get(sql);
        if (known == null) {
            known = database.prepareStatement(sql);
            statements.put(sql, known);
        }
        return known;
    }

    /// The driver finalizes a statement that failed: after a failure all are prepared anew.
    void forget() {
        for (PreparedStatement statement : statements.values()) {
            try {
                statement.close();
            } catch (SQLException _) {
                // It ends with the connection.
            }
        }
        statements.clear();
    }
}
