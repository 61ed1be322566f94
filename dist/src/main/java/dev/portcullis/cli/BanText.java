package dev.portcullis.cli;

import dev.portcullis.admin.BanEntry;
import dev.portcullis.admin.BanReport;
import dev.portcullis.admin.BanReport.Story;
import dev.portcullis.admin.BansReport;
import dev.portcullis.cli.Table.Cell;
import dev.portcullis.cli.Table.Column;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

/// Bans as a person likes to read them.
final class BanText {

    private static final int FIELDS = 15;

    private BanText() {}

    /// @param narrowed whether only some bans were asked for
    static String list(BansReport report, boolean narrowed, Paint paint) {
        if (report.bans().isEmpty()) {
            return narrowed ? "no such ban\n" : "nobody is banned\n";
        }
        return table(report.bans(), report.time(), 0, paint) + "\n" + summary(report) + "\n";
    }

    static String table(List<BanEntry> bans, Instant now, int indent, Paint paint) {
        Table table = new Table(
                indent,
                Column.left("NETWORK"),
                Column.left("BEGAN"),
                Column.left("ENDS"),
                Column.cut("WHY", 12),
                Column.cut("ZONE", 5),
                Column.right("STOPPED"),
                Column.cut("NOTE", 6));
        for (BanEntry ban : bans) {
            table.row(
                    BanWords.network(ban.network()),
                    Ago.past(ban.from(), now),
                    new Cell(BanWords.end(ban, now), paint(ban, paint)),
                    BanWords.cause(ban),
                    ban.zone(),
                    ban.turnedAway() == 0 ? "" : String.format(Locale.ROOT, "%,d", ban.turnedAway()),
                    ban.note());
        }
        return table.in(paint);
    }

    private static UnaryOperator<String> paint(BanEntry ban, Paint paint) {
        if (!ban.active()) {
            return UnaryOperator.identity();
        }
        return ban.enforced() ? paint::bad : paint::doubtful;
    }

    /// `12 bans active, 3 of them networks`.
    static String summary(BansReport report) {
        List<BanEntry> bans = report.bans();
        if (report.total() > bans.size()) {
            return String.format(
                    Locale.ROOT, "the newest %,d of %,d bans; more with --limit", bans.size(), report.total());
        }
        long active = bans.stream().filter(BanEntry::active).count();
        long observed =
                bans.stream().filter(ban -> ban.active() && !ban.enforced()).count();
        long wide = bans.stream().filter(ban -> BanWords.isWide(ban.network())).count();
        return BanWords.counted(bans.size(), "ban")
                + (active == bans.size()
                        ? " active"
                        : String.format(Locale.ROOT, " remembered, %,d of them active", active))
                + (wide == 0 ? "" : ", " + (wide == 1 ? "1 of them a network" : wide + " of them networks"))
                + (observed == 0 ? "" : ", " + observed + " of them only observed");
    }

    /// Timeline, rule and evidence.
    static String show(BanReport report, Paint paint) {
        Lines lines = new Lines();
        Story last = report.bans().stream()
                .filter(story -> story.ban().active())
                .findFirst()
                .orElse(report.bans().getFirst());
        about(lines, last.ban(), report.time(), paint);
        if (!last.evidence().isEmpty()) {
            lines.line("").line(paint.heading("Evidence"));
            lines.text(BanWords.evidence(last.evidence()).in(paint));
        }
        lines.line("").line(paint.heading("Timeline"));
        report.bans().forEach(story -> timeline(lines, story.ban()));
        return lines.toString();
    }

    private static void about(Lines lines, BanEntry ban, Instant now, Paint paint) {
        String state = !ban.active() ? "not banned now" : ban.enforced() ? "BANNED" : "observed only";
        String name = Escaped.text(BanWords.network(ban.network())) + " in zone " + Escaped.text(ban.zone());
        lines.line(paint.heading(name) + ": " + paint(ban, paint).apply(state)).line("");
        field(lines, "Why", BanWords.cause(ban) + (ban.note().isEmpty() ? "" : ": " + ban.note()));
        if (!ban.rule().isEmpty()) {
            field(lines, "Rule", ban.rule());
        }
        field(lines, "Began", Ago.moment(ban.from()) + " (" + Ago.past(ban.from(), now) + ")");
        field(lines, ban.active() ? "Ends" : "Ended", ends(ban, now));
        if (ban.turnedAway() > 0) {
            field(
                    lines,
                    "Turned away",
                    BanWords.counted(ban.turnedAway(), "connection or request")
                                    .replace("connection or requests", "connections or requests")
                            + ban.lastSeen()
                                    .map(seen -> ", last " + Ago.past(seen, now))
                                    .orElse(""));
        }
    }

    private static String ends(BanEntry ban, Instant now) {
        if (ban.lifted().isPresent()) {
            return Ago.moment(ban.lifted().get()) + " (" + Ago.past(ban.lifted().get(), now) + "), lifted" + why(ban);
        }
        return ban.until()
                .map(end -> Ago.moment(end) + " ("
                        + (now.isBefore(end) ? Ago.future(ban.until(), now) : Ago.past(end, now)) + ")")
                .orElse("never");
    }

    private static void timeline(Lines lines, BanEntry ban) {
        if (ban.lifted().isPresent()) {
            event(lines, ban.lifted().get(), "lifted" + why(ban));
        } else if (!ban.active() && ban.until().isPresent()) {
            event(lines, ban.until().get(), "ended");
        }
        String length = ban.until()
                .map(end -> " for " + Ago.span(Duration.between(ban.from(), end)))
                .orElse(" for ever");
        String verb = ban.enforced() ? "banned" : "would have been banned";
        event(lines, ban.from(), verb + length + ", " + BanWords.cause(ban) + ": " + BanWords.network(ban.network()));
    }

    private static String why(BanEntry ban) {
        return ban.liftedWhy().isEmpty() ? "" : ": " + ban.liftedWhy();
    }

    private static void event(Lines lines, Instant at, String what) {
        String moment = Ago.moment(at);
        lines.field(moment, moment, moment.length() + 4, Escaped.text(what));
    }

    private static void field(Lines lines, String label, String value) {
        lines.field(label, label, FIELDS, Escaped.text(value));
    }
}
