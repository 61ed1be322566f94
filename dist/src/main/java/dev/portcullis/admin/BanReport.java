package dev.portcullis.admin;

import dev.portcullis.admin.AdminJson.Fields;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// What `GET /v1/bans/show` answers: the bans of one address or network, newest first.
///
/// @param time of the answer
/// @param network that was asked about
public record BanReport(Instant time, String network, List<Story> bans) {

    public BanReport {
        bans = List.copyOf(bans);
    }

    /// A ban with what led to it.
    ///
    /// @param evidence oldest first, at most the last 20 things
    public record Story(BanEntry ban, List<EvidenceEntry> evidence) {

        public Story {
            evidence = List.copyOf(evidence);
        }

        private void write(JsonGenerator json) {
            ban.write(json);
            JsonMembers.objects(json, "evidence", evidence, EvidenceEntry::write);
        }

        private static Story read(Fields fields) {
            return new Story(
                    BanEntry.read(fields),
                    fields.objects("evidence").stream().map(EvidenceEntry::read).toList());
        }
    }

    public String toJson() {
        return AdminJson.object(json -> {
            JsonMembers.moment(json, "time", time);
            json.writeStringProperty("network", network);
            JsonMembers.objects(json, "bans", bans, Story::write);
        });
    }

    /// Empty if this is no JSON object.
    public static Optional<BanReport> parse(String json) {
        return AdminJson.parse(json)
                .map(fields -> new BanReport(
                        fields.moment("time").orElse(Instant.EPOCH),
                        fields.text("network"),
                        fields.objects("bans").stream().map(Story::read).toList()));
    }
}
