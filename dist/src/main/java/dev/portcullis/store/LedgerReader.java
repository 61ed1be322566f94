package dev.portcullis.store;

import dev.portcullis.rules.ban.Evidence;
import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Cidr;
import dev.portcullis.rules.signal.RequestTrace;
import dev.portcullis.store.Where.RowReader;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntConsumer;
import java.util.stream.Collectors;

/// Answers the questions of a [Ledger] from the database.
final class LedgerReader implements Ledger {

    private static final String NEWEST = " ORDER BY at DESC, id DESC LIMIT ?";

    private final Readers readers;
    private final IntConsumer illegible;

    /// @param illegible told how many rows an answer had to leave out
    LedgerReader(Readers readers, IntConsumer illegible) {
        this.readers = readers;
        this.illegible = illegible;
    }

    private <T> List<T> list(Where where, String select, String rest, int limit, RowReader<T> reader) {
        Illegible passedOver = new Illegible();
        List<T> found = readers
                .ask(database -> where.list(database, select, rest, limit, row -> passedOver.read(row, reader)))
                .stream()
                .flatMap(Optional::stream)
                .toList();
        illegible.accept(passedOver.count());
        return found;
    }

    @Override
    public List<BanRow> bans(BanFilter filter, int limit) {
        BanColumns columns = new BanColumns();
        String select = "SELECT " + BanColumns.ALL + " FROM bans";
        return list(where(filter), select, " ORDER BY id DESC LIMIT ?", limit, columns::row);
    }

    @Override
    public long count(BanFilter filter) {
        return readers.ask(database -> where(filter).number(database, "SELECT count(*) FROM bans", 0));
    }

    /// The plus keeps SQLite from the index by end, which tells little apart while most bans are active.
    private static Where where(BanFilter filter) {
        Where where = new Where();
        filter.overlapping().ifPresent(where::overlapping);
        filter.cause().ifPresent(cause -> where.and("(cause = ? OR rule = ?)", cause, cause));
        filter.since().ifPresent(since -> where.and("began >= ?", Columns.millis(since)));
        filter.activeAt()
                .map(Columns::millis)
                .ifPresent(at -> where.and("+until > ?", at).and("(lifted IS NULL OR lifted > ?)", at));
        return where;
    }

    @Override
    public Optional<BanRow> ban(long id) {
        BanColumns columns = new BanColumns();
        String select = "SELECT " + BanColumns.ALL + " FROM bans";
        return list(new Where().and("id = ?", id), select, " LIMIT ?", 1, columns::row).stream()
                .findFirst();
    }

    @Override
    public List<Evidence> evidence(long ban) {
        String select = "SELECT at, what, weight, method, path, agent, cross_site, status FROM evidence";
        return list(new Where().and("ban = ?", ban), select, " ORDER BY position LIMIT ?", 100, LedgerReader::evidence);
    }

    private static Evidence evidence(ResultSet row) throws SQLException {
        RequestTrace request =
                new RequestTrace(Columns.text(row, 4), Columns.text(row, 5), Columns.text(row, 6), row.getBoolean(7));
        return new Evidence(
                Columns.instant(row.getLong(1)), Columns.text(row, 2), row.getDouble(3), request, row.getInt(8));
    }

    @Override
    public List<LoginRow> logins(Optional<Cidr> from, Instant since, boolean failedOnly, int limit) {
        Where where = clients(from, since);
        if (failedOnly) {
            where.and("NOT succeeded");
        }
        String select =
                "SELECT id, at, client_key, zone, site, outcome, credential, weight, path, status, agent FROM logins";
        return list(
                where,
                select,
                NEWEST,
                limit,
                row -> new LoginRow(
                        row.getLong(1),
                        Columns.instant(row.getLong(2)),
                        client(row),
                        Columns.text(row, 4),
                        Columns.text(row, 5),
                        Columns.text(row, 6),
                        Columns.text(row, 7),
                        row.getDouble(8),
                        Columns.text(row, 9),
                        row.getInt(10),
                        Columns.text(row, 11)));
    }

