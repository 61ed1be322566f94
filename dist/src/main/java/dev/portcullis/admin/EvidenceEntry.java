package dev.portcullis.admin;

import dev.portcullis.admin.AdminJson.Fields;
import dev.portcullis.rules.ban.Evidence;
import java.time.Instant;
import tools.jackson.core.JsonGenerator;

/// One thing that counted against a client.
///
/// @param what such as `wrong_password`, or a family of probes
/// @param weight how much it counted
/// @param status what the client got; 0 for none
/// @param crossSite whether a page of another site may have made a browser send it
public record EvidenceEntry(
        Instant at,
        String what,
        double weight,
        String method,
        String path,
        long status,
        String agent,
        boolean crossSite) {

    static EvidenceEntry of(Evidence evidence) {
        return new EvidenceEntry(
                evidence.at(),
                evidence.what(),
                evidence.weight(),
                evidence.request().method(),
                evidence.request().path(),
                evidence.status(),
                evidence.request().agent(),
                evidence.request().crossSite());
    }

    void write(JsonGenerator json) {
        JsonMembers.moment(json, "at", at);
        json.writeStringProperty("what", what);
        json.writeNumberProperty("weight", weight);
        json.writeStringProperty("method", method);
        json.writeStringProperty("path", path);
        json.writeNumberProperty("status", status);
        json.writeStringProperty("agent", agent);
        json.writeBooleanProperty("cross_site", crossSite);
    }

    static EvidenceEntry read(Fields fields) {
        return new EvidenceEntry(
                fields.moment("at").orElse(Instant.EPOCH),
                fields.text("what"),
                fields.decimal("weight"),
                fields.text("method"),
                fields.text("path"),
                fields.number("status"),
                fields.text("agent"),
                fields.truth("cross_site").orElse(false));
    }
}
