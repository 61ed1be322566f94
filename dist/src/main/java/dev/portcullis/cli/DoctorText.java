package dev.portcullis.cli;

import dev.portcullis.doctor.Area;
import dev.portcullis.doctor.Diagnosis;
import dev.portcullis.doctor.Finding;
import java.util.EnumSet;
import java.util.Set;

/// What `doctor` prints.
final class DoctorText {

    private static final int COLUMN = 12;

    private DoctorText() {}

    static String of(Diagnosis diagnosis, Paint paint) {
        Lines lines = new Lines();
        Set<Area> headed = EnumSet.noneOf(Area.class);
        for (Finding finding : diagnosis.findings()) {
            if (headed.add(finding.check().area())) {
                lines.line(paint.heading(finding.check().area().title()));
            }
            String level = finding.level();
            lines.field(painted(finding, paint), level, COLUMN, Escaped.sentence(finding.what()));
            if (!finding.repair().isEmpty()) {
                lines.field("", "", COLUMN, "-> " + Escaped.sentence(finding.repair()));
            }
        }
        return lines.line("")
                .line("%s, %s, %s, %d ok"
                        .formatted(
                                counted(diagnosis, "problem"),
                                counted(diagnosis, "warning"),
                                counted(diagnosis, "note"),
                                diagnosis.count("ok")))
                .toString();
    }

    private static String counted(Diagnosis diagnosis, String level) {
        long count = diagnosis.count(level);
        return count + " " + level + (count == 1 ? "" : "s");
    }

    private static String painted(Finding finding, Paint paint) {
        return switch (finding) {
            case Finding.Ok _ -> paint.good("ok");
            case Finding.Note _ -> "note";
            case Finding.Warning _ -> paint.doubtful("warning");
            case Finding.Problem _ -> paint.bad("problem");
        };
    }
}
