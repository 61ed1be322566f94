package dev.portcullis.admin;

import dev.portcullis.admin.BanReport.Story;
import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Cidr;
import dev.portcullis.store.BanFilter;
import dev.portcullis.store.BanRow;
import dev.portcullis.store.Ledger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// What the admin socket tells of bans, probes and logins, and how bans are changed; the same on the database alone.
public final class LedgerRoutes {

    private static final int USUAL = 100;
    private static final int MOST = 100_000;
    private static final int OF_ONE = 20;
    private static final Duration RECENTLY = Duration.ofDays(7);

    private final Ledger ledger;
    private final BanDesk desk;
    private final InstantSource time;

    /// @param desk carries changes out, and knows how clients stand
    public LedgerRoutes(Ledger ledger, BanDesk desk, InstantSource time) {
        this.ledger = ledger;
        this.desk = desk;
        this.time = time;
    }

    /// All of them.
    public List<AdminRoute> all() {
        BanChanges changes = new BanChanges(desk, ledger, time);
        return List.of(
                route("GET", "/v1/bans", this::bans),
                route("GET", "/v1/bans/show", this::show),
                route("POST", "/v1/bans/add", changes::add),
                route("POST", "/v1/bans/remove", changes::remove),
                route("POST", "/v1/bans/import", changes::takeIn),
                route("GET", "/v1/why", this::why),
                route("GET", "/v1/probes", this::probes),
                route("GET", "/v1/probes/top", this::top),
                route("GET", "/v1/logins", this::logins));
    }

    /// Finds the route and answers as the socket would; for when no server runs.
    public AdminAnswer answer(String method, String path, AdminRequest request) {
        return all().stream()
                .filter(route -> route.method().equals(method) && route.path().equals(path))
                .findFirst()
                .map(route -> route.action().apply(request))
                .orElseGet(() -> AdminAnswer.error(404, path + ": needs a running server (expected: one)"));
    }

    private interface Action {
        AdminAnswer answer(Asked asked) throws HttpRefusal;
    }

    private static AdminRoute route(String method, String path, Action action) {
        return new AdminRoute(method, path, request -> {
            try {
                return action.answer(Asked.of(request));
            } catch (HttpRefusal refusal) {
                return refusal.answer();
            }
        });
    }

    private AdminAnswer bans(Asked asked) throws HttpRefusal {
        Instant now = time.instant();
        int limit = limit(asked);
        BanFilter filter = new BanFilter(
                asked.network("ip"),
                asked.text("reason"),
                asked.since(now),
                asked.truth("all") ? Optional.empty() : Optional.of(now));
        Optional<String> zone = asked.text("zone");
        List<BanEntry> found = ledger.bans(filter, zone.isPresent() ? MOST : limit).stream()
                .map(row -> entry(row, now))
                .filter(entry -> zone.isEmpty() || zone.get().equals(entry.zone()))
                .toList();
        long total = zone.isPresent() ? found.size() : ledger.count(filter);
        List<BanEntry> shown = found.subList(0, Math.min(limit, found.size()));
        return new AdminAnswer(200, new BansReport(now, total, shown).toJson());
    }

    private AdminAnswer show(Asked asked) throws HttpRefusal {
        Instant now = time.instant();
        Cidr network = asked.network("ip").orElseThrow(() -> missing("ip"));
        List<Story> stories = rows(network).stream()
                .map(row -> new Story(
                        entry(row, now),
                        ledger.evidence(row.ban().id()).stream()
                                .map(EvidenceEntry::of)
                                .toList()))
                .toList();
        if (stories.isEmpty()) {
            throw new HttpRefusal(404, network + ": never banned, as far as is remembered (expected: a ban)");
        }
        return new AdminAnswer(200, new BanReport(now, network.toString(), stories).toJson());
    }

    private AdminAnswer why(Asked asked) throws HttpRefusal {
        Instant now = time.instant();
        Address address = asked.address("ip").orElseThrow(() -> missing("ip"));
        Optional<Cidr> client = Optional.of(Asked.client(address));
        String zone = desk.zoneOf(address);
        WhyReport report = new WhyReport(
                now,
                address.toString(),
                zone,
                StandingEntry.of(desk.standing(address), zone, now),
                rows(client.get()).stream().map(row -> entry(row, now)).toList(),
                ledger.logins(client, Instant.EPOCH, false, OF_ONE).stream()
                        .map(LoginEntry::of)
                        .toList(),
                ledger.probes(client, Instant.EPOCH, 0, OF_ONE).stream()
                        .map(ProbeEntry::of)
                        .toList(),
                ledger.notices(client, Instant.EPOCH, OF_ONE).stream()
                        .map(NoticeEntry::of)
                        .toList());
        return new AdminAnswer(200, report.toJson());
    }

    private AdminAnswer probes(Asked asked) throws HttpRefusal {
        Instant now = time.instant();
        List<ProbeEntry> probes = ledger
                .probes(
                        asked.network("ip"),
                        asked.since(now).orElse(Instant.EPOCH),
                        asked.number("after", 0, Long.MAX_VALUE),
                        limit(asked))
                .stream()
                .map(ProbeEntry::of)
                .toList();
        return new AdminAnswer(200, new ProbesReport(now, probes).toJson());
    }

    private AdminAnswer top(Asked asked) throws HttpRefusal {
        Instant now = time.instant();
        Instant since = asked.since(now).orElse(now.minus(RECENTLY));
        String by = asked.text("by").orElse("path");
        int limit = limit(asked);
        var rows = switch (by) {
            case "path" -> ledger.topPaths(since, limit);
            case "source" -> ledger.topSources(since, limit);
            default -> throw Asked.bad("by: \"" + by + "\" (expected: path or source)");
        };
        List<TopReport.Line> lines = rows.stream().map(TopReport.Line::of).toList();
        return new AdminAnswer(200, new TopReport(now, by, since, lines).toJson());
    }

    private AdminAnswer logins(Asked asked) throws HttpRefusal {
        Instant now = time.instant();
        List<LoginEntry> logins = ledger
                .logins(
                        asked.network("ip"),
                        asked.since(now).orElse(Instant.EPOCH),
                        asked.truth("failed"),
                        limit(asked))
                .stream()
                .map(LoginEntry::of)
                .toList();
        return new AdminAnswer(200, new LoginsReport(now, logins).toJson());
    }

    private List<BanRow> rows(Cidr network) {
        return ledger.bans(
                new BanFilter(Optional.of(network), Optional.empty(), Optional.empty(), Optional.empty()), OF_ONE);
    }

    private BanEntry entry(BanRow row, Instant now) {
        return BanEntry.of(row, desk.zoneOf(row.ban().network().network()), now);
    }

    private static int limit(Asked asked) throws HttpRefusal {
        return (int) asked.number("limit", USUAL, MOST);
    }

    private static HttpRefusal missing(String name) {
        return Asked.bad(name + ": missing (expected: for example 203.0.113.9 or 2001:db8::9)");
    }
}
