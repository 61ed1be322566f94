package dev.portcullis.cli;

import dev.portcullis.admin.NoticeEntry;
import dev.portcullis.admin.ProtectionReport;
import dev.portcullis.admin.ProtectionReport.Today;
import dev.portcullis.admin.StatusReport;
import dev.portcullis.admin.StatusReport.Certificate;
import dev.portcullis.admin.StatusReport.Upstream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/// A [StatusReport] as a person likes to read it.
final class StatusText {

    private static final int FIELDS = 15;
    private static final int MARKS = 10;
    private static final int TROUBLE = 120;
    private static final int LONGEST_WARNING = 4000;
    private static final int SOON = 21;
    private static final int VERY_SOON = 7;

    private StatusText() {}

    static String of(StatusReport report, Paint paint) {
        Lines lines = new Lines();
        lines.line(paint.heading("Portcullis %s, up %s, pid %d"
                .formatted(Escaped.text(report.version()), span(report.uptimeSeconds()), report.pid())));
        lines.line("");
        general(lines, report);
        upstreams(lines, report.upstreams(), paint);
        certificates(lines, report.certificates(), paint);
        protection(lines, report.protection(), paint);
        warnings(lines, report.warnings(), paint);
        return lines.toString();
    }

    private static void general(Lines lines, StatusReport report) {
        field(lines, "Listening", listeners(report));
        field(lines, "Transport", "%s, TLS by %s".formatted(report.transport(), report.tlsEngine()));
        field(lines, "Config", report.config().isEmpty() ? "none (demo)" : report.config());
        field(lines, "State", report.state());
        field(
                lines,
                "Open now",
                counted(report.connections(), "connection") + ", " + counted(report.websockets(), "websocket"));
        field(
                lines,
                "Since start",
                String.format(Locale.ROOT, "%s, %,d refused", counted(report.requests(), "request"), report.refused()));
    }

    private static void field(Lines lines, String label, String value) {
        lines.field(label, label, FIELDS, Escaped.text(value));
    }

    private static String listeners(StatusReport report) {
        String https = report.https().stream().map(at -> "https " + at).collect(Collectors.joining(", "));
        String http = report.http().stream().map(at -> ", http " + at).collect(Collectors.joining());
        return https + http;
    }

    private static void upstreams(Lines lines, List<Upstream> upstreams, Paint paint) {
        section(lines, "Upstreams", paint);
        for (Upstream upstream : upstreams) {
            String since = upstream.up().isPresent() ? ", since " + moment(upstream.since()) : "";
            String trouble = upstream.trouble().isEmpty() ? "" : ": " + upstream.trouble();
            lines.field(
                    mark(upstream.up(), paint),
                    word(upstream.up()),
                    MARKS,
                    Escaped.text(upstream.site() + " at " + upstream.url() + since + trouble));
        }
    }

    private static String word(Optional<Boolean> up) {
        return up.map(good -> good ? "up" : "DOWN").orElse("untried");
    }

    private static String mark(Optional<Boolean> up, Paint paint) {
        String word = word(up);
        return up.map(good -> good ? paint.good(word) : paint.bad(word)).orElse(word);
    }

    private static void certificates(Lines lines, List<Certificate> certificates, Paint paint) {
        section(lines, "Certificates", paint);
        for (Certificate certificate : certificates) {
            String left = left(certificate);
            lines.field(painted(certificate, paint), left, MARKS + 2, Escaped.text(line(certificate)));
            certificate
                    .trouble()
                    .ifPresent(trouble ->
                            lines.field("", "", MARKS + 2, "what to do: " + Escaped.sentence(trouble.remedy())));
        }
    }

    private static String left(Certificate certificate) {
        long days = certificate.daysLeft();
        if (certificate.notAfter().isEmpty()) {
            return "none yet";
        }
        return days < 0 ? "EXPIRED" : days == 1 ? "1 day" : days + " days";
    }

    /// Short lives are usual with an authority: there only trouble is a reason to worry.
    private static String painted(Certificate certificate, Paint paint) {
        boolean renewed = certificate.source().equals("acme");
        long days = certificate.daysLeft();
        boolean bad = certificate.needsAttention() || (!renewed && days < VERY_SOON);
        boolean doubtful =
                certificate.trouble().isPresent() || certificate.notAfter().isEmpty() || (!renewed && days < SOON);
        String left = left(certificate);
        return bad ? paint.bad(left) : doubtful ? paint.doubtful(left) : paint.good(left);
    }

