package dev.portcullis.admin;

import dev.portcullis.admin.BanReport.Story;
import dev.portcullis.admin.ProtectionReport.Today;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// The reports that `docs/admin-api.md` shows.
final class ReportSamples {

    private static final Instant NOW = Instant.parse("2026-11-23T14:03:00Z");
    private static final Instant AT = Instant.parse("2026-11-23T14:00:00Z");

    static final ProtectionReport PROTECTION = new ProtectionReport(
            "enforce",
            12,
            new Today(3, 0, 41, 17, 6, 208, 5),
            0,
            0,
            "",
            List.of(new NoticeEntry(
                    AT,
                    "192.0.2.44",
                    "stale-credential",
                    "a client of the household keeps trying a credential that no longer works")));

    static final EvidenceEntry EVIDENCE = new EvidenceEntry(
            AT, "wrong_password", 1, "POST", "/auth/login_flow/~5d1c0a77", 200, "python-requests/2.31", false);

    static final BanEntry BAN = new BanEntry(
            17,
            "203.0.113.9/32",
            "internet",
            AT,
            Optional.of(Instant.parse("2026-11-23T15:01:30Z")),
            true,
            "failed_logins",
            "failed_logins",
            1,
            true,
            "5 failed logins in 10 min",
            Optional.empty(),
            "",
            12,
            Optional.of(Instant.parse("2026-11-23T14:02:51Z")));

    static final BansReport BANS = new BansReport(NOW, 1, List.of(BAN));

    static final BanReport SHOWN = new BanReport(NOW, "203.0.113.9/32", List.of(new Story(BAN, List.of(EVIDENCE))));

    static final LoginEntry LOGIN = new LoginEntry(
            88,
            AT,
            "203.0.113.9",
            "internet",
            "home.example.org",
            "wrong_password",
            "password",
            1,
            "/auth/login_flow/~5d1c0a77",
            200,
            "python-requests/2.31");

    static final ProbeEntry PROBE = new ProbeEntry(
            501,
            AT,
            "198.51.100.7",
            "internet",
            "home.example.org",
            "secrets",
            3,
            "GET",
            "/.env",
            0,
            "unexposed",
            "curl/8.5.0");

    static final StandingEntry STANDING =
            new StandingEntry("203.0.113.9", 5, 0, 1, "", Optional.empty(), Optional.of(BAN), List.of(EVIDENCE));

    static final WhyReport WHY =
            new WhyReport(NOW, "203.0.113.9", "internet", STANDING, List.of(BAN), List.of(LOGIN), List.of(), List.of());

    static final ProbesReport PROBES = new ProbesReport(NOW, List.of(PROBE));

    static final TopReport TOP = new TopReport(
            NOW, "path", Instant.parse("2026-11-16T14:03:00Z"), List.of(new TopReport.Line("/.env", 31, 9, AT)));

    static final LoginsReport LOGINS = new LoginsReport(NOW, List.of(LOGIN));

    static final CertTroubleEntry TROUBLE = new CertTroubleEntry(
            "port_closed",
            "tls-alpn-01 for home.example.org",
            "203.0.113.80: connection refused",
            "Forward port 443 of the router to this machine.",
            true,
            Optional.empty());

    static final CertEntry CERTIFICATE = new CertEntry(
            "home.example.org",
            List.of("home.example.org"),
            "acme",
            "acme",
            "letsencrypt",
            "tls-alpn-01",
            Optional.of(Instant.parse("2026-10-22T08:00:00Z")),
            Optional.of(Instant.parse("2027-01-20T08:00:00Z")),
            Optional.of(Instant.parse("2026-11-23T14:13:00Z")),
            "suggested by the authority",
            1,
            Optional.of(AT),
            false,
            "first_failure",
            Optional.of(TROUBLE));

    static final CertsReport CERTS = new CertsReport(
            NOW,
            List.of(
                    CERTIFICATE,
                    CertEntry.kept(
                            List.of("nas.lan"),
                            "self_signed",
                            Instant.parse("2026-11-20T07:00:00Z"),
                            Instant.parse("2027-11-20T07:00:00Z"))));

    static final CertTestReport CERT_TEST = new CertTestReport(
            true,
            List.of(new CertTestReport.Trial(
                    "home.example.org",
                    "letsencrypt-staging",
                    List.of(new CertTestReport.Step(
                            "directory", "https://acme-staging-v02.api.letsencrypt.org/directory", AT)),
                    true,
                    false,
                    Optional.of(TROUBLE))));

    private ReportSamples() {}
}
