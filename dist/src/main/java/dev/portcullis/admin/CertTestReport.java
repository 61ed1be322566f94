package dev.portcullis.admin;

import dev.portcullis.admin.AdminJson.Fields;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// What `GET /v1/certs/test` answers: how far the last dry run has come.
///
/// @param running whether it goes on
/// @param tests one for each certificate that is tried, in order; empty where none was ever made
public record CertTestReport(boolean running, List<Trial> tests) {

    /// Nothing was tried yet.
    public static final CertTestReport NONE = new CertTestReport(false, List.of());

    public CertTestReport {
        tests = List.copyOf(tests);
    }

    /// The dry run of one certificate.
    ///
    /// @param label its first name
    /// @param on the authority that was tried, by short name or directory
    /// @param steps that were done, in order
    /// @param done whether it has ended
    /// @param ok whether it ended with a certificate
    /// @param trouble what it failed with
    public record Trial(
            String label, String on, List<Step> steps, boolean done, boolean ok, Optional<CertTroubleEntry> trouble) {

        public Trial {
            steps = List.copyOf(steps);
        }

        private void write(JsonGenerator json) {
            json.writeStringProperty("label", label);
            json.writeStringProperty("on", on);
            JsonMembers.objects(json, "steps", steps, Step::write);
            json.writeBooleanProperty("done", done);
            json.writeBooleanProperty("ok", ok);
            JsonMembers.object(json, "trouble", trouble, CertTroubleEntry::write);
        }

        private static Trial read(Fields fields) {
            return new Trial(
                    fields.text("label"),
                    fields.text("on"),
                    fields.objects("steps").stream().map(Step::read).toList(),
                    fields.truth("done").orElse(false),
                    fields.truth("ok").orElse(false),
                    fields.object("trouble").map(CertTroubleEntry::read));
        }
    }

    /// One step that was done.
    ///
    /// @param step such as `directory` or `validation`
    /// @param detail one line
    public record Step(String step, String detail, Instant at) {

        private void write(JsonGenerator json) {
            json.writeStringProperty("step", step);
            json.writeStringProperty("detail", detail);
            JsonMembers.moment(json, "at", at);
        }

        private static Step read(Fields fields) {
            return new Step(
                    fields.text("step"),
                    fields.text("detail"),
                    fields.moment("at").orElse(Instant.EPOCH));
        }
    }

    public String toJson() {
        return AdminJson.object(json -> {
            json.writeBooleanProperty("running", running);
            JsonMembers.objects(json, "tests", tests, Trial::write);
        });
    }

    /// Empty if this is no JSON object.
    public static Optional<CertTestReport> parse(String json) {
        return AdminJson.parse(json)
                .map(fields -> new CertTestReport(
                        fields.truth("running").orElse(false),
                        fields.objects("tests").stream().map(Trial::read).toList()));
    }
}