    @Override
    public List<ProbeRow> probes(Optional<Cidr> from, Instant since, long after, int limit) {
        Where where = clients(from, since);
        if (after > 0) {
            where.and("id > ?", after);
        }
        String select = "SELECT id, at, client_key, zone, site, what, weight, method, path, status, refusal, agent"
                + " FROM probes";
        List<ProbeRow> found = list(
                where,
                select,
                after > 0 ? " ORDER BY id LIMIT ?" : NEWEST,
                limit,
                row -> new ProbeRow(
                        row.getLong(1),
                        Columns.instant(row.getLong(2)),
                        client(row),
                        Columns.text(row, 4),
                        Columns.text(row, 5),
                        Columns.text(row, 6),
                        row.getDouble(7),
                        Columns.text(row, 8),
                        Columns.text(row, 9),
                        row.getInt(10),
                        Columns.text(row, 11),
                        Columns.text(row, 12)));
        return after > 0 ? found.reversed() : found;
    }

    @Override
    public List<TopRow> topPaths(Instant since, int limit) {
        return top("SELECT path, count(*), count(DISTINCT source), max(at) FROM probes", "path", since, limit);
    }

    @Override
    public List<TopRow> topSources(Instant since, int limit) {
        return top("SELECT source, count(*), count(DISTINCT path), max(at) FROM probes", "source", since, limit);
    }

    private List<TopRow> top(String select, String group, Instant since, int limit) {
        Where where = new Where().and("at >= ?", Columns.millis(since));
        if (group.equals("path")) {
            where.and("path <> ''");
        }
        return list(
                where,
                select,
                " GROUP BY " + group + " ORDER BY 2 DESC, 4 DESC, 1 LIMIT ?",
                limit,
                row -> new TopRow(
                        Columns.text(row, 1), row.getLong(2), row.getLong(3), Columns.instant(row.getLong(4))));
    }

    @Override
    public List<NoticeRow> notices(Optional<Cidr> from, Instant since, int limit) {
        Where where = clients(from, since);
        return list(
                where,
                "SELECT id, at, client_key, code, text FROM notices",
                NEWEST,
                limit,
                row -> new NoticeRow(
                        row.getLong(1),
                        Columns.instant(row.getLong(2)),
                        client(row),
                        Columns.text(row, 4),
                        Columns.text(row, 5)));
    }

    @Override
    public Optional<Instant> ownerSince(Cidr client) {
        Where where = new Where().within("client_key", client);
        long at = readers.ask(database -> where.number(database, "SELECT max(at) FROM owners", Long.MIN_VALUE));
        return at == Long.MIN_VALUE ? Optional.empty() : Optional.of(Columns.instant(at));
    }

    @Override
    public Figures figures(Instant day) {
        Where where = new Where().and("day = ?", Columns.day(day));
        Map<String, Long> counts = list(
                        where,
                        "SELECT name, count FROM days",
                        " LIMIT ?",
                        100,
                        row -> Map.entry(row.getString(1), row.getLong(2)))
                .stream()
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        Function<String, Long> count = name -> counts.getOrDefault(name, 0L);
        return new Figures(
                count.apply(DayCounts.BANS),
                count.apply(DayCounts.WOULD_BAN),
                count.apply(DayCounts.PROBES),
                count.apply(DayCounts.FAILED_LOGINS),
                count.apply(DayCounts.LOGINS),
                count.apply(DayCounts.TURNED_AWAY));
    }

    /// With a network, its index is the better one: the plus keeps SQLite from the one by time.
    private static Where clients(Optional<Cidr> from, Instant since) {
        Where where = new Where();
        from.ifPresent(network -> where.within("client_key", network));
        return where.and(from.isPresent() ? "+at >= ?" : "at >= ?", Columns.millis(since));
    }

    private static Address client(ResultSet row) throws SQLException {
        return NetKey.address(row.getBytes(3));
    }
}
