package dev.portcullis.admin;

import dev.portcullis.admin.AdminJson.Fields;
import dev.portcullis.rules.ban.Ban;
import dev.portcullis.store.BanRow;
import java.time.Instant;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// A ban as the admin socket tells of it; see `docs/admin-api.md`.
///
/// @param network `203.0.113.9/32`, `2001:db8:1:2::/64`
/// @param zone of its first address
/// @param until empty for ever
/// @param active whether it holds now
/// @param cause as [dev.portcullis.rules.ban.Cause#key] spells it
/// @param offence 1 for a first ban, and so on; 0 for what the owner added
/// @param enforced false where it was only written down what would have happened
/// @param lifted when it was ended before its time
/// @param turnedAway connections and requests that were closed because of it
/// @param lastSeen when the last of them came
public record BanEntry(
        long id,
        String network,
        String zone,
        Instant from,
        Optional<Instant> until,
        boolean active,
        String cause,
        String rule,
        long offence,
        boolean enforced,
        String note,
        Optional<Instant> lifted,
        String liftedWhy,
        long turnedAway,
        Optional<Instant> lastSeen) {

    static BanEntry of(BanRow row, String zone, Instant now) {
        Ban ban = row.ban();
        return new BanEntry(
                ban.id(),
                ban.network().toString(),
                zone,
                ban.from(),
                ban.until().equals(Instant.MAX) ? Optional.empty() : Optional.of(ban.until()),
                row.activeAt(now),
                ban.cause().key(),
                ban.rule(),
                ban.offence(),
                ban.enforced(),
                ban.note(),
                row.lifted(),
                row.liftedWhy(),
                row.turnedAway(),
                row.lastSeen());
    }

    /// One of which nothing but the ban itself is known.
    static BanEntry of(Ban ban, String zone, Instant now) {
        return of(new BanRow(ban, Optional.empty(), "", 0, Optional.empty()), zone, now);
    }

    void write(JsonGenerator json) {
        json.writeNumberProperty("id", id);
        json.writeStringProperty("network", network);
        json.writeStringProperty("zone", zone);
        JsonMembers.moment(json, "from", from);
        JsonMembers.moment(json, "until", until);
        json.writeBooleanProperty("active", active);
        json.writeStringProperty("cause", cause);
        json.writeStringProperty("rule", rule);
        json.writeNumberProperty("offence", offence);
        json.writeBooleanProperty("enforced", enforced);
        json.writeStringProperty("note", note);
        JsonMembers.moment(json, "lifted", lifted);
        json.writeStringProperty("lifted_why", liftedWhy);
        json.writeNumberProperty("turned_away", turnedAway);
        JsonMembers.moment(json, "last_seen", lastSeen);
    }

    static BanEntry read(Fields fields) {
        return new BanEntry(
                fields.number("id"),
                fields.text("network"),
                fields.text("zone"),
                fields.moment("from").orElse(Instant.EPOCH),
                fields.moment("until"),
                fields.truth("active").orElse(false),
                fields.text("cause"),
                fields.text("rule"),
                fields.number("offence"),
                fields.truth("enforced").orElse(true),
                fields.text("note"),
                fields.moment("lifted"),
                fields.text("lifted_why"),
                fields.number("turned_away"),
                fields.moment("last_seen"));
    }
}
