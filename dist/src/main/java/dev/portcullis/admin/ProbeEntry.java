package dev.portcullis.admin;

import dev.portcullis.admin.AdminJson.Fields;
import dev.portcullis.store.ProbeRow;
import java.time.Instant;
import tools.jackson.core.JsonGenerator;

/// A probe.
///
/// @param what a family of the catalogue, a refusal's name or an own rule
/// @param refusal the name of Portcullis' own refusal; empty where the upstream answered
public record ProbeEntry(
        long id,
        Instant at,
        String client,
        String zone,
        String site,
        String what,
        double weight,
        String method,
        String path,
        long status,
        String refusal,
        String agent) {

    static ProbeEntry of(ProbeRow row) {
        return new ProbeEntry(
                row.id(),
                row.at(),
                row.client().toString(),
                row.zone(),
                row.site(),
                row.what(),
                row.weight(),
                row.method(),
                row.path(),
                row.status(),
                row.refusal(),
                row.agent());
    }

    /// This entry alone, for what comes bit by bit.
    public String toJson() {
        return AdminJson.object(this::write);
    }

    void write(JsonGenerator json) {
        json.writeNumberProperty("id", id);
        JsonMembers.moment(json, "at", at);
        json.writeStringProperty("client", client);
        json.writeStringProperty("zone", zone);
        json.writeStringProperty("site", site);
        json.writeStringProperty("what", what);
        json.writeNumberProperty("weight", weight);
        json.writeStringProperty("method", method);
        json.writeStringProperty("path", path);
        json.writeNumberProperty("status", status);
        json.writeStringProperty("refusal", refusal);
        json.writeStringProperty("agent", agent);
    }

    static ProbeEntry read(Fields fields) {
        return new ProbeEntry(
                fields.number("id"),
                fields.moment("at").orElse(Instant.EPOCH),
                fields.text("client"),
                fields.text("zone"),
                fields.text("site"),
                fields.text("what"),
                fields.decimal("weight"),
                fields.text("method"),
                fields.text("path"),
                fields.number("status"),
                fields.text("refusal"),
                fields.text("agent"));
    }
}
