package dev.portcullis.cli;

import dev.portcullis.admin.BanEntry;
import dev.portcullis.admin.NoticeEntry;
import dev.portcullis.admin.StandingEntry;
import dev.portcullis.admin.WhyReport;
import java.time.Instant;

/// What is known of a client, as a person likes to read it.
final class WhyText {

    private static final int FIELDS = 15;
    private static final int TIMES = 16;

    private WhyText() {}

    static String of(WhyReport report, Paint paint) {
        Lines lines = new Lines();
        StandingEntry standing = report.standing();
        String counted = standing.client().equals(report.address()) ? "" : ", counted as " + standing.client();
        lines.line(paint.heading(Escaped.text(report.address())) + Escaped.text(" in zone " + report.zone() + counted));
        lines.line("");
        standing(lines, standing, paint);
        Instant now = report.time();
        if (!standing.recent().isEmpty()) {
            section(lines, "Counts against it now", paint);
            lines.text(BanWords.evidence(standing.recent()).in(paint));
        }
        if (!report.bans().isEmpty()) {
            section(lines, "Bans", paint);
            lines.text(BanText.table(report.bans(), now, 2, paint));
        }
        if (!report.logins().isEmpty()) {
            section(lines, "Logins", paint);
            lines.text(TrafficText.logins(report.logins(), now, 2, paint));
        }
        if (!report.probes().isEmpty()) {
            section(lines, "Probes", paint);
            lines.text(TrafficText.probes(report.probes(), now, 2, paint));
        }
        if (!report.notices().isEmpty()) {
            section(lines, "Notices", paint);
            report.notices().forEach(notice -> notice(lines, notice, now));
        }
        if (report.bans().isEmpty()
                && report.logins().isEmpty()
                && report.probes().isEmpty()) {
            lines.line("").line("no bans, logins or probes of it are remembered");
        }
        return lines.toString();
    }

    /// The state of a client, in a few fields.
    static void standing(Lines lines, StandingEntry standing, Paint paint) {
        if (standing.ban().isPresent()) {
            BanEntry ban = standing.ban().get();
            String word = ban.enforced() ? "BANNED" : "OBSERVED";
            String until = ban.until().map(end -> "until " + Ago.moment(end)).orElse("for ever");
            String network = ban.network().isEmpty() ? "" : " (" + BanWords.network(ban.network()) + ")";
            String note = ban.note().isEmpty() ? "" : ": " + ban.note();
            field(
                    lines,
                    ban.enforced() ? paint.bad(word) : paint.doubtful(word),
                    word,
                    until + ", " + BanWords.cause(ban) + note + network);
        } else {
            field(lines, "Now", "Now", "not banned");
        }
        if (!standing.neverBanned().isEmpty()) {
            field(lines, paint.good("Never banned"), "Never banned", "because of " + standing.neverBanned());
        }
        standing.householdSince()
                .ifPresent(since -> field(
                        lines,
                        paint.good("Household"),
                        "Household",
                        "last logged in " + Ago.moment(since)
                                + (standing.limitFactor() > 1
                                        ? "; a ban takes " + standing.limitFactor() + " times the usual evidence"
                                        : "")));
        field(
                lines,
                "Counts now",
                "Counts now",
                "failed logins " + BanWords.weight(standing.failedLogins()) + ", probes "
                        + BanWords.weight(standing.probes()));
    }

    private static void notice(Lines lines, NoticeEntry notice, Instant now) {
        String when = Ago.past(notice.at(), now);
        lines.field(when, when, TIMES, Escaped.text(BanWords.words(notice.code()) + ": " + notice.text()));
    }

    private static void field(Lines lines, String painted, String label, String value) {
        lines.field(painted, label, FIELDS, Escaped.text(value));
    }

    private static void section(Lines lines, String title, Paint paint) {
        lines.line("").line(paint.heading(title));
    }
}
