package dev.portcullis.cli;

import dev.portcullis.rules.Effect;
import dev.portcullis.rules.ban.Ban;
import dev.portcullis.rules.ban.Evidence;
import dev.portcullis.rules.net.Cidr;
import dev.portcullis.rules.replay.ReplayDiff;
import dev.portcullis.rules.replay.ReplayReport;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/// A [ReplayAnswer] as a person likes to read it.
final class ReplayText {

    private static final int WIDTH = 100;
    private static final int FEW = 5;
    private static final int LONGEST_NAME = 16;
    private static final DateTimeFormatter MINUTES =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Lines lines = new Lines();
    private final ReplayReport report;
    private final Paint paint;

    private ReplayText(ReplayReport report, Paint paint) {
        this.report = report;
        this.paint = paint;
    }

    static String of(ReplayAnswer answer, Paint paint) {
        ReplayText text = new ReplayText(answer.report(), paint);
        text.read(answer.files());
        if (answer.other().isPresent()) {
            text.compare(ReplayDiff.of(answer.report(), answer.other().get()));
        } else {
            text.judge();
        }
        return text.lines.toString();
    }

    private void read(int files) {
        String span = report.first()
                .map(first -> ", " + MINUTES.format(first) + " to "
                        + MINUTES.format(report.last().orElse(first)) + " UTC")
                .orElse("");
        wrapped("Read %s in %s: %s%s."
                .formatted(
                        counted(report.lines(), "line"),
                        counted(files, "log"),
                        counted(report.clients(), "client"),
                        span));
        if (report.skipped() > 0) {
            lines.line(paint.doubtful("Passed over " + counted(report.skipped(), "line") + ":"));
            report.problems().stream().limit(FEW).forEach(problem -> wrapped("  " + Escaped.text(problem)));
        }
    }

    private void judge() {
        bans("Would have been banned", report.bans());
        if (!report.spared().isEmpty()) {
            title("Would have been banned, but for", report.spared().size());
            List<Effect.Spared> spared = report.spared();
            int who = spared.stream()
                    .mapToInt(it -> it.client().toString().length())
                    .max()
                    .orElse(0);
            for (Effect.Spared it : spared) {
                String why = it.why().equals("owner") ? "it logged in before" : "never_ban: " + it.why();
                row(SECONDS.format(it.at()), padded(it.client().toString(), who), name(it.rule()), Escaped.text(why));
            }
        }
    }

    private void compare(ReplayDiff diff) {
        bans("Banned by the current policy only", diff.onlyFirst());
        bans("Banned by the other policy only", diff.onlySecond());
        if (!diff.changed().isEmpty()) {
            title("Banned by both, not alike", diff.changed().size());
            int who = diff.changed().stream()
                    .mapToInt(it -> who(it.first().ban().network()).length())
                    .max()
                    .orElse(0);
            for (ReplayDiff.Changed it : diff.changed()) {
                row(
                        SECONDS.format(it.first().ban().from()),
                        padded(who(it.first().ban().network()), who),
                        name(it.first().ban().rule()),
                        change(it.first().ban(), it.second().ban()));
            }
        }
        lines.line("").line("Banned alike by both: " + diff.same() + ".");
    }

    private static String change(Ban first, Ban second) {
        List<String> changes = new ArrayList<>();
        Duration later = Duration.between(first.from(), second.from());
        if (!later.isZero()) {
            changes.add(span(later.abs()) + (later.isNegative() ? " earlier" : " later"));
        }
        if (!length(first).equals(length(second))) {
            changes.add("for " + length(second) + " in place of " + length(first));
        }
        if (!first.rule().equals(second.rule())) {
            changes.add("by " + Escaped.text(second.rule()));
        }
        if (first.enforced() != second.enforced()) {
            changes.add(second.enforced() ? "enforced" : "only written down");
        }
        return changes.isEmpty() ? "until another second" : String.join(", ", changes);
    }

    private void bans(String title, List<Effect.Banned> bans) {
        title(title, bans.size());
        int who = bans.stream()
                .mapToInt(it -> who(it.ban().network()).length())
                .max()
                .orElse(0);
        for (Effect.Banned it : bans) {
            Ban ban = it.ban();
            row(
                    SECONDS.format(ban.from()),
                    padded(who(ban.network()), who),
                    name(ban.rule()),
                    padded(length(ban), 8) + marks(ban));
            if (!it.evidence().isEmpty()) {
                lines.line(cut("    " + evidence(it.evidence()), WIDTH));
            }
        }
    }

    /// What makes a ban worth a second look.
    private String marks(Ban ban) {
        boolean household = report.household().keySet().stream()
                .anyMatch(client -> ban.network().contains(client.prefix()));
        return (household ? "LOGGED IN  " : "") + (ban.enforced() ? "" : "observed  ");
    }

    private static String evidence(List<Evidence> evidence) {
        Map<String, Integer> counts = new LinkedHashMap<>();
        evidence.forEach(it -> counts.merge(it.what(), 1, Integer::sum));
        String whats = counts.entrySet().stream()
                .map(it -> it.getValue() == 1 ? it.getKey() : it.getValue() + " × " + it.getKey())
                .collect(Collectors.joining(", "));
        Evidence last = evidence.getLast();
        return Escaped.text(whats + "; last: " + last.request().method() + " "
                + last.request().path());
    }

    private void title(String text, int count) {
        lines.line("").line(paint.heading(text + " (" + count + ")"));
    }

    private void row(String when, String who, String rule, String rest) {
        String row = "  " + when + "  " + who + "  " + rule + "  " + rest;
        lines.line(cut(row.stripTrailing(), WIDTH));
    }

    private void wrapped(String text) {
        String indent = text.startsWith("  ") ? "  " : "";
        Lines.wrap(text, WIDTH - indent.length()).forEach(line -> lines.line(indent + line));
    }

    private static String who(Cidr network) {
        String text = network.toString();
        return text.endsWith("/32") && network.network().isIpv4() ? text.substring(0, text.length() - 3) : text;
    }

    private static String name(String rule) {
        return padded(cut(Escaped.text(rule), LONGEST_NAME), LONGEST_NAME);
    }

    private static String length(Ban ban) {
        return ban.until().equals(Instant.MAX) ? "for ever" : span(Duration.between(ban.from(), ban.until()));
    }

    /// In its largest unit that keeps two digits.
    private static String span(Duration span) {
        if (span.toMinutes() < 2) {
            return span.toSeconds() + " s";
        }
        if (span.toHours() < 2) {
            return span.toMinutes() + " min";
        }
        return span.toDays() < 2 ? span.toHours() + " h" : span.toDays() + " d";
    }

    private static String counted(long count, String thing) {
        return "%,d %s%s".formatted(count, thing, count == 1 ? "" : "s");
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    private static String cut(String text, int width) {
        return text.length() <= width ? text : text.substring(0, width - 1) + "…";
    }
}
