package dev.portcullis.app;

import dev.portcullis.acme.CertificateTrouble;
import dev.portcullis.acme.KeyAndChain;
import dev.portcullis.acme.Loaded;
import dev.portcullis.acme.PemFiles;
import dev.portcullis.acme.SelfSignedStore;
import dev.portcullis.admin.StatusReport;
import dev.portcullis.config.Config;
import dev.portcullis.config.Config.CertificateSource;
import dev.portcullis.core.Certificates;
import dev.portcullis.core.ServerCertificate;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/// The certificates of all sites, in memory, where the data plane finds them.
final class SiteCertificates implements Certificates {

    private final List<Entry> sites;
    private final ServerCertificate selfSigned;
    private final List<String> warnings;

    private record Entry(List<String> names, String source, ServerCertificate certificate) {}

    private SiteCertificates(List<Entry> sites, ServerCertificate selfSigned, List<String> warnings) {
        this.sites = List.copyOf(sites);
        this.selfSigned = selfSigned;
        this.warnings = List.copyOf(warnings);
    }

    /// Reads files and makes what is missing.
    ///
    /// @throws CertificateTrouble for the first certificate that cannot be used
    static SiteCertificates load(Config config, InstantSource time) throws CertificateTrouble {
        SelfSignedStore store = new SelfSignedStore(
                config.state().resolve("certificates").resolve("self-signed"), time, new SecureRandom());
        List<Entry> sites = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        for (Config.Site site : config.sites()) {
            Loaded loaded = switch (site.certificate()) {
                case CertificateSource.FromFiles files -> read(files, time.instant());
                case CertificateSource.SelfSigned made ->
                    store.obtain(site.hosts().getFirst(), site.hosts());
            };
            warnings.addAll(loaded.warnings());
            sites.add(new Entry(site.hosts(), source(site.certificate()), of(loaded.pair())));
        }
        Loaded unknown = store.obtain("unknown-name", List.of("localhost", "127.0.0.1", "::1"));
        warnings.addAll(unknown.warnings());
        return new SiteCertificates(sites, of(unknown.pair()), warnings);
    }

    static Loaded read(CertificateSource.FromFiles files, Instant now) throws CertificateTrouble {
        return PemFiles.read(files.certificate(), files.key(), now);
    }

    private static String source(CertificateSource source) {
        return switch (source) {
            case CertificateSource.FromFiles files -> "file";
            case CertificateSource.SelfSigned made -> "self_signed";
        };
    }

    private static ServerCertificate of(KeyAndChain pair) {
        return new ServerCertificate(pair.key(), pair.chain());
    }

    @Override
    public ServerCertificate forSite(int site, String serverName) {
        return sites.get(site).certificate();
    }

    @Override
    public ServerCertificate selfSigned() {
        return selfSigned;
    }

    /// What the owner should attend to.
    List<String> warnings() {
        return warnings;
    }

    List<StatusReport.Certificate> report(Instant now) {
        return sites.stream()
                .map(entry -> {
                    Instant end = entry.certificate().leaf().getNotAfter().toInstant();
                    long days = Math.floorDiv(Duration.between(now, end).toSeconds(), 86_400L);
                    return new StatusReport.Certificate(entry.names(), entry.source(), end.toString(), days);
                })
                .toList();
    }
}
