package dev.portcullis.admin;

import dev.portcullis.admin.AdminJson.Fields;
import dev.portcullis.store.Figures;
import dev.portcullis.store.NoticeRow;
import dev.portcullis.store.StoreHealth;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/// The member `protection` of `GET /v1/status`.
///
/// @param mode `enforce` or `observe`; empty where nothing is protected
/// @param bansActive enforced bans that hold now
/// @param today the counts since midnight, UTC
/// @param lost events that were never written down, because the disk stalled or was full
/// @param pending events that wait for the disk
/// @param trouble the disk's last failure in words; empty while all is well
/// @param notices what the owner should hear, newest first
public record ProtectionReport(
        String mode, long bansActive, Today today, long lost, long pending, String trouble, List<NoticeEntry> notices) {

    /// Where nothing is known.
    public static final ProtectionReport NONE =
            new ProtectionReport("", 0, new Today(0, 0, 0, 0, 0, 0, 0), 0, 0, "", List.of());

    public ProtectionReport {
        notices = List.copyOf(notices);
    }

    /// What happened today.
    ///
    /// @param wouldBan bans that were only written down
    /// @param turnedAway connections and requests of banned clients
    /// @param throttled connections and requests over a rate limit
    public record Today(
            long bans, long wouldBan, long probes, long failedLogins, long logins, long turnedAway, long throttled) {}

    /// Puts together what its parts know.
    ///
    /// @param throttled connections and requests over a rate limit
    public static ProtectionReport of(
            boolean enforce,
            long bansActive,
            Figures today,
            long throttled,
            StoreHealth health,
            List<NoticeRow> notices) {
        return new ProtectionReport(
                enforce ? "enforce" : "observe",
                bansActive,
                new Today(
                        today.bans(),
                        today.wouldBan(),
                        today.probes(),
                        today.failedLogins(),
                        today.logins(),
                        today.turnedAway(),
                        throttled),
                health.lost(),
                health.pending(),
                health.trouble(),
                notices.stream().map(NoticeEntry::of).toList());
    }

    void write(JsonGenerator json) {
        json.writeStringProperty("mode", mode);
        json.writeNumberProperty("bans_active", bansActive);
        json.writeObjectPropertyStart("today");
        json.writeNumberProperty("bans", today.bans);
        json.writeNumberProperty("would_ban", today.wouldBan);
        json.writeNumberProperty("probes", today.probes);
        json.writeNumberProperty("failed_logins", today.failedLogins);
        json.writeNumberProperty("logins", today.logins);
        json.writeNumberProperty("turned_away", today.turnedAway);
        json.writeNumberProperty("throttled", today.throttled);
        json.writeEndObject();
        json.writeNumberProperty("lost", lost);
        json.writeNumberProperty("pending", pending);
        json.writeStringProperty("trouble", trouble);
        JsonMembers.objects(json, "notices", notices, NoticeEntry::write);
    }

    static ProtectionReport read(Fields fields) {
        return new ProtectionReport(
                fields.text("mode"),
                fields.number("bans_active"),
                fields.object("today").map(ProtectionReport::today).orElse(NONE.today),
                fields.number("lost"),
                fields.number("pending"),
                fields.text("trouble"),
                fields.objects("notices").stream().map(NoticeEntry::read).toList());
    }

    private static Today today(Fields fields) {
        return new Today(
                fields.number("bans"),
                fields.number("would_ban"),
                fields.number("probes"),
                fields.number("failed_logins"),
                fields.number("logins"),
                fields.number("turned_away"),
                fields.number("throttled"));
    }
}
