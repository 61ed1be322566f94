package dev.portcullis.cli;

import dev.portcullis.admin.LoginEntry;
import dev.portcullis.admin.LoginsReport;
import dev.portcullis.admin.ProbeEntry;
import dev.portcullis.admin.ProbesReport;
import dev.portcullis.admin.TopReport;
import dev.portcullis.cli.Table.Cell;
import dev.portcullis.cli.Table.Column;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/// Logins and probes as a person likes to read them.
final class TrafficText {

    private static final int WIDTH = 100;

    private TrafficText() {}

    static String logins(LoginsReport report, boolean failedOnly, Paint paint) {
        List<LoginEntry> logins = report.logins();
        if (logins.isEmpty()) {
            return failedOnly ? "no failed logins\n" : "no logins\n";
        }
        long failed = logins.stream().filter(login -> !succeeded(login)).count();
        String summary = BanWords.counted(logins.size(), failedOnly ? "failed login" : "login")
                + (failedOnly ? "" : String.format(Locale.ROOT, ", %,d of them failed", failed));
        return logins(logins, report.time(), 0, paint) + "\n" + summary + "\n";
    }

    static String logins(List<LoginEntry> logins, Instant now, int indent, Paint paint) {
        Table table = new Table(
                indent,
                Column.left("WHEN"),
                Column.left("CLIENT"),
                Column.cut("ZONE", 6),
                Column.cut("WHAT", 12),
                Column.cut("WITH", 8),
                Column.right("COUNTS"),
                Column.cut("SITE", 10),
                Column.cut("AGENT", 12));
        for (LoginEntry login : logins) {
            table.row(
                    Ago.past(login.at(), now),
                    login.client(),
                    login.zone(),
                    new Cell(BanWords.words(login.outcome()), succeeded(login) ? paint::good : paint::bad),
                    BanWords.words(login.credential()),
                    BanWords.weight(login.weight()),
                    login.site(),
                    login.agent());
        }
        return table.in(paint);
    }

    private static boolean succeeded(LoginEntry login) {
        return login.outcome().endsWith("_ok");
    }

    static String probes(ProbesReport report, Paint paint) {
        if (report.probes().isEmpty()) {
            return "no probes\n";
        }
        long clients =
                report.probes().stream().map(ProbeEntry::client).distinct().count();
        return probes(report.probes(), report.time(), 0, paint)
                + "\n"
                + BanWords.counted(report.probes().size(), "probe")
                + " from "
                + BanWords.counted(clients, "address").replace("addresss", "addresses")
                + "\n";
    }

    static String probes(List<ProbeEntry> probes, Instant now, int indent, Paint paint) {
        Table table = new Table(
                indent,
                Column.left("WHEN"),
                Column.left("CLIENT"),
                Column.cut("WHAT", 12),
                Column.right("COUNTS"),
                Column.cut("ANSWER", 10),
                Column.cut("REQUEST", 20),
                Column.cut("AGENT", 12));
        for (ProbeEntry probe : probes) {
            table.row(
                    Ago.past(probe.at(), now),
                    probe.client(),
                    BanWords.words(probe.what()),
                    BanWords.weight(probe.weight()),
                    BanWords.answer(probe.status(), probe.refusal()),
                    BanWords.request(probe.method(), probe.path()),
                    probe.agent());
        }
        return table.in(paint);
    }

    /// One probe on a line of its own, for what comes bit by bit.
    static String line(ProbeEntry probe) {
        String line = "%s  %-15s  %-18s  %-12s  %s"
                .formatted(
                        Ago.clock(probe.at()),
                        Escaped.text(probe.client()),
                        Escaped.text(BanWords.words(probe.what())),
                        Escaped.text(BanWords.answer(probe.status(), probe.refusal())),
                        Escaped.text(BanWords.request(probe.method(), probe.path())));
        return Width.cut(line, WIDTH).stripTrailing();
    }

    static String top(TopReport report, Paint paint) {
        if (report.top().isEmpty()) {
            return "no probes since " + Ago.moment(report.since()) + "\n";
        }
        boolean bySource = report.by().equals("source");
        Table table = new Table(
                0,
                Column.right("PROBES"),
                Column.right(bySource ? "PATHS" : "CLIENTS"),
                Column.left("LAST"),
                Column.cut(bySource ? "CLIENT" : "PATH", 20));
        for (TopReport.Line line : report.top()) {
            table.row(
                    String.format(Locale.ROOT, "%,d", line.count()),
                    String.format(Locale.ROOT, "%,d", line.others()),
                    Ago.past(line.last(), report.time()),
                    line.name());
        }
        String span = Ago.span(Duration.between(report.since(), report.time()));
        return table.in(paint) + "\nprobes of the last " + span + "\n";
    }
}
