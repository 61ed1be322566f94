package dev.portcullis.admin;

import java.util.List;
import java.util.Optional;

/// What `GET /v1/explain` answers: how one request would be decided; see `docs/admin-api.md`.
///
/// @param site first host name of the site; empty if the name belongs to none
/// @param path as it would be matched and forwarded; empty if it is refused before
/// @param zone of the client
/// @param decision `forward`, `drop`, `404`, `403`, `421` or `400`
/// @param rule the rule that decided; empty if none did
/// @param reason one sentence for people
/// @param checked the site's rules in order, up to the one that decided
public record ExplainReport(
        String site, String path, String zone, String decision, String rule, String reason, List<Check> checked) {

    public ExplainReport {
        checked = List.copyOf(checked);
    }

    /// One rule that was looked at.
    ///
    /// @param rule its name
    /// @param result `matched` or what kept it from matching, such as `another path`
    public record Check(String rule, String result) {}

    public String toJson() {
        return AdminJson.object(json -> {
            json.writeStringProperty("site", site);
            json.writeStringProperty("path", path);
            json.writeStringProperty("zone", zone);
            json.writeStringProperty("decision", decision);
            json.writeStringProperty("rule", rule);
            json.writeStringProperty("reason", reason);
            json.writeArrayPropertyStart("checked");
            for (Check check : checked) {
                json.writeStartObject();
                json.writeStringProperty("rule", check.rule);
                json.writeStringProperty("result", check.result);
                json.writeEndObject();
            }
            json.writeEndArray();
        });
    }

    /// Empty if this is no JSON object.
    public static Optional<ExplainReport> parse(String json) {
        return AdminJson.parse(json)
                .map(fields -> new ExplainReport(
                        fields.text("site"),
                        fields.text("path"),
                        fields.text("zone"),
                        fields.text("decision"),
                        fields.text("rule"),
                        fields.text("reason"),
                        fields.objects("checked").stream()
                                .map(check -> new Check(check.text("rule"), check.text("result")))
                                .toList()));
    }
}
