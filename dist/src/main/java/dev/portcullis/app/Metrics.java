package dev.portcullis.app;

import dev.portcullis.admin.AdminAnswer;
import dev.portcullis.admin.AdminRequest;
import dev.portcullis.admin.CertEntry;
import dev.portcullis.certificates.LiveCertificates;
import dev.portcullis.cli.Cli;
import dev.portcullis.config.Config;
import dev.portcullis.core.ProxyServer;
import dev.portcullis.core.ServerStatus;
import dev.portcullis.metrics.Metric;
import dev.portcullis.metrics.MetricsPage;
import dev.portcullis.metrics.ProcessMetrics;
import dev.portcullis.metrics.TrafficMetrics;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Gathers what Prometheus asks for.
final class Metrics {

    private final Supplier<Config> config;
    private final Supplier<LiveCertificates> certificates;
    private final LiveProtection protection;
    private final ProcessMetrics process = new ProcessMetrics();
    private volatile @Nullable ProxyServer plane;

    Metrics(Supplier<Config> config, Supplier<LiveCertificates> certificates, LiveProtection protection) {
        this.config = config;
        this.certificates = certificates;
        this.protection = protection;
    }

    /// From here on there is something to tell.
    void serves(ProxyServer running) {
        plane = running;
    }

    AdminAnswer answer(AdminRequest request) {
        ProxyServer running = plane;
        if (running == null) {
            return AdminAnswer.starting();
        }
        MetricsPage page = MetricsPage.asked(request.accept());
        ServerStatus status = running.status();
        page.add(
                Metric.BUILD_INFO,
                1,
                Cli.version(),
                Runtime.version().toString(),
                status.transport(),
                status.tlsEngine());
        List<String> sites = config.get().sites().stream()
                .map(site -> site.hosts().getFirst())
                .toList();
        TrafficMetrics.write(page, running.traffic(), status, sites);
        protection.write(page);
        certificates.get().desk().report().certificates().forEach(entry -> certificate(page, entry));
        process.write(page);
        return new AdminAnswer(200, page.text(), page.contentType());
    }

    private static void certificate(MetricsPage page, CertEntry entry) {
        String site = entry.label();
        entry.notAfter()
                .ifPresent(end -> page.add(Metric.CERTIFICATE_NOT_AFTER, end.getEpochSecond(), site, entry.serving()));
        page.add(Metric.CERTIFICATE_TROUBLE, entry.trouble().isPresent() ? 1 : 0, site);
    }
}
