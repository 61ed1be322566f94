package dev.portcullis.admin;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What `GET /v1/bans` answers; also which bans began or ended, for what changes them.
///
/// @param time of the answer
/// @param total how many there are; more than `bans` where those were too many
public record BansReport(Instant time, long total, List<BanEntry> bans) {

    public BansReport {
        bans = List.copyOf(bans);
    }

    public String toJson() {
        return AdminJson.object(json -> {
            JsonMembers.moment(json, "time", time);
            json.writeNumberProperty("total", total);
            JsonMembers.objects(json, "bans", bans, BanEntry::write);
        });
    }

    /// Empty if this is no JSON object.
    public static Optional<BansReport> parse(String json) {
        return AdminJson.parse(json)
                .map(fields -> new BansReport(
                        fields.moment("time").orElse(Instant.EPOCH),
                        fields.number("total"),
                        fields.objects("bans").stream().map(BanEntry::read).toList()));
    }
}
