package dev.portcullis.doctor;

import dev.portcullis.acme.ChallengeType;
import dev.portcullis.admin.CertEntry;
import dev.portcullis.admin.CertTroubleEntry;
import dev.portcullis.config.Config;
import dev.portcullis.config.Config.CertificateSource;
import dev.portcullis.core.ListenAddress;
import dev.portcullis.doctor.Finding.Note;
import dev.portcullis.doctor.Finding.Ok;
import dev.portcullis.doctor.Finding.Problem;
import dev.portcullis.doctor.Finding.Warning;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Are the certificates good, and will they be?
final class CertificateExam implements Exam {

    /// An authority's certificate has been due for a while then.
    private static final long FEW_DAYS = 14;

    private final InstantSource clock;

    CertificateExam(InstantSource clock) {
        this.clock = clock;
    }

    @Override
    public String about() {
        return "certificates";
    }

    @Override
    public List<Finding> look(Patient patient) {
        List<Finding> findings = new ArrayList<>();
        patient.certificates()
                .ifPresent(report -> report.certificates().forEach(entry -> {
                    findings.add(validity(entry, clock.instant()));
                    entry.trouble().ifPresent(trouble -> findings.add(trouble(entry, trouble)));
                }));
        patient.config()
                .sites()
                .forEach(site ->
                        findings.addAll(challenges(site, patient.config().listen())));
        return findings;
    }

    private static Finding validity(CertEntry entry, Instant now) {
        String name = entry.label();
        if (entry.source().equals("self_signed")) {
            return new Note(
                    Check.CERTIFICATE_VALID,
                    name
                            + ": self-signed, as configured: every browser warns, the companion app refuses it, and services"
                            + " such as Alexa do not connect. certificates.acme gets one that all believe.");
        }
        Optional<Long> days = entry.daysLeft(now);
        if (days.isEmpty()) {
            return new Problem(
                    Check.CERTIFICATE_VALID,
                    name + ": there is no certificate yet; a self-signed one stands in",
                    "Find out what stands in the way with: portcullis certs test " + name);
        }
        boolean kept = entry.source().equals("file");
        if (entry.hasEnded(now)) {
            return new Problem(
                    Check.CERTIFICATE_VALID,
                    name + ": the certificate ended on " + entry.notAfter().orElse(now),
                    renew(name, kept));
        }
        String until = name + ": valid for " + days.get() + " days more, until "
                + entry.notAfter().orElse(now) + authority(entry);
        return days.get() < FEW_DAYS && (kept || entry.failures() > 0)
                ? new Warning(Check.CERTIFICATE_VALID, until, renew(name, kept))
                : new Ok(Check.CERTIFICATE_VALID, until);
    }

    private static String authority(CertEntry entry) {
        return entry.authority().isEmpty() ? "" : ", by " + entry.authority();
    }

    private static String renew(String name, boolean kept) {
        return kept
                ? "Put a new certificate and its key into certificates.files: they are taken up by themselves."
                : "Have it renewed with: portcullis certs renew " + name;
    }

    private static Finding trouble(CertEntry entry, CertTroubleEntry trouble) {
        String what = entry.label() + ": " + trouble.where() + ": " + trouble.found();
        return trouble.needsOwner() || entry.failures() > 2
                ? new Problem(Check.CERTIFICATE_RENEWAL, what, trouble.remedy())
                : new Warning(Check.CERTIFICATE_RENEWAL, what, trouble.remedy());
    }

    /// An authority asks at port 443 (RFC 8737 §3) or 80 (RFC 8555 §8.3), wherever we listen.
    private static List<Finding> challenges(Config.Site site, Config.Listen listen) {
        if (!(site.certificate() instanceof CertificateSource.Acme acme)) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>();
        for (ChallengeType type : acme.challenges()) {
            switch (type) {
                case TLS_ALPN_01 -> findings.add(port(site, type, listen.https(), 443));
                case HTTP_01 -> findings.add(port(site, type, listen.http(), 80));
                case DNS_01 ->
                    findings.add(new Ok(
                            Check.CERTIFICATE_CHALLENGE, site.hosts().getFirst() + ": dns-01 needs no open port"));
            }
        }
        return findings;
    }

    private static Finding port(Config.Site site, ChallengeType type, List<ListenAddress> listeners, int port) {
        String where = site.hosts().getFirst() + ": " + type.key();
        if (listeners.stream().anyMatch(listener -> listener.port() == port)) {
            return new Ok(Check.CERTIFICATE_CHALLENGE, where + " is asked at port " + port + ", where we listen");
        }
        String own = listeners.isEmpty()
                ? "none"
                : String.valueOf(listeners.getFirst().port());
        return new Warning(
                Check.CERTIFICATE_CHALLENGE,
                where + " is asked at port " + port + " from the internet, and we listen on " + own,
                listeners.isEmpty()
                        ? "Add listen.http: [\":80\"], or take http-01 out of challenges."
                        : "Forward port " + port + " of the router to port " + own
                                + " of this machine, or prove the name with dns-01.");
    }
}
