package dev.portcullis.app;

import dev.portcullis.acme.CertificateTrouble;
import dev.portcullis.admin.AdminAnswer;
import dev.portcullis.admin.AdminLimits;
import dev.portcullis.admin.AdminRequest;
import dev.portcullis.admin.AdminRoute;
import dev.portcullis.admin.AdminServer;
import dev.portcullis.admin.AdminSocketTrouble;
import dev.portcullis.admin.CertRoutes;
import dev.portcullis.admin.ExplainReport;
import dev.portcullis.certificates.LiveCertificates;
import dev.portcullis.cli.ExplainQuestion;
import dev.portcullis.cli.UsageTrouble;
import dev.portcullis.config.Config;
import dev.portcullis.core.InheritedSockets;
import dev.portcullis.core.ListenAddress;
import dev.portcullis.core.ProxyConfig;
import dev.portcullis.core.ProxyServer;
import dev.portcullis.core.ServerStatus;
import dev.portcullis.core.StartFailure;
import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Zones;
import dev.portcullis.store.StoreTrouble;
import dev.portcullis.systemd.Systemd;
import java.net.SocketException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Everything that makes up a running Portcullis, put together in one place.
final class RunningServer implements AutoCloseable {

    /// Lines about refusals may come so much later than a minute.
    private static final long SWEEP_SECONDS = 10;

