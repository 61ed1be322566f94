package dev.portcullis.app;

import dev.portcullis.accesslog.AccessLogWriter;
import dev.portcullis.admin.AdminRoute;
import dev.portcullis.admin.LedgerRoutes;
import dev.portcullis.admin.ProtectionReport;
import dev.portcullis.admin.StandingEntry;
import dev.portcullis.config.Config;
import dev.portcullis.core.Protection;
import dev.portcullis.core.ProxyServer;
import dev.portcullis.core.StartFailure;
import dev.portcullis.rules.DetectionEngine;
import dev.portcullis.rules.Effect;
import dev.portcullis.rules.ban.BanPolicy;
import dev.portcullis.rules.history.Remembered;
import dev.portcullis.rules.limit.RateLimits;
import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.ClientKey;
import dev.portcullis.rules.net.Zone;
import dev.portcullis.rules.net.Zones;
import dev.portcullis.rules.replay.OwnLog;
import dev.portcullis.rules.signal.HouseSignals;
import dev.portcullis.rules.signal.KeyedHash;
import dev.portcullis.rules.signal.ProbeCatalog;
import dev.portcullis.rules.signal.SignalReader;
import dev.portcullis.store.Figures;
import dev.portcullis.store.LedgerTrouble;
import dev.portcullis.store.NoticeRow;
import dev.portcullis.store.Store;
import dev.portcullis.store.StoreHealth;
import dev.portcullis.store.StoreTrouble;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Everything that watches over a running server, put together in one place: what traffic shows goes to the engine,
/// what the engine decides goes to the gates, the ledger and the log.
final class LiveProtection implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger("portcullis");
    private static final Duration RECENTLY = Duration.ofDays(1);
    private static final int MOST_NOTICES = 10;
    private static final ProbeCatalog PROBES = ProbeCatalog.standard();

    private final Config.Protection settings;
    private final InstantSource time;
    private final Zones zones;
    private final SharedAddressFile sharedFile;
    private final SharedAddresses shared;
    /// Touched on the watch's thread only, once that runs.
    private final DetectionEngine engine;

    private final Optional<AccessLogWriter> accessLog;
    private final Store store;
    private final NeverBanHosts hosts;
    private final Consequences consequences;
    private final Watch watch;
    private final EngineDesk desk;
    private final SparedNetworks spared;
    private final Config.Listen proxies;
    private volatile Map<ClientKey, String> hostClients = Map.of();

    private LiveProtection(
            Config config, Zones zones, Optional<AccessLogWriter> accessLog, Store store, InstantSource time)
            throws StartFailure, StoreTrouble {
        this.settings = config.protection();
        this.proxies = config.listen();
        this.time = time;
        this.accessLog = accessLog;
        this.store = store;
        this.zones = zones;
        sharedFile = new SharedAddressFile(config.state());
        shared = new SharedAddresses(sharedFile.read(), PROBES, this::policyMovedHere, this::sharedFound, time);
        spared = SparedNetworks.of(
                config.zones(), () -> settings.policy(hostClients).neverBan());
        Remembered remembered = store.remembered(settings.bans().memory(), settings.rememberOwner());
        RateLimits limits = new RateLimits(settings.limits());
        remembered.owners().keySet().forEach(client -> limits.household(client.prefix()));
        engine = new DetectionEngine(policy(), remembered);
        consequences = new Consequences(engine.snapshot(), store, limits, new ServerLog(), time);
        watch = new Watch(
                engine,
                consequences,
                limits,
                signals(config),
                shared,
                observation -> accessLog.ifPresent(log -> log.write(observation)),
                store,
                time);
        hosts = NeverBanHosts.start(settings.neverBanHosts(), NeverBanHosts.Resolver.SYSTEM, this::hostsMoved);
        desk = new EngineDesk(watch, spared::in, settings.bans().first(), this::zoneOf, time);
    }

    /// On the thread that looked names up.
    private void hostsMoved(Map<ClientKey, String> now) {
        hostClients = now;
        policyMoved();
    }

    /// On the watch's own thread, which cannot wait for itself: the disk and the notice follow.
    private void sharedFound(Address address) {
        // Who is connected was let in as somebody at home.
        consequences.closes(address::equals);
        Effect notice = new Effect.Noticed(time.instant(), address, "shared-address", SharedAddresses.warning(address));
        Thread.ofVirtual().start(() -> {
            sharedFile.write(shared.all());
            tell(_ -> List.of(notice));
        });
    }

    /// On the watch's own thread: what follows is judged by it already.
    private void policyMovedHere() {
        engine.policy(policy());
    }

    private void policyMoved() {
        tell(running -> {
            running.policy(policy());
            return List.of();
        });
    }

    /// On threads that have nobody to tell of a failure.
    private void tell(Function<DetectionEngine, List<Effect>> wish) {
        try {
            watch.change(wish);
        } catch (IllegalStateException e) {
            LOG.warn("protection: {}", e.getMessage());
        }
    }

    private BanPolicy policy() {
        return spared.sparing(settings.policy(hostClients), proxies).sparing(shared.networks());
    }

    /// Opens the ledger and takes up the bans that it holds.
    static LiveProtection start(Config config, Zones zones, InstantSource time) throws StoreTrouble, StartFailure {
        Optional<AccessLogWriter> accessLog = AccessLogWriter.open(config.accessLog(), OwnLog::write, time);
        Store store = null;
        try {
            store = Store.open(config.state(), config.protection().keep(), time);
            return new LiveProtection(config, zones, accessLog, store, time);
        } catch (StoreTrouble | StartFailure | RuntimeException e) {
            if (store != null) {
                store.close();
            }
            accessLog.ifPresent(AccessLogWriter::close);
            throw e;
        }
    }

    private SignalReader signals(Config config) throws StoreTrouble {
        List<SignalReader.Site> sites = config.sites().stream()
                .map(site -> new SignalReader.Site(site.hosts().getFirst(), site.kind() == Config.Kind.HOME_ASSISTANT))
                .toList();
        KeyedHash hash = new KeyedHash(store.hashKey());
        return new HouseSignals(new SignalReader.Terms(sites, settings.rules(), hash, accessLog.isPresent()), PROBES);
    }

    /// What the data plane asks and tells.
    Protection plane() {
        return watch;
    }

    /// From here on there are connections to close.
    void serves(ProxyServer plane) {
        consequences.evicts(plane::evict);
    }

    List<AdminRoute> routes() {
        return new LedgerRoutes(store, desk, time).all();
    }

    /// The zone of a client, as the gates and the desk see it: that of an address that everybody seems to come from is
    /// `internet`.
    Zone zoneOf(Address client) {
        return shared.has(client) ? Zone.INTERNET : zones.zoneOf(client);
    }

    /// How the client stands, for `explain`.
    StandingEntry standing(Address client) {
        return StandingEntry.of(desk.standing(client), desk.zoneOf(client), time.instant());
    }

    /// What `status` tells; of a ledger or an engine that does not answer the trouble and no counts.
    ProtectionReport report() {
        Instant now = time.instant();
        StoreHealth health = store.health();
        long active = 0;
        Figures figures = Figures.ZERO;
        List<NoticeRow> notices = List.of();
        try {
            active = watch.look(running -> running.active(now));
            figures = store.figures(now);
            notices = store.notices(Optional.empty(), now.minus(RECENTLY), MOST_NOTICES);
        } catch (LedgerTrouble | IllegalStateException e) {
            health = new StoreHealth(health.pending(), health.lost(), String.valueOf(e.getMessage()));
        }
        return ProtectionReport.of(settings.enforce(), active, figures, watch.throttledToday(), health, notices);
    }

    /// What the owner should attend to.
    List<String> warnings() {
        List<String> warnings = new ArrayList<>(store.notices());
        warnings.addAll(shared.warnings());
        warnings.addAll(hosts.warnings());
        warnings.addAll(watch.warnings());
        accessLog
                .map(AccessLogWriter::trouble)
                .filter(trouble -> !trouble.isEmpty())
                .ifPresent(warnings::add);
        accessLog
                .filter(log -> log.lost() > 0)
                .ifPresent(log -> warnings.add("logs.access: " + log.lost() + " lines were lost since start"));
        return warnings;
    }

    /// After the data plane: judges and writes what still waits.
    @Override
    public void close() {
        hosts.close();
        watch.close();
        accessLog.ifPresent(AccessLogWriter::close);
        store.close();
    }
}
