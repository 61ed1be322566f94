package dev.portcullis.cli;

import dev.portcullis.admin.ExplainReport;
import dev.portcullis.admin.ExplainReport.Check;
import dev.portcullis.admin.NoticeEntry;
import dev.portcullis.admin.ProtectionReport;
import dev.portcullis.admin.ProtectionReport.Today;
import dev.portcullis.admin.StatusReport;
import dev.portcullis.admin.StatusReport.Certificate;
import dev.portcullis.admin.StatusReport.Upstream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Reports with something of everything.
final class Samples {

    private static final String HOSTILE = "\u001b]0;owned\u0007 \u202etxt";

    static final StatusReport STATUS = new StatusReport(
            "0.1.0",
            4711,
            "2026-11-23T12:00:00Z",
            93_784,
            "/etc/portcullis/portcullis.yaml",
            "/var/lib/portcullis",
            "epoll",
            "BoringSSL",
            List.of(":443", "127.0.0.1:8443"),
            List.of(":80"),
            1,
            1203,
            1_248_211,
            77,
            List.of(
                    new Upstream(
                            "home.example.org",
                            "http://192.168.1.20:8123",
                            Optional.of(true),
                            "2026-11-23T12:00:04.512Z",
                            ""),
                    new Upstream(
                            "cabin.example.org",
                            "https://cabin.internal.example.org:8123",
                            Optional.of(false),
                            "2026-11-23T12:10:00Z",
                            "connection refused, and this explanation is long enough to need a second line " + HOSTILE),
                    new Upstream("boat.example.org", "http://[fd00::2]:8123", Optional.empty(), "", "")),
            List.of(
                    kept(List.of("home.example.org", "www.example.org"), "file", "2027-01-20T08:00:00Z", 57),
                    kept(List.of("cabin.example.org"), "file", "2026-11-24T08:00:00Z", 1),
                    kept(List.of("boat.example.org"), "self_signed", "2026-11-20T08:00:00Z", -3),
                    CertSamples.status(CertSamples.WELL),
                    CertSamples.status(CertSamples.FAILING),
                    CertSamples.status(CertSamples.NEW)),
            new ProtectionReport(
                    "enforce",
                    12,
                    new Today(3, 1, 1_041, 17, 6, 20_208, 5),
                    44,
                    7,
                    "portcullis.db: the disk is full",
                    List.of(new NoticeEntry(
                            Instant.parse("2026-11-23T14:00:00Z"),
                            "192.0.2.44",
                            "stale-credential",
                            "a client of the household keeps trying a credential that no longer works"))),
            List.of("clients: 98 % come from 172.17.0.1 (expected: many addresses). The true client address is lost:"
                    + " publish the port with userland-proxy off."));

    static final ExplainReport FORWARDED = new ExplainReport(
            "home.example.org",
            "/api/webhook/doorbell-8c1f04",
            "internet",
            "forward",
            "webhooks doorbell-8c1f04",
            "by rule \"webhooks doorbell-8c1f04\"",
            List.of(new Check("paths /local/**", "another path"), new Check("webhooks doorbell-8c1f04", "matched")));

    static final ExplainReport DROPPED = new ExplainReport(
            "home.example.org",
            "/.env",
            "internet",
            "drop",
            "",
            "no rule exposes this path, so the connection is closed without a byte",
            List.of(new Check("preset ui", "another zone (expected: lan or vpn)")));

    static final ExplainReport MALFORMED =
            new ExplainReport("", "", "", "400", "", "the target holds " + HOSTILE, List.of());

    private static Certificate kept(List<String> names, String source, String notAfter, long daysLeft) {
        return new Certificate(names, source, notAfter, daysLeft, source, "", false, "", Optional.empty());
    }

    private Samples() {}
}