    private final CountDownLatch stopAsked = new CountDownLatch(1);
    private final StatusSource status;
    private final Metrics metrics;
    private final TopSource top;
    private final MetricsDoor metricsDoor;
    private volatile Config config;
    private volatile Explainer explainer;
    private final LiveProtection protection;
    private volatile LiveCertificates certificates;
    private final Optional<Reload> reload;
    private final ProxyServer plane;
    private final AdminServer admin;
    private final ServerLog log = new ServerLog();
    private final ScheduledExecutorService sweeper = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("portcullis-log").daemon().factory());

    /// The wiring.
    ///
    /// @param configFile for `status`; empty where there is none
    /// @param source where another configuration comes from; empty if none ever will
    /// @param systemd is told of each reload
    /// @param inherited listening sockets that are open already
    private RunningServer(
            Config config,
            String configFile,
            Optional<ConfigSource> source,
            Systemd systemd,
            InheritedSockets inherited,
            InstantSource time)
            throws StartFailure, CertificateTrouble, AdminSocketTrouble, StoreTrouble {
        Zones zones = zones(config);
        ProxyConfig planeConfig = PlaneConfig.of(config, zones);
        // The ledger first: its lock is what keeps two servers off one state folder, and off its certificates.
        protection = LiveProtection.start(config, zones, time);
        this.config = config;
        explainer = new Explainer(config, protection::zoneOf);
        AdminServer started = null;
        MetricsDoor scraped = null;
        try {
            certificates = LiveCertificates.load(config, time);
            status = new StatusSource(() -> this.config, configFile, () -> certificates, protection, time);
            top = new TopSource(() -> this.config, () -> certificates, protection, time);
            metrics = new Metrics(() -> this.config, () -> certificates, protection);
            reload = source.map(file -> new Reload(file, config, this::change, () -> announced(systemd), time));
            reload.ifPresent(it -> status.reloads(it::warnings));
            started = AdminServer.start(config.adminSocket(), routes(), AdminLimits.DEFAULT);
            scraped = new MetricsDoor(protection::zoneOf, metrics::answer);
            scraped.alsoAt(config.listen().metrics());
            plane = ProxyServer.start(
                    planeConfig,
                    certificates.presented(),
                    certificates.requests(),
                    certificates.handshakes(),
                    protection.plane(),
                    log,
                    inherited,
                    time);
        } catch (StartFailure | CertificateTrouble | AdminSocketTrouble | RuntimeException e) {
            if (started != null) {
                started.close();
            }
            if (scraped != null) {
                scraped.close();
            }
            protection.close();
            throw e;
        }
        admin = started;
        metricsDoor = scraped;
        protection.serves(plane);
        status.serves(plane);
        metrics.serves(plane);
        top.serves(plane);
        certificates.start();
        reload.ifPresent(Reload::watch);
        var _ = sweeper.scheduleWithFixedDelay(log::sweep, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
    }

    /// One that binds all of its listeners.
    static RunningServer start(Config config, String configFile, InstantSource time)
            throws StartFailure, CertificateTrouble, AdminSocketTrouble, StoreTrouble {
        return new RunningServer(config, configFile, Optional.empty(), Systemd.none(), InheritedSockets.NONE, time);
    }

    /// Likewise, of a file that may change.
    static RunningServer start(
            Config config, ConfigSource source, Systemd systemd, InheritedSockets inherited, InstantSource time)
            throws StartFailure, CertificateTrouble, AdminSocketTrouble, StoreTrouble {
        return new RunningServer(config, source.file().toString(), Optional.of(source), systemd, inherited, time);
    }

    /// Puts another configuration in force: first all that can fail, each part undone if a later one does; then
    /// the rest.
    ///
    /// @return how much of what was open was ended
    private int change(Config next) throws StartFailure, CertificateTrouble, StoreTrouble {
        Zones zones = zones(next);
        ProxyConfig planeNext = PlaneConfig.of(next, zones);
        LiveCertificates certificatesNext = certificates.next(next);
        LiveProtection.Change protectionNext = protection.change(next, zones);
        int ended;
        try {
            protectionNext.begin();
            metricsDoor.alsoAt(next.listen().metrics());
            ended = plane.reload(planeNext, certificatesNext.presented());
        } catch (StartFailure | RuntimeException e) {
            metricsDoor.onlyAt(config.listen().metrics());
            protectionNext.undo();
            throw e;
        }
        protectionNext.commit();
        metricsDoor.onlyAt(next.listen().metrics());
        LiveCertificates former = certificates;
        certificates = certificatesNext;
        certificatesNext.replace(former);
        explainer = new Explainer(next, protection::zoneOf);
        config = next;
        return ended;
    }

    /// For signals: takes up the file anew, and says in the log what came of it.
    void askToReload() {
        reload.ifPresent(Reload::inBackground);
    }

    /// Says that a reload begins, and returns who says that it is over.
    private Runnable announced(Systemd systemd) {
        systemd.reloading();
        return () -> systemd.ready(line());
    }

    static Zones zones(Config config) throws StartFailure {
        try {
            return config.zones().on(Interfaces.networks());
        } catch (SocketException e) {
            throw new StartFailure("zones: the interfaces of this machine cannot be listed: " + e.getMessage() + ".");
        }
    }

    private List<AdminRoute> routes() {
        List<AdminRoute> routes = new ArrayList<>(protection.routes());
        routes.addAll(new CertRoutes(new CurrentDesk(() -> certificates.desk())).all());
        routes.add(new AdminRoute("GET", "/v1/status", request -> status.answer()));
        routes.add(new AdminRoute("GET", "/v1/top", request -> top.answer()));
        routes.add(new AdminRoute("GET", "/v1/metrics", metrics::answer));
        routes.add(new AdminRoute("GET", "/v1/explain", this::explain));
        routes.add(new AdminRoute("POST", "/v1/stop", request -> stop()));
        routes.add(new AdminRoute("POST", "/v1/reload", request -> reload()));
        return routes;
    }

    private AdminAnswer explain(AdminRequest request) {
        try {
            ExplainQuestion question = new ExplainQuestion(
                    request.parameter("method").orElse("GET"),
                    request.parameter("url").orElse(""),
                    request.parameter("from").orElse(""));
            ExplainReport report = explainer.explain(question);
            return new AdminAnswer(
                    200,
                    Address.parse(question.from())
                            .map(client -> report.with(protection.standing(client)))
                            .orElse(report)
                            .toJson());
        } catch (UsageTrouble e) {
            return AdminAnswer.error(400, String.valueOf(e.getMessage()));
        }
    }

    private AdminAnswer reload() {
        return reload.map(Reload::answer)
                .orElseGet(() -> AdminAnswer.error(
                        409,
                        "reload: this server has no configuration file (expected: one that was started with run)"));
    }

    private AdminAnswer stop() {
        askToStop();
        return AdminAnswer.object(202, json -> json.writeBooleanProperty("stopping", true));
    }

    /// Lets [#awaitStop] return.
    void askToStop() {
        stopAsked.countDown();
    }

    void awaitStop() throws InterruptedException {
        stopAsked.await();
    }

    ServerStatus planeStatus() {
        return plane.status();
    }

    /// Where metrics are served.
    List<ListenAddress> metrics() {
        return metricsDoor.addresses();
    }

    List<String> warnings() {
        return status.warnings();
    }

    /// What must take turns for this to be more than a process: each event loop, and the watch over bans.
    Map<String, Executor> parts() {
        Map<String, Executor> parts = new TreeMap<>(Map.of("the watch", protection::pulse));
        plane.loops().forEach(loop -> parts.put("event loop " + parts.size(), loop));
        return parts;
    }

    /// What goes on, in one line. Asks upstreams that nobody has asked yet, which may take seconds.
    String line() {
        return status.line();
    }

    /// Drains the data plane, closes the admin socket, and writes down what is still to be written. Blocks.
    @Override
    public void close() {
        // Orders end while requests drain: listeners do not stay open for them.
        reload.ifPresent(Reload::close);
        certificates.end();
        plane.close();
        sweeper.shutdownNow();
        metricsDoor.close();
        admin.close();
        certificates.close();
        protection.close();
    }
}
