package dev.portcullis.doctor;

import dev.portcullis.admin.AdminJson;
import java.util.List;

/// All that was found, in the order of the checks.
public record Diagnosis(List<Finding> findings) {

    public Diagnosis {
        findings = List.copyOf(findings);
    }

    /// Whether anything does not work or stands open.
    public boolean anyProblem() {
        return findings.stream().anyMatch(Finding.Problem.class::isInstance);
    }

    /// How many there are of `ok`, `note`, `warning` or `problem`.
    public long count(String level) {
        return findings.stream()
                .filter(finding -> finding.level().equals(level))
                .count();
    }

    /// One object: the counts, and each finding with `check`, `level`, `what` and `repair`.
    public String toJson() {
        return AdminJson.object(json -> {
            for (String level : List.of("ok", "note", "warning", "problem")) {
                json.writeNumberProperty(level + "s", count(level));
            }
            json.writeArrayPropertyStart("findings");
            for (Finding finding : findings) {
                json.writeStartObject();
                json.writeStringProperty("check", finding.check().id());
                json.writeStringProperty("level", finding.level());
                json.writeStringProperty("what", finding.what());
                json.writeStringProperty("repair", finding.repair());
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }
}
