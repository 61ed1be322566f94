package dev.portcullis.admin;

import java.util.List;
import java.util.Optional;

/// What `GET /v1/explain` answers: how one request would be decided; see `docs/admin-api.md`.
///
/// @param site first host name of the site; empty if the name belongs to none
/// @param path as it would be matched and forwarded; empty if it is refused before
/// @param zone of the client
/// @param decision `forward`, `drop`, `404`, `403`, `421`, `400`, or `banned` whatever the rules say
/// @param rule the rule that decided; empty if none did
/// @param reason one sentence for people
/// @param checked the site's rules in order, up to the one that decided
/// @param standing how the client stands; empty where no server runs
public record ExplainReport(
        String site,
        String path,
        String zone,
        String decision,
        String rule,
        String reason,
        List<Check> checked,
        Optional<StandingEntry> standing) {

    /// What [#decision] is for a client that is banned.
    public static final String BANNED = "banned";

    public ExplainReport {
        checked = List.copyOf(checked);
    }

    /// Where nothing is known of the client.
    public ExplainReport(
            String site, String path, String zone, String decision, String rule, String reason, List<Check> checked) {
        this(site, path, zone, decision, rule, reason, checked, Optional.empty());
    }

    /// The same with how the client stands: a ban comes before every rule.
    public ExplainReport with(StandingEntry client) {
        if (client.ban().filter(BanEntry::enforced).isPresent()) {
            String unbanned = "its connections are closed before any rule is asked; without the ban: " + decision;
            return new ExplainReport(site, path, zone, BANNED, rule, unbanned, checked, Optional.of(client));
        }
        return new ExplainReport(site, path, zone, decision, rule, reason, checked, Optional.of(client));
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
            JsonMembers.object(json, "standing", standing, StandingEntry::write);
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
                                .toList(),
                        fields.object("standing").map(StandingEntry::read)));
    }
}
