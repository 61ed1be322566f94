package dev.portcullis.admin;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What `GET /v1/logins` answers, newest first.
///
/// @param time of the answer
public record LoginsReport(Instant time, List<LoginEntry> logins) {

    public LoginsReport {
        logins = List.copyOf(logins);
    }

    public String toJson() {
        return AdminJson.object(json -> {
            JsonMembers.moment(json, "time", time);
            JsonMembers.objects(json, "logins", logins, LoginEntry::write);
        });
    }

    /// Empty if this is no JSON object.
    public static Optional<LoginsReport> parse(String json) {
        return AdminJson.parse(json)
                .map(fields -> new LoginsReport(
                        fields.moment("time").orElse(Instant.EPOCH),
                        fields.objects("logins").stream().map(LoginEntry::read).toList()));
    }
}
