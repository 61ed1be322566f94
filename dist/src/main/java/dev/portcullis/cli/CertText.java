package dev.portcullis.cli;

import dev.portcullis.admin.CertEntry;
import dev.portcullis.admin.CertTroubleEntry;
import dev.portcullis.admin.CertsReport;
import dev.portcullis.cli.Table.Cell;
import dev.portcullis.cli.Table.Column;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/// Certificates as a person likes to read them.
final class CertText {

    private static final int WIDTH = 100;
    private static final int FIELDS = 15;
    private static final long SOON = 14;

    private CertText() {}

    static String list(CertsReport report, Paint paint) {
        if (report.certificates().isEmpty()) {
            return "no certificates\n";
        }
        Instant now = report.time();
        Table table = new Table(
                0,
                Column.cut("NAME", 20),
                Column.cut("SOURCE", 11),
                Column.left("VALID UNTIL"),
                Column.left("NEXT"),
                Column.cut("STATE", 12));
        for (CertEntry entry : report.certificates()) {
            table.row(
                    name(entry),
                    source(entry),
                    until(entry, now),
                    next(entry, now),
                    new Cell(state(entry, now), text -> paint(entry, now, paint, text)));
        }
        Lines lines = new Lines().text(table.in(paint));
        for (CertEntry entry : report.certificates()) {
            entry.trouble().ifPresent(trouble -> {
                lines.line("").line(paint.heading(Width.cut(Escaped.text(entry.label()), WIDTH)));
                trouble(lines, trouble, entry.next(), now);
            });
        }
        return lines.toString();
    }

    /// What became of attempts that were asked for.
    static String renewed(CertsReport report, Paint paint) {
        Lines lines = new Lines();
        Instant now = report.time();
        for (CertEntry entry : report.certificates()) {
            String label = Escaped.text(entry.label());
            if (entry.trouble().isEmpty()) {
                lines.line(paint.good("ok") + "  " + Width.cut(label + ": ends " + until(entry, now), WIDTH - 4));
            } else {
                lines.line(paint.bad("FAILED") + "  " + Width.cut(label, WIDTH - 8));
                trouble(lines, entry.trouble().get(), entry.next(), now);
            }
        }
        return lines.toString();
    }

    /// What kind of trouble it is, what was found, and the remedy.
    static void diagnosis(Lines lines, CertTroubleEntry trouble) {
        field(lines, "Trouble", trouble.cause());
        field(lines, "Found", trouble.found());
        field(lines, "What to do", trouble.remedy());
    }

    private static void trouble(Lines lines, CertTroubleEntry trouble, Optional<Instant> next, Instant now) {
        field(lines, "Where", trouble.where());
        diagnosis(lines, trouble);
        next.ifPresent(then -> field(lines, "Tried again", Ago.moment(then) + " (" + soon(then, now) + ")"));
    }

    private static void field(Lines lines, String label, String value) {
        lines.field(label, label, FIELDS, Escaped.text(value, 1000));
    }

    private static String name(CertEntry entry) {
        int others = entry.names().size() - 1;
        return Escaped.text(entry.label()) + (others > 0 ? " +" + others : "");
    }

    private static String source(CertEntry entry) {
        return switch (entry.source()) {
            case "acme" -> Escaped.text(entry.authority().isEmpty() ? "acme" : authority(entry.authority()));
            case "self_signed" -> "self-signed";
            default -> Escaped.text(entry.source());
        };
    }

    /// The host of a directory without a short name is enough to know it by.
    private static String authority(String name) {
        String host = name.startsWith("https://") ? name.substring("https://".length()) : name;
        int slash = host.indexOf('/');
        return slash < 0 ? host : host.substring(0, slash);
    }

    private static String until(CertEntry entry, Instant now) {
        return entry.notAfter()
                .map(end -> (entry.hasEnded(now) ? Ago.past(end, now) : Ago.future(entry.notAfter(), now))
                        + ", "
                        + Ago.day(end))
                .orElse("none yet");
    }

    private static String next(CertEntry entry, Instant now) {
        return entry.working()
                ? "now"
                : entry.next().map(then -> soon(then, now)).orElse("");
    }

    private static String soon(Instant then, Instant now) {
        return now.isBefore(then) ? Ago.future(Optional.of(then), now) : "at once";
    }

    /// `valid`, `failed 3 times`, `ENDED, self-signed is served`.
    private static String state(CertEntry entry, Instant now) {
        String stopgap =
                entry.source().equals(entry.serving()) || entry.serving().isEmpty()
                        ? ""
                        : ", " + BanWords.words(entry.serving()).replace(' ', '-') + " is served";
        if (entry.hasEnded(now)) {
            return "ENDED" + Escaped.text(stopgap);
        }
        String failing = entry.trouble().isEmpty()
                ? ""
                : entry.failures() > 1 ? String.format(Locale.ROOT, "failed %,d times", entry.failures()) : "failed";
        String well = entry.notAfter().isEmpty() ? "waiting" : "valid";
        return (failing.isEmpty() ? well : failing) + Escaped.text(stopgap);
    }

    private static String paint(CertEntry entry, Instant now, Paint paint, String text) {
        if (entry.needsAttention(now)) {
            return paint.bad(text);
        }
        boolean doubtful = entry.trouble().isPresent()
                || entry.notAfter().isEmpty()
                || (!entry.source().equals("acme")
                        && entry.daysLeft(now).filter(days -> days < SOON).isPresent());
        return doubtful ? paint.doubtful(text) : paint.good(text);
    }
}
