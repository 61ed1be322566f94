package dev.portcullis.admin;

import dev.portcullis.rules.ban.Evidence;
import dev.portcullis.rules.net.Cidr;
import dev.portcullis.store.BanFilter;
import dev.portcullis.store.BanRow;
import dev.portcullis.store.Figures;
import dev.portcullis.store.Ledger;
import dev.portcullis.store.LoginRow;
import dev.portcullis.store.NoticeRow;
import dev.portcullis.store.ProbeRow;
import dev.portcullis.store.TopRow;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A ledger of lists, each newest first.
public final class FakeLedger implements Ledger {

    public final List<BanRow> bans = new ArrayList<>();
    public final Map<Long, List<Evidence>> evidence = new HashMap<>();
    public final List<LoginRow> logins = new ArrayList<>();
    public final List<ProbeRow> probes = new ArrayList<>();
    public final List<TopRow> paths = new ArrayList<>();
    public final List<TopRow> sources = new ArrayList<>();
    public final List<NoticeRow> notices = new ArrayList<>();
    public final Map<Cidr, Instant> owners = new HashMap<>();

    public FakeLedger() {}

    @Override
    public List<BanRow> bans(BanFilter filter, int limit) {
        return bans.stream().filter(row -> passes(row, filter)).limit(limit).toList();
    }

    @Override
    public long count(BanFilter filter) {
        return bans.stream().filter(row -> passes(row, filter)).count();
    }

    private static boolean passes(BanRow row, BanFilter filter) {
        return filter.overlapping()
                        .map(network -> network.overlaps(row.ban().network()))
                        .orElse(true)
                && filter.cause()
                        .map(cause -> cause.equals(row.ban().cause().key())
                                || cause.equals(row.ban().rule()))
                        .orElse(true)
                && filter.since()
                        .map(since -> !row.ban().from().isBefore(since))
                        .orElse(true)
                && filter.activeAt().map(row::activeAt).orElse(true);
    }

    @Override
    public Optional<BanRow> ban(long id) {
        return bans.stream().filter(row -> row.ban().id() == id).findFirst();
    }

    @Override
    public List<Evidence> evidence(long ban) {
        return evidence.getOrDefault(ban, List.of());
    }

    @Override
    public List<LoginRow> logins(Optional<Cidr> from, Instant since, boolean failedOnly, int limit) {
        return logins.stream()
                .filter(row ->
                        from.map(network -> network.contains(row.client())).orElse(true))
                .filter(row -> !row.at().isBefore(since))
                .filter(row -> !failedOnly || row.weight() > 0)
                .limit(limit)
                .toList();
    }

    @Override
    public List<ProbeRow> probes(Optional<Cidr> from, Instant since, long after, int limit) {
        return probes.stream()
                .filter(row ->
                        from.map(network -> network.contains(row.client())).orElse(true))
                .filter(row -> !row.at().isBefore(since) && row.id() > after)
                .limit(limit)
                .toList();
    }

    @Override
    public List<TopRow> topPaths(Instant since, int limit) {
        return paths.stream().limit(limit).toList();
    }

    @Override
    public List<TopRow> topSources(Instant since, int limit) {
        return sources.stream().limit(limit).toList();
    }

    @Override
    public List<NoticeRow> notices(Optional<Cidr> from, Instant since, int limit) {
        return notices.stream()
                .filter(row ->
                        from.map(network -> network.contains(row.client())).orElse(true))
                .limit(limit)
                .toList();
    }

    @Override
    public Optional<Instant> ownerSince(Cidr client) {
        return owners.entrySet().stream()
                .filter(owner -> client.overlaps(owner.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    @Override
    public Figures figures(Instant day) {
        return Figures.ZERO;
    }
}
