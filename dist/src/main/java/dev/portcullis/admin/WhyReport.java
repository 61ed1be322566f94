package dev.portcullis.admin;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What `GET /v1/why` answers: what is known of an address. Lists are newest first.
///
/// @param time of the answer
/// @param address that was asked about
/// @param zone of it
/// @param standing how its client stands now
public record WhyReport(
        Instant time,
        String address,
        String zone,
        StandingEntry standing,
        List<BanEntry> bans,
        List<LoginEntry> logins,
        List<ProbeEntry> probes,
        List<NoticeEntry> notices) {

    public WhyReport {
        bans = List.copyOf(bans);
        logins = List.copyOf(logins);
        probes = List.copyOf(probes);
        notices = List.copyOf(notices);
    }

    public String toJson() {
        return AdminJson.object(json -> {
            JsonMembers.moment(json, "time", time);
            json.writeStringProperty("address", address);
            json.writeStringProperty("zone", zone);
            JsonMembers.object(json, "standing", Optional.of(standing), StandingEntry::write);
            JsonMembers.objects(json, "bans", bans, BanEntry::write);
            JsonMembers.objects(json, "logins", logins, LoginEntry::write);
            JsonMembers.objects(json, "probes", probes, ProbeEntry::write);
            JsonMembers.objects(json, "notices", notices, NoticeEntry::write);
        });
    }

    /// Empty if this is no JSON object with a standing.
    public static Optional<WhyReport> parse(String json) {
        return AdminJson.parse(json)
                .flatMap(fields -> fields.object("standing")
                        .map(standing -> new WhyReport(
                                fields.moment("time").orElse(Instant.EPOCH),
                                fields.text("address"),
                                fields.text("zone"),
                                StandingEntry.read(standing),
                                fields.objects("bans").stream()
                                        .map(BanEntry::read)
                                        .toList(),
                                fields.objects("logins").stream()
                                        .map(LoginEntry::read)
                                        .toList(),
                                fields.objects("probes").stream()
                                        .map(ProbeEntry::read)
                                        .toList(),
                                fields.objects("notices").stream()
                                        .map(NoticeEntry::read)
                                        .toList())));
    }
}
