package dev.portcullis.cli;

import dev.portcullis.admin.CertTestReport;
import dev.portcullis.admin.CertTestReport.Step;
import dev.portcullis.admin.CertTestReport.Trial;
import java.util.List;

/// A dry run as it comes: each step once, one certificate after the other.
final class CertTestText {

    private static final int WIDTH = 100;
    private static final int MARKS = 10;
    private static final int STEPS = 24;

    private final Paint paint;
    private int trial;
    private int steps;
    private boolean named;

    CertTestText(Paint paint) {
        this.paint = paint;
    }

    /// What was not told yet.
    String news(CertTestReport report) {
        Lines lines = new Lines();
        while (trial < report.tests().size()) {
            Trial current = report.tests().get(trial);
            tell(lines, current);
            if (!current.done()) {
                break;
            }
            trial++;
            steps = 0;
            named = false;
        }
        return lines.toString();
    }

    private void tell(Lines lines, Trial current) {
        if (!named && !(current.steps().isEmpty() && !current.done())) {
            if (trial > 0) {
                lines.line("");
            }
            lines.line(paint.heading(
                    Width.cut(Escaped.text(current.label()) + " at " + Escaped.text(current.on()), WIDTH)));
            named = true;
        }
        List<Step> news = current.steps()
                .subList(
                        Math.min(steps, current.steps().size()), current.steps().size());
        news.forEach(step -> step(lines, step));
        steps = current.steps().size();
        if (current.done()) {
            end(lines, current);
        }
    }

    private void step(Lines lines, Step step) {
        String name = Width.cut(Escaped.text(step.step()), STEPS - MARKS - 2);
        String gap = " ".repeat(MARKS - 4);
        String asWide = "x".repeat(2 + gap.length() + Width.of(name));
        lines.field(paint.good("ok") + gap + name, asWide, STEPS, Escaped.text(step.detail()));
    }

    private void end(Lines lines, Trial current) {
        if (current.ok()) {
            lines.field(paint.good("ok"), "ok", MARKS, "A certificate can be had; this one is thrown away.");
            return;
        }
        lines.field(
                paint.bad("FAILED"),
                "FAILED",
                MARKS,
                current.trouble().map(trouble -> Escaped.text(trouble.where())).orElse("without a reason"));
        current.trouble().ifPresent(trouble -> CertText.diagnosis(lines, trouble));
    }
}
