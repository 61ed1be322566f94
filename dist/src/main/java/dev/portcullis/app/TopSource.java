package dev.portcullis.app;

import dev.portcullis.admin.AdminAnswer;
import dev.portcullis.admin.CertTroubleEntry;
import dev.portcullis.admin.LiveReport;
import dev.portcullis.certificates.LiveCertificates;
import dev.portcullis.cli.Cli;
import dev.portcullis.config.Config;
import dev.portcullis.core.Latency;
import dev.portcullis.core.ProxyServer;
import dev.portcullis.core.ServerStatus;
import dev.portcullis.core.Traffic;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Gathers what `top` shows each second; it asks no disk.
final class TopSource {

    private static final int CLIENTS = 50;

    private final Supplier<Config> config;
    private final Supplier<LiveCertificates> certificates;
    private final LiveProtection protection;
    private final InstantSource time;
    private final Instant started;
    private volatile @Nullable ProxyServer plane;

    TopSource(
            Supplier<Config> config,
            Supplier<LiveCertificates> certificates,
            LiveProtection protection,
            InstantSource time) {
        this.config = config;
        this.certificates = certificates;
        this.protection = protection;
        this.time = time;
        this.started = time.instant();
    }

    /// From here on there is something to tell.
    void serves(ProxyServer running) {
        plane = running;
    }

    AdminAnswer answer() {
        ProxyServer running = plane;
        return running == null
                ? AdminAnswer.starting()
                : new AdminAnswer(200, report(running).toJson());
    }

    private LiveReport report(ProxyServer running) {
        Instant now = time.instant();
        ServerStatus status = running.status();
        EffectTally tally = protection.tally();
        return new LiveReport(
                now,
                Cli.version(),
                Duration.between(started, now).toSeconds(),
                status.connections(),
                status.tunnels(),
                status.requests(),
                status.refused(),
                tally.failedLogins(),
                tally.probes(),
                protection.bans(),
                buckets(running.traffic()),
                upstreams(status),
                certificates.get().desk().report().certificates().stream()
                        .map(entry -> new LiveReport.Ending(
                                entry.label(),
                                entry.notAfter(),
                                entry.trouble().map(CertTroubleEntry::cause).orElse("")))
                        .toList(),
                running.busiest(CLIENTS).stream()
                        .map(it -> new LiveReport.Client(
                                it.client().toString(), it.zone(), it.connections(), it.requests()))
                        .toList(),
                protection.latest());
    }

    private static List<LiveReport.Bucket> buckets(Traffic traffic) {
        Latency all = traffic.sites().stream().map(Traffic.Site::firstBytes).reduce(Latency.NONE, Latency::plus);
        List<LiveReport.Bucket> buckets = new ArrayList<>();
        for (int i = 0; i < all.counts().size(); i++) {
            long bound = i < Latency.BOUNDS.size() ? (long) Math.ceil(Latency.BOUNDS.get(i) * 1000) : 0;
            buckets.add(new LiveReport.Bucket(bound, all.counts().get(i)));
        }
        return buckets;
    }

    private List<LiveReport.Upstream> upstreams(ServerStatus status) {
        List<LiveReport.Upstream> upstreams = new ArrayList<>();
        List<Config.Site> sites = config.get().sites();
        for (int i = 0; i < Math.min(status.upstreams().size(), sites.size()); i++) {
            upstreams.add(new LiveReport.Upstream(
                    sites.get(i).hosts().getFirst(), status.upstreams().get(i).up()));
        }
        return upstreams;
    }
}
