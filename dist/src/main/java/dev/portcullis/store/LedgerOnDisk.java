package dev.portcullis.store;

import dev.portcullis.rules.ban.Evidence;
import dev.portcullis.rules.net.Cidr;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A ledger that answers from its database, whoever holds the lock.
abstract class LedgerOnDisk implements Ledger {

    /// What asks the database.
    abstract LedgerReader reader();

    @Override
    public List<BanRow> bans(BanFilter filter, int limit) {
        return reader().bans(filter, limit);
    }

    @Override
    public long count(BanFilter filter) {
        return reader().count(filter);
    }

    @Override
    public Optional<BanRow> ban(long id) {
        return reader().ban(id);
    }

    @Override
    public List<Evidence> evidence(long ban) {
        return reader().evidence(ban);
    }

    @Override
    public List<LoginRow> logins(Optional<Cidr> from, Instant since, boolean failedOnly, int limit) {
        return reader().logins(from, since, failedOnly, limit);
    }

    @Override
    public List<ProbeRow> probes(Optional<Cidr> from, Instant since, long after, int limit) {
        return reader().probes(from, since, after, limit);
    }

    @Override
    public List<TopRow> topPaths(Instant since, int limit) {
        return reader().topPaths(since, limit);
    }

    @Override
    public List<TopRow> topSources(Instant since, int limit) {
        return reader().topSources(since, limit);
    }

    @Override
    public List<NoticeRow> notices(Optional<Cidr> from, Instant since, int limit) {
        return reader().notices(from, since, limit);
    }

    @Override
    public Optional<Instant> ownerSince(Cidr client) {
        return reader().ownerSince(client);
    }

    @Override
    public Figures figures(Instant day) {
        return reader().figures(day);
    }
}
