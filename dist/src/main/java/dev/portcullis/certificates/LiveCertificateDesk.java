package dev.portcullis.certificates;

import dev.portcullis.acme.AuthoritySettings;
import dev.portcullis.acme.renew.CertificateState;
import dev.portcullis.acme.renew.Renewals;
import dev.portcullis.admin.CertEntry;
import dev.portcullis.admin.CertTestReport;
import dev.portcullis.admin.CertificateDesk;
import dev.portcullis.admin.CertsReport;
import dev.portcullis.certificates.DryRuns.Planned;
import dev.portcullis.certificates.ServedCertificate.Source;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/// What the owner is told of the certificates of a running server, and may ask for.
final class LiveCertificateDesk implements CertificateDesk, AutoCloseable {

    private final ServedCertificates served;
    private final Renewals renewals;
    private final Map<String, AuthoritySettings> authorities;
    private final DryRuns dryRuns;
    private final InstantSource time;

    /// @param authorities the first one of each certificate that is got, by label
    LiveCertificateDesk(
            ServedCertificates served,
            Renewals renewals,
            Map<String, AuthoritySettings> authorities,
            InstantSource time) {
        this.served = served;
        this.renewals = renewals;
        this.authorities = Map.copyOf(authorities);
        this.dryRuns = new DryRuns(renewals::test, time);
        this.time = time;
    }

    @Override
    public CertsReport report() {
        Instant now = time.instant();
        Map<String, CertificateState> states =
                renewals.states().stream().collect(Collectors.toMap(CertificateState::label, Function.identity()));
        List<CertEntry> entries = new ArrayList<>();
        for (ServedCertificate site : served.sites()) {
            CertificateState state = states.get(site.names().getFirst());
            entries.add(
                    state != null && site.source() == Source.ACME
                            ? CertificateEntries.of(state, site.serving(now))
                            : kept(site, now));
        }
        return new CertsReport(now, entries);
    }

    private static CertEntry kept(ServedCertificate site, Instant now) {
        X509Certificate leaf = site.at(now.toEpochMilli()).leaf();
        return CertEntry.kept(
                site.names(),
                site.source().key(),
                leaf.getNotBefore().toInstant(),
                leaf.getNotAfter().toInstant());
    }

    @Override
    public RenewAnswer renew(Optional<String> name) {
        List<ServedCertificate> meant = named(name);
        if (meant.isEmpty()) {
            return new RenewAnswer.NoSuchName();
        }
        List<String> labels = labels(meant);
        labels.forEach(renewals::renew);
        return labels.isEmpty() ? new RenewAnswer.NotByAuthority() : new RenewAnswer.Renewing(labels);
    }

    @Override
    public boolean test(Optional<String> name) {
        return dryRuns.start(labels(named(name)).stream()
                .map(label -> new Planned(label, triedOn(label)))
                .toList());
    }

    private String triedOn(String label) {
        return Optional.ofNullable(authorities.get(label))
                .map(authority -> authority.staging().orElse(authority).name())
                .orElse("");
    }

    private List<ServedCertificate> named(Optional<String> name) {
        return served.sites().stream()
                .filter(site -> name.isEmpty() || site.names().stream().anyMatch(name.get()::equalsIgnoreCase))
                .toList();
    }

    private static List<String> labels(List<ServedCertificate> sites) {
        return sites.stream()
                .filter(site -> site.source() == Source.ACME)
                .map(site -> site.names().getFirst())
                .toList();
    }

    @Override
    public CertTestReport testReport() {
        return dryRuns.report();
    }

    @Override
    public void close() {
        dryRuns.close();
    }
}
