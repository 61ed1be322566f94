package dev.portcullis.admin;

import dev.portcullis.admin.AdminJson.Fields;
import dev.portcullis.store.LoginRow;
import java.time.Instant;
import tools.jackson.core.JsonGenerator;

/// A login that failed or succeeded.
///
/// @param outcome such as `login_ok` or `wrong_password`
/// @param credential such as `password` or `bearer`
/// @param weight what it counted; 0 for success
public record LoginEntry(
        long id,
        Instant at,
        String client,
        String zone,
        String site,
        String outcome,
        String credential,
        double weight,
        String path,
        long status,
        String agent) {

    static LoginEntry of(LoginRow row) {
        return new LoginEntry(
                row.id(),
                row.at(),
                row.client().toString(),
                row.zone(),
                row.site(),
                row.outcome(),
                row.credential(),
                row.weight(),
                row.path(),
                row.status(),
                row.agent());
    }

    void write(JsonGenerator json) {
        json.writeNumberProperty("id", id);
        JsonMembers.moment(json, "at", at);
        json.writeStringProperty("client", client);
        json.writeStringProperty("zone", zone);
        json.writeStringProperty("site", site);
        json.writeStringProperty("outcome", outcome);
        json.writeStringProperty("credential", credential);
        json.writeNumberProperty("weight", weight);
        json.writeStringProperty("path", path);
        json.writeNumberProperty("status", status);
        json.writeStringProperty("agent", agent);
    }

    static LoginEntry read(Fields fields) {
        return new LoginEntry(
                fields.number("id"),
                fields.moment("at").orElse(Instant.EPOCH),
                fields.text("client"),
                fields.text("zone"),
                fields.text("site"),
                fields.text("outcome"),
                fields.text("credential"),
                fields.decimal("weight"),
                fields.text("path"),
                fields.number("status"),
                fields.text("agent"));
    }
}
