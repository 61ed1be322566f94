package dev.portcullis.store;

import dev.portcullis.rules.ban.Ban;
import dev.portcullis.rules.ban.Cause;
import dev.portcullis.rules.net.Cidr;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/// Reads bans from rows. One for each query: words that many bans share are kept once.
final class BanColumns {

    /// What [#ban] reads, in its order.
    static final String BAN = "id, first, prefix, began, until, cause, rule, offence, enforced, note";

    /// What [#row] reads.
    static final String ALL = BAN + ", lifted, lifted_why, turned_away, last_seen";

    private static final int MOST_WORDS = 1_000;

    private final Map<String, String> words = new HashMap<>();
    private final Map<String, Cause> causes = new HashMap<>();

    /// @throws IllegalArgumentException if the row is no ban
    Ban ban(ResultSet row) throws SQLException {
        return new Ban(
                row.getLong(1),
                new Cidr(NetKey.address(row.getBytes(2)), row.getInt(3)),
                Columns.instant(row.getLong(4)),
                Columns.instant(row.getLong(5)),
                causes.computeIfAbsent(row.getString(6), key -> Cause.valueOf(key.toUpperCase(Locale.ROOT))),
                shared(Columns.text(row, 7)),
                row.getInt(8),
                row.getBoolean(9),
                shared(Columns.text(row, 10)));
    }

    BanRow row(ResultSet row) throws SQLException {
        return new BanRow(
                ban(row),
                Columns.optionalInstant(row, 11),
                Columns.text(row, 12),
                row.getLong(13),
                Columns.optionalInstant(row, 14));
    }

    private String shared(String word) {
        String known = words.get(word);
        if (known != null) {
            return known;
        }
        if (words.size() < MOST_WORDS) {
            words.put(word, word);
        }
        return word;
    }
}
