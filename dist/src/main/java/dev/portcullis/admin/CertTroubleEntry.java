package dev.portcullis.admin;

import dev.portcullis.admin.AdminJson.Fields;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// Why a certificate could not be had, as the admin socket tells of it; see `docs/admin-api.md`.
///
/// @param cause such as `port_closed`
/// @param where the step and what it was about
/// @param found what was found; it may quote an authority or a DNS provider
/// @param remedy what the owner can do
/// @param needsOwner false for what may pass by itself
/// @param notBefore when it may be tried again, where somebody said so
public record CertTroubleEntry(
        String cause, String where, String found, String remedy, boolean needsOwner, Optional<Instant> notBefore) {

    void write(JsonGenerator json) {
        json.writeStringProperty("cause", cause);
        json.writeStringProperty("where", where);
        json.writeStringProperty("found", found);
        json.writeStringProperty("remedy", remedy);
        json.writeBooleanProperty("needs_owner", needsOwner);
        JsonMembers.moment(json, "not_before", notBefore);
    }

    static CertTroubleEntry read(Fields fields) {
        return new CertTroubleEntry(
                fields.text("cause"),
                fields.text("where"),
                fields.text("found"),
                fields.text("remedy"),
                fields.truth("needs_owner").orElse(false),
                fields.moment("not_before"));
    }
}
