package dev.portcullis.admin;

import dev.portcullis.admin.AdminJson.Fields;
import dev.portcullis.rules.history.Standing;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// How a client stands right now.
///
/// @param client `203.0.113.9` or `2001:db8:1:2::/64`
/// @param failedLogins weight of failed logins within their window
/// @param probes weight of probes within their window
/// @param limitFactor how many times the usual evidence a ban takes
/// @param neverBanned why it is never banned; empty if it may be
/// @param householdSince when it last logged in, if that is remembered
/// @param ban the active ban that holds it
/// @param recent what counts against it now, oldest first
public record StandingEntry(
        String client,
        double failedLogins,
        double probes,
        long limitFactor,
        String neverBanned,
        Optional<Instant> householdSince,
        Optional<BanEntry> ban,
        List<EvidenceEntry> recent) {

    public StandingEntry {
        recent = List.copyOf(recent);
    }

    /// What an engine says of a client.
    ///
    /// @param zone of its address
    public static StandingEntry of(Standing standing, String zone, Instant now) {
        return new StandingEntry(
                standing.client().toString(),
                standing.failedLogins(),
                standing.probes(),
                standing.limitFactor(),
                standing.neverBanned(),
                standing.ownerSince(),
                standing.ban().map(ban -> BanEntry.of(ban, zone, now)),
                standing.recent().stream().map(EvidenceEntry::of).toList());
    }

    void write(JsonGenerator json) {
        json.writeStringProperty("client", client);
        json.writeNumberProperty("failed_logins", failedLogins);
        json.writeNumberProperty("probes", probes);
        json.writeNumberProperty("limit_factor", limitFactor);
        json.writeStringProperty("never_banned", neverBanned);
        JsonMembers.moment(json, "household_since", householdSince);
        JsonMembers.object(json, "ban", ban, BanEntry::write);
        JsonMembers.objects(json, "recent", recent, EvidenceEntry::write);
    }

    static StandingEntry read(Fields fields) {
        return new StandingEntry(
                fields.text("client"),
                fields.decimal("failed_logins"),
                fields.decimal("probes"),
                fields.number("limit_factor"),
                fields.text("never_banned"),
                fields.moment("household_since"),
                fields.object("ban").map(BanEntry::read),
                fields.objects("recent").stream().map(EvidenceEntry::read).toList());
    }
}
