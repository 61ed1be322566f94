package dev.portcullis.cli;

import dev.portcullis.admin.CertEntry;
import dev.portcullis.admin.CertTestReport;
import dev.portcullis.admin.CertTestReport.Step;
import dev.portcullis.admin.CertTestReport.Trial;
import dev.portcullis.admin.CertTroubleEntry;
import dev.portcullis.admin.CertsReport;
import dev.portcullis.admin.StatusReport;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Certificates in every state.
final class CertSamples {

    static final Instant NOW = Instant.parse("2026-11-23T14:03:00Z");

    static final CertTroubleEntry CLOSED = new CertTroubleEntry(
            "port_closed",
            "tls-alpn-01 for cabin.example.org",
            "203.0.113.80: Timeout during connect (likely firewall problem)",
            "Nobody answers on port 443 from outside. Forward port 443 of the router to this machine, and"
                    + " allow it in the firewall; then: portcullis certs renew cabin.example.org.",
            true,
            Optional.empty());

    static final CertTroubleEntry LIMITED = new CertTroubleEntry(
            "rate_limited",
            "https://acme-v02.api.letsencrypt.org/acme/new-order",
            "too many certificates already issued for this exact set of identifiers",
            "Wait: it is tried again by itself.",
            false,
            Optional.of(NOW.plus(Duration.ofHours(3))));

    static final CertEntry WELL = entry("home.example.org", 57, 26)
            .named(List.of("home.example.org", "www.example.org"))
            .build();
    static final CertEntry FAILING =
            entry("cabin.example.org", 6, 0).failing(4, "days_7", CLOSED).build();
    static final CertEntry LATE = entry("shed.example.org", 29, 0)
            .failing(1, "first_failure", LIMITED)
            .build();
    static final CertEntry OVER =
            entry("boat.example.org", -2, 0).failing(12, "ended", LIMITED).build();
    static final CertEntry NEW = new CertEntry(
            "garden.example.org",
            List.of("garden.example.org"),
            "acme",
            "self_signed",
            "",
            "",
            Optional.empty(),
            Optional.empty(),
            Optional.of(NOW),
            "none yet",
            0,
            Optional.empty(),
            true,
            "",
            Optional.empty());
    static final CertEntry FROM_FILE = CertEntry.kept(
            List.of("grafana.example.org"), "file", NOW.minus(Duration.ofDays(3)), NOW.plus(Duration.ofDays(200)));
    static final CertEntry OWN = CertEntry.kept(
            List.of("nas.lan"), "self_signed", NOW.minus(Duration.ofDays(3)), NOW.plus(Duration.ofDays(362)));

    static final CertsReport ALL = new CertsReport(NOW, List.of(WELL, FAILING, LATE, OVER, NEW, FROM_FILE, OWN));

    static final CertTestReport TESTED = new CertTestReport(
            false,
            List.of(
                    new Trial(
                            "home.example.org",
                            "letsencrypt-staging",
                            List.of(
                                    step("directory", "https://acme-staging-v02.api.letsencrypt.org/directory"),
                                    step("account", "https://acme-staging-v02.api.letsencrypt.org/acme/acct/1"),
                                    step("order", "home.example.org, www.example.org"),
                                    step("answer", "tls-alpn-01 for home.example.org"),
                                    step("validation", "home.example.org")),
                            true,
                            true,
                            Optional.empty()),
                    new Trial(
                            "cabin.example.org",
                            "letsencrypt-staging",
                            List.of(step("directory", "https://acme-staging-v02.api.letsencrypt.org/directory")),
                            true,
                            false,
                            Optional.of(CLOSED))));

    private CertSamples() {}

    static StatusReport.Certificate status(CertEntry entry) {
        return StatusReport.Certificate.of(entry, NOW);
    }

    static Step step(String step, String detail) {
        return new Step(step, detail, NOW);
    }

    /// One from an authority.
    static Sample entry(String label, int daysLeft, int renewedInDays) {
        return new Sample(label, List.of(label), daysLeft, renewedInDays, 0, "", Optional.empty());
    }

    /// What makes one certificate different from another.
    record Sample(
            String label,
            List<String> names,
            int daysLeft,
            int renewedInDays,
            int failures,
            String urgency,
            Optional<CertTroubleEntry> trouble) {

        Sample named(List<String> all) {
            return new Sample(label, all, daysLeft, renewedInDays, failures, urgency, trouble);
        }

        Sample failing(int times, String urgently, CertTroubleEntry with) {
            return new Sample(label, names, daysLeft, renewedInDays, times, urgently, Optional.of(with));
        }

        CertEntry build() {
            Instant until = NOW.plus(Duration.ofDays(daysLeft)).plusSeconds(3600);
            return new CertEntry(
                    label,
                    names,
                    "acme",
                    daysLeft < 0 ? "self_signed" : "acme",
                    "letsencrypt",
                    "tls-alpn-01",
                    Optional.of(until.minus(Duration.ofDays(90))),
                    Optional.of(until),
                    Optional.of(NOW.plus(Duration.ofDays(renewedInDays)).plusSeconds(600)),
                    "a third of its life is left",
                    failures,
                    Optional.of(NOW.minusSeconds(300)),
                    false,
                    urgency,
                    trouble);
        }
    }
}
