package dev.portcullis.config;

import dev.portcullis.config.Config.UpstreamTls;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Refuses sites that contradict themselves, each other or the rest of the file.
final class SiteChecks {

    private static final Fault NO_CERTIFICATE = new Fault(
            "no certificate",
            "certificates.acme, certificates.files or certificates.self_signed",
            "It may stand under the site, or at the top level for all sites.");

    private final Section root;
    private final Findings findings;
    private final Map<String, Found<String>> hosts = new HashMap<>();

    private SiteChecks(Section root, Findings findings) {
        this.root = root;
        this.findings = findings;
    }

    static void run(Section root, Findings findings) {
        new SiteChecks(root, findings).all();
    }

    private void all() {
        Section shared = root.get(RootKeys.CERTIFICATES);
        oneCertificate(shared);
        unknownNames(shared);
        for (Found<Section> site : root.find(RootKeys.SITES).orElse(List.of())) {
            hosts(site.value());
            upstreamTls(site.value());
            Optional<Section> own = site.value().find(SiteKeys.CERTIFICATES);
            own.ifPresent(this::oneCertificate);
            boolean refusedAlready = site.value().has(SiteKeys.CERTIFICATES) && own.isEmpty();
            if (!refusedAlready && !hasCertificate(own.orElse(shared))) {
                findings.problem(site.where(), NO_CERTIFICATE);
            }
            RuleChecks.run(site.value(), ZoneChecks.names(root.get(RootKeys.ZONES)), findings);
        }
    }

    private void hosts(Section site) {
        for (Found<String> host : site.find(SiteKeys.HOSTS).orElse(List.of())) {
            Found<String> earlier = hosts.putIfAbsent(host.value(), host);
            if (earlier != null) {
                findings.problem(
                        host.where(),
                        new Fault(
                                Quoted.of(host.value()) + " is in "
                                        + earlier.where().path() + " too",
                                "each host once"));
            }
        }
    }

    private void upstreamTls(Section site) {
        boolean plain = site.find(SiteKeys.UPSTREAM)
                .map(it -> it.tls() instanceof UpstreamTls.Plain)
                .orElse(false);
        if (plain && site.has(SiteKeys.UPSTREAM_TLS)) {
            findings.problem(
                    site.at(SiteKeys.UPSTREAM_TLS),
                    new Fault("TLS settings for an http upstream", "an upstream that begins with https://"));
        }
        Section tls = site.get(SiteKeys.UPSTREAM_TLS);
        if (tls.has(SiteKeys.CA) && !tls.get(SiteKeys.VERIFY)) {
            findings.problem(
                    tls.at(SiteKeys.CA),
                    new Fault("ca together with verify: false", "one of them", "Nothing is verified."));
        }
    }

    private void oneCertificate(Section certificates) {
        boolean selfSigned = certificates.get(CertificateKeys.SELF_SIGNED);
        if (certificates.has(CertificateKeys.FILES) && selfSigned) {
            findings.problem(
                    certificates.at(CertificateKeys.SELF_SIGNED),
                    new Fault("both files and self_signed: true", "one of them"));
        }
        if (certificates.has(CertificateKeys.ACME) && certificates.has(CertificateKeys.FILES)) {
            findings.problem(certificates.at(CertificateKeys.FILES), new Fault("both acme and files", "one of them"));
        }
        if (certificates.has(CertificateKeys.ACME) && selfSigned) {
            findings.problem(
                    certificates.at(CertificateKeys.SELF_SIGNED),
                    new Fault(
                            "both acme and self_signed: true",
                            "one of them",
                            "A self-signed certificate stands in until the first one has come anyway."));
        }
    }

    /// Also true where something was given and refused: one message is enough.
    private static boolean hasCertificate(Section certificates) {
        boolean selfSignedRefused = certificates.has(CertificateKeys.SELF_SIGNED)
                && certificates.find(CertificateKeys.SELF_SIGNED).isEmpty();
        return certificates.has(CertificateKeys.FILES)
                || certificates.has(CertificateKeys.ACME)
                || certificates.get(CertificateKeys.SELF_SIGNED)
                || selfSignedRefused;
    }

    private void unknownNames(Section certificates) {
        List<String> zones = ZoneChecks.names(root.get(RootKeys.ZONES));
        certificates
                .get(CertificateKeys.UNKNOWN_NAME)
                .others(CertificateKeys.UNKNOWN_FROM)
                .forEach((name, answer) -> {
                    if (!zones.contains(name)) {
                        findings.problem(answer.where(), RuleChecks.unknownZone(name, zones));
                    }
                });
    }
}
