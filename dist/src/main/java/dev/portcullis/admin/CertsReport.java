package dev.portcullis.admin;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What `GET /v1/certs` answers: how each site's certificate stands.
///
/// @param time of the answer
/// @param certificates one for each site, in order
public record CertsReport(Instant time, List<CertEntry> certificates) {

    public CertsReport {
        certificates = List.copyOf(certificates);
    }

    /// Whether the owner had better look at one of them.
    public boolean needsAttention() {
        return certificates.stream().anyMatch(entry -> entry.needsAttention(time));
    }

    public String toJson() {
        return AdminJson.object(json -> {
            JsonMembers.moment(json, "time", time);
            JsonMembers.objects(json, "certificates", certificates, (entry, out) -> entry.write(out, time));
        });
    }

    /// Empty if this is no JSON object.
    public static Optional<CertsReport> parse(String json) {
        return AdminJson.parse(json)
                .map(fields -> new CertsReport(
                        fields.moment("time").orElse(Instant.EPOCH),
                        fields.objects("certificates").stream()
                                .map(CertEntry::read)
                                .toList()));
    }
}
