package dev.portcullis.admin;

import dev.portcullis.admin.AdminJson.Fields;
import dev.portcullis.store.NoticeRow;
import java.time.Instant;
import tools.jackson.core.JsonGenerator;

/// Something that the owner should hear.
///
/// @param code one word for it, such as `stale-credential`
public record NoticeEntry(Instant at, String client, String code, String text) {

    static NoticeEntry of(NoticeRow row) {
        return new NoticeEntry(row.at(), row.client().toString(), row.code(), row.text());
    }

    void write(JsonGenerator json) {
        JsonMembers.moment(json, "at", at);
        json.writeStringProperty("client", client);
        json.writeStringProperty("code", code);
        json.writeStringProperty("text", text);
    }

    static NoticeEntry read(Fields fields) {
        return new NoticeEntry(
                fields.moment("at").orElse(Instant.EPOCH),
                fields.text("client"),
                fields.text("code"),
                fields.text("text"));
    }
}
