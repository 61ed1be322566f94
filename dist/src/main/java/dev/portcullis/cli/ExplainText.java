package dev.portcullis.cli;

import dev.portcullis.admin.ExplainReport;
import dev.portcullis.admin.ExplainReport.Check;

/// An [ExplainReport] as a person likes to read it.
final class ExplainText {

    private static final int FIELDS = 12;
    private static final int NUMBERS = 6;

    private ExplainText() {}

    static String of(ExplainQuestion question, ExplainReport report, Paint paint) {
        Lines lines = new Lines();
        lines.field("Request", "Request", FIELDS, Escaped.text(question.method() + " " + question.url()));
        String zone = report.zone().isEmpty() ? "" : ", which is in zone " + report.zone();
        lines.field("From", "From", FIELDS, Escaped.text(question.from() + zone));
        lines.field("Site", "Site", FIELDS, Escaped.text(report.site().isEmpty() ? "none" : report.site()));
        if (!report.path().isEmpty()) {
            lines.field("Path", "Path", FIELDS, Escaped.text(report.path()));
        }
        lines.field(decision(report, paint), words(report), FIELDS, Escaped.text(report.reason()));
        if (report.standing().isPresent()) {
            lines.line("").line(paint.heading("The client now"));
            WhyText.standing(lines, report.standing().get(), paint);
        }
        if (!report.checked().isEmpty()) {
            lines.line("").line(paint.heading("Rules, in order"));
            int number = 1;
            for (Check check : report.checked()) {
                String label = number++ + ".";
                lines.field(label, label, NUMBERS, Escaped.text(check.rule() + ": " + check.result()));
            }
        }
        return lines.toString();
    }

    private static String decision(ExplainReport report, Paint paint) {
        return isForward(report) ? paint.good(words(report)) : paint.bad(words(report));
    }

    private static String words(ExplainReport report) {
        return Escaped.text(
                switch (report.decision()) {
                    case "forward" -> "FORWARDED";
                    case "drop" -> "DROPPED";
                    case ExplainReport.BANNED -> "BANNED";
                    default -> report.decision();
                });
    }

    private static boolean isForward(ExplainReport report) {
        return "forward".equals(report.decision());
    }
}
