package dev.portcullis.admin;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What `GET /v1/probes` answers, newest first.
///
/// @param time of the answer
public record ProbesReport(Instant time, List<ProbeEntry> probes) {

    public ProbesReport {
        probes = List.copyOf(probes);
    }

    public String toJson() {
        return AdminJson.object(json -> {
            JsonMembers.moment(json, "time", time);
            JsonMembers.objects(json, "probes", probes, ProbeEntry::write);
        });
    }

    /// Empty if this is no JSON object.
    public static Optional<ProbesReport> parse(String json) {
        return AdminJson.parse(json)
                .map(fields -> new ProbesReport(
                        fields.moment("time").orElse(Instant.EPOCH),
                        fields.objects("probes").stream().map(ProbeEntry::read).toList()));
    }
}