    private static String line(Certificate certificate) {
        StringBuilder line = new StringBuilder(String.join(", ", certificate.names()));
        line.append(", ")
                .append(
                        switch (certificate.source()) {
                            case "self_signed" -> "self-signed";
                            case "acme" -> "by acme";
                            default -> "from " + certificate.source();
                        });
        if (!certificate.notAfter().isEmpty()) {
            line.append(", until ").append(moment(certificate.notAfter()));
        }
        if (certificate.source().equals("acme") && certificate.serving().equals("self_signed")) {
            line.append(", meanwhile self-signed");
        }
        if (certificate.working()) {
            line.append(", being renewed now");
        } else if (!certificate.next().isEmpty()) {
            line.append(", next ").append(moment(certificate.next()));
        }
        certificate
                .trouble()
                .ifPresent(trouble ->
                        line.append("; ").append(Width.cut(trouble.where() + ": " + trouble.found(), TROUBLE)));
        return line.toString();
    }

    private static void protection(Lines lines, ProtectionReport report, Paint paint) {
        if (report.mode().isEmpty()) {
            return;
        }
        Today today = report.today();
        section(lines, "Protection", paint);
        boolean observes = report.mode().equals("observe");
        field(
                lines,
                "Mode",
                observes ? "observe: nobody is banned or throttled; bans of your own hold" : report.mode());
        field(
                lines,
                "Bans",
                String.format(
                        Locale.ROOT,
                        "%,d active; %,d new today, %,d observed",
                        report.bansActive(),
                        today.bans(),
                        today.wouldBan()));
        field(
                lines,
                "Logins",
                String.format(Locale.ROOT, "today %,d good, %,d failed", today.logins(), today.failedLogins()));
        field(lines, "Probes", String.format(Locale.ROOT, "today %,d", today.probes()));
        field(
                lines,
                "Turned away",
                String.format(
                        Locale.ROOT,
                        "today %,d times as banned, %,d times over a rate limit",
                        today.turnedAway(),
                        today.throttled()));
        if (report.lost() > 0 || !report.trouble().isEmpty()) {
            String trouble = report.trouble().isEmpty() ? "" : ": " + report.trouble();
            lines.field(
                    paint.bad("Disk"),
                    "Disk",
                    FIELDS,
                    Escaped.text(String.format(
                            Locale.ROOT,
                            "%,d events were not written down, %,d wait%s",
                            report.lost(),
                            report.pending(),
                            trouble)));
        }
        for (NoticeEntry notice : report.notices()) {
            lines.field(
                    paint.doubtful("!"),
                    "!",
                    4,
                    Escaped.text("%s, %s: %s".formatted(notice.client(), Ago.moment(notice.at()), notice.text())));
        }
    }

    private static void warnings(Lines lines, List<String> warnings, Paint paint) {
        if (warnings.isEmpty()) {
            return;
        }
        section(lines, "Warnings", paint);
        warnings.forEach(warning -> lines.field(paint.bad("!"), "!", 4, Escaped.text(warning, LONGEST_WARNING)));
    }

    private static void section(Lines lines, String title, Paint paint) {
        lines.line("").line(paint.heading(title));
    }

    private static String counted(long count, String thing) {
        return String.format(Locale.ROOT, "%,d %s%s", count, thing, count == 1 ? "" : "s");
    }

    /// `2026-11-23T12:00:04.123Z` becomes `2026-11-23 12:00:04 UTC`; anything else stays.
    private static String moment(String rfc3339) {
        boolean usual = rfc3339.length() >= 20 && rfc3339.charAt(10) == 'T' && rfc3339.endsWith("Z");
        return usual ? rfc3339.substring(0, 10) + " " + rfc3339.substring(11, 19) + " UTC" : rfc3339;
    }

    /// The two largest units, which is as much as one wants to know.
    static String span(long seconds) {
        Duration span = Duration.ofSeconds(Math.max(0, seconds));
        if (span.toDays() > 0) {
            return "%d d %d h".formatted(span.toDays(), span.toHoursPart());
        }
        if (span.toHours() > 0) {
            return "%d h %d min".formatted(span.toHours(), span.toMinutesPart());
        }
        return span.toMinutes() > 0
                ? "%d min %d s".formatted(span.toMinutes(), span.toSecondsPart())
                : span.toSeconds() + " s";
    }
}
