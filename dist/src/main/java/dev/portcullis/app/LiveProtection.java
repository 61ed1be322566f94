package dev.portcullis.app;

import dev.portcullis.accesslog.AccessLogWriter;
import dev.portcullis.admin.AdminRoute;
import dev.portcullis.admin.LedgerRoutes;
import dev.portcullis.admin.LiveReport;
import dev.portcullis.admin.ProtectionReport;
import dev.portcullis.admin.StandingEntry;
import dev.portcullis.config.Config;
import dev.portcullis.core.Protection;
import dev.portcullis.core.ProxyServer;
import dev.portcullis.core.StartFailure;
import dev.portcullis.metrics.Metric;
import dev.portcullis.metrics.MetricsPage;
import dev.portcullis.rules.DetectionEngine;
import dev.portcullis.rules.Effect;
import dev.portcullis.rules.ban.BanPolicy;
import dev.portcullis.rules.history.Remembered;
import dev.portcullis.rules.limit.RateLimits;
import dev.portcullis.rules.net.Address;
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

    private final InstantSource time;
    private final SharedAddressFile sharedFile;
    private final SharedAddresses shared;
    /// Touched on the watch's thread only, once that runs.
    private final DetectionEngine engine;

    private final Store store;
    private final Consequences consequences;
    private final Watch watch;
    private final EngineDesk desk;
    private volatile Terms terms;

    /// What follows from the configuration.
    private record Terms(
            Config config,
            Zones zones,
            SparedNetworks spared,
            Optional<AccessLogWriter> accessLog,
            NeverBanHosts hosts) {

        Config.Protection settings() {
            return config.protection();
        }
    }

    private LiveProtection(
            Config config, Zones zones, Optional<AccessLogWriter> accessLog, Store store, InstantSource time)
            throws StartFailure, StoreTrouble {
        this.time = time;
        this.store = store;
        Config.Protection settings = config.protection();
        sharedFile = new SharedAddressFile(config.state());
        shared = new SharedAddresses(sharedFile.read(), PROBES, this::policyMovedHere, this::sharedFound, time);
        SparedNetworks spared = spared(config);
        terms = new Terms(config, zones, spared, accessLog, new NeverBanHosts(settings.neverBanHosts()));
        Remembered remembered = store.remembered(settings.bans().memory(), settings.rememberOwner());
        RateLimits limits = new RateLimits(settings.limits());
        remembered.owners().keySet().forEach(client -> limits.household(client.prefix()));
        engine = new DetectionEngine(policy(), remembered);
        consequences = new Consequences(engine.snapshot(), store, limits, new ServerLog(), time);
        watch = new Watch(
                engine,
                consequences,
                limits,
                signals(config, accessLog.isPresent()),
                shared,
                observation -> terms.accessLog().ifPresent(log -> log.write(observation)),
                store,
                time);
        terms = new Terms(config, zones, spared, accessLog, lookedUp(settings));
        policyMoved();
        desk = new EngineDesk(
                watch,
                network -> terms.spared().in(network),
                () -> terms.settings().bans().first(),
                this::zoneOf,
                time);
    }

    private SparedNetworks spared(Config config) throws StartFailure {
        return SparedNetworks.of(
                config.zones(),
                () -> terms.settings().policy(terms.hosts().now()).neverBan());
    }

    /// What it hears of later is on the thread that looked names up.
    private NeverBanHosts lookedUp(Config.Protection settings) {
        return NeverBanHosts.start(settings.neverBanHosts(), NeverBanHosts.Resolver.SYSTEM, _ -> policyMoved());
    }

    /// Another configuration, with all that can fail behind it; not yet in force.
    final class Change {

        private final Terms before = terms;
        private final Terms next;
        private final SignalReader signals;
        private final SignalReader signalsBefore = watch.signals();

        private Change(Config config, Zones zones) throws StartFailure, StoreTrouble {
            SparedNetworks spared = spared(config);
            signals = signals(config, !(config.accessLog() instanceof Config.AccessLog.Off));
            // Last of what can fail: nobody would close it.
            Optional<AccessLogWriter> log =
                    config.accessLog().equals(before.config().accessLog())
                            ? before.accessLog()
                            : AccessLogWriter.open(config.accessLog(), OwnLog::write, time);
            boolean sameHosts =
                    config.protection().neverBanHosts().equals(before.settings().neverBanHosts());
            next = new Terms(config, zones, spared, log, sameHosts ? before.hosts() : lookedUp(config.protection()));
        }

        /// From here on requests of the new configuration may be seen.
        void begin() {
            watch.signals(signals);
        }

        /// As it was.
        void undo() {
            watch.signals(signalsBefore);
            closeWhatIsNotIn(next, before);
        }

        /// In force: bans, histories and allowances stay as they are.
        void commit() {
            terms = next;
            Config.Protection settings = next.settings();
            watch.limits().policy(settings.limits());
            store.keeps(settings.keep(), settings.bans().memory(), settings.rememberOwner());
            policyMoved();
            closeWhatIsNotIn(before, next);
        }

        private static void closeWhatIsNotIn(Terms these, Terms others) {
            if (!these.accessLog().equals(others.accessLog())) {
                these.accessLog().ifPresent(AccessLogWriter::close);
            }
            if (!these.hosts().equals(others.hosts())) {
                these.hosts().close();
            }
        }
    }

    /// Prepares another configuration.
    ///
    /// @throws StartFailure if its access log cannot be opened; then nothing has changed
    Change change(Config config, Zones zones) throws StartFailure, StoreTrouble {
        return new Change(config, zones);
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
        Terms now = terms;
        return now.spared()
                .sparing(now.settings().policy(now.hosts().now()), now.config().listen())
                .sparing(shared.networks());
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

    private SignalReader signals(Config config, boolean logged) throws StoreTrouble {
        List<SignalReader.Site> sites = config.sites().stream()
                .map(site -> new SignalReader.Site(site.hosts().getFirst(), site.kind() == Config.Kind.HOME_ASSISTANT))
                .toList();
        KeyedHash hash = new KeyedHash(store.hashKey());
        return new HouseSignals(
                new SignalReader.Terms(sites, config.protection().rules(), hash, logged), PROBES);
    }

    /// What the data plane asks and tells.
    Protection plane() {
        return watch;
    }

    /// From here on there are connections to close.
    void serves(ProxyServer plane) {
        consequences.evicts(plane::evict);
    }

    /// Runs a task on the watch's own thread: shows that it still turns.
    void pulse(Runnable task) {
        watch.pulse(task);
    }

    List<AdminRoute> routes() {
        return new LedgerRoutes(store, desk, time).all();
    }

    /// The zone of a client, as the gates and the desk see it: that of an address that everybody seems to come from is
    /// `internet`.
    Zone zoneOf(Address client) {
        return shared.has(client) ? Zone.INTERNET : terms.zones().zoneOf(client);
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
        return ProtectionReport.of(
                terms.settings().enforce(), active, figures, watch.throttledToday(), health, notices);
    }

    EffectTally tally() {
        return consequences.tally();
    }

    /// The last things that happened, newest first.
    List<LiveReport.Event> latest() {
        return consequences.recent().latest();
    }

    /// How many networks are kept out.
    int bans() {
        return consequences.bans().size();
    }

    /// Waits for nobody: a scrape shows how things stand, above all when they stand still.
    void write(MetricsPage page) {
        tally().write(page);
        page.add(Metric.BANS_ACTIVE, bans());
        watch.write(page);
        StoreHealth health = store.health();
        page.add(Metric.LEDGER_PENDING, health.pending());
        page.add(Metric.LEDGER_LOST, health.lost());
        page.add(Metric.LEDGER_TROUBLE, health.trouble().isEmpty() ? 0 : 1);
        terms.accessLog().ifPresent(log -> page.add(Metric.ACCESS_LOG_LOST, log.lost()));
    }

    /// What the owner should attend to.
    List<String> warnings() {
        List<String> warnings = new ArrayList<>(store.notices());
        warnings.addAll(shared.warnings());
        warnings.addAll(terms.hosts().warnings());
        Optional<AccessLogWriter> accessLog = terms.accessLog();
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
        terms.hosts().close();
        watch.close();
        terms.accessLog().ifPresent(AccessLogWriter::close);
        store.close();
    }
}
