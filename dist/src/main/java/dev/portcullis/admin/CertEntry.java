package dev.portcullis.admin;

import dev.portcullis.admin.AdminJson.Fields;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JsonGenerator;

/// A site's certificate as the admin socket tells of it; see `docs/admin-api.md`.
///
/// Texts are empty where there is nothing to say.
///
/// @param label what it is called: its first name
/// @param source where it is to come from: `acme`, `file` or `self_signed`
/// @param serving what is served now: one of the same; `self_signed` stands in for an `acme` that has not come or
///     has ended
/// @param authority short name or directory of the authority that issued it
/// @param challenge what it was proven with
/// @param notBefore beginning of the validity of the newest certificate from `source`; empty while there is none
/// @param notAfter its end
/// @param next when something is done about it
/// @param renewal how that moment came about
/// @param failures attempts that failed in a row
/// @param lastAttempt when the last attempt ended
/// @param working whether an attempt is being made now
/// @param urgency such as `third_failure` or `days_7`
/// @param trouble what the last attempt failed with
public record CertEntry(
        String label,
        List<String> names,
        String source,
        String serving,
        String authority,
        String challenge,
        Optional<Instant> notBefore,
        Optional<Instant> notAfter,
        Optional<Instant> next,
        String renewal,
        long failures,
        Optional<Instant> lastAttempt,
        boolean working,
        String urgency,
        Optional<CertTroubleEntry> trouble) {

    private static final long DAY = 86_400;

    public CertEntry {
        names = List.copyOf(names);
    }

    /// One that nobody renews: from files, or self-signed.
    public static CertEntry kept(List<String> names, String source, Instant notBefore, Instant notAfter) {
        return new CertEntry(
                names.getFirst(),
                names,
                source,
                source,
                "",
                "",
                Optional.of(notBefore),
                Optional.of(notAfter),
                Optional.empty(),
                "",
                0,
                Optional.empty(),
                false,
                "",
                Optional.empty());
    }

    /// Whether somebody who says that name means this one.
    boolean isCalled(String name) {
        return label.equalsIgnoreCase(name) || names.stream().anyMatch(name::equalsIgnoreCase);
    }

    boolean isByAuthority() {
        return source.equals("acme");
    }

    public boolean hasEnded(Instant now) {
        return notAfter.map(end -> !now.isBefore(end)).orElse(false);
    }

    /// Whole days, negative once it is over; empty where there is no certificate.
    public Optional<Long> daysLeft(Instant now) {
        return notAfter.map(end -> Math.floorDiv(Duration.between(now, end).toSeconds(), DAY));
    }

    /// Whether the owner had better look: it has ended, it fails repeatedly, or nothing helps but the owner.
    public boolean needsAttention(Instant now) {
        return hasEnded(now)
                || isPressing(urgency)
                || trouble.map(CertTroubleEntry::needsOwner).orElse(false);
    }

    /// Whether it is more than a first failure, which may mean nothing.
    static boolean isPressing(String urgency) {
        return !urgency.isEmpty() && !urgency.equals("first_failure");
    }

    void write(JsonGenerator json, Instant now) {
        json.writeStringProperty("label", label);
        JsonMembers.texts(json, "names", names);
        json.writeStringProperty("source", source);
        json.writeStringProperty("serving", serving);
        json.writeStringProperty("authority", authority);
        json.writeStringProperty("challenge", challenge);
        JsonMembers.moment(json, "not_before", notBefore);
        JsonMembers.moment(json, "not_after", notAfter);
        json.writeName("days_left");
        daysLeft(now).ifPresentOrElse(json::writeNumber, json::writeNull);
        JsonMembers.moment(json, "next", next);
        json.writeStringProperty("renewal", renewal);
        json.writeNumberProperty("failures", failures);
        JsonMembers.moment(json, "last_attempt", lastAttempt);
        json.writeBooleanProperty("working", working);
        json.writeStringProperty("urgency", urgency);
        JsonMembers.object(json, "trouble", trouble, CertTroubleEntry::write);
    }

    static CertEntry read(Fields fields) {
        return new CertEntry(
                fields.text("label"),
                fields.texts("names"),
                fields.text("source"),
                fields.text("serving"),
                fields.text("authority"),
                fields.text("challenge"),
                fields.moment("not_before"),
                fields.moment("not_after"),
                fields.moment("next"),
                fields.text("renewal"),
                fields.number("failures"),
                fields.moment("last_attempt"),
                fields.truth("working").orElse(false),
                fields.text("urgency"),
                fields.object("trouble").map(CertTroubleEntry::read));
    }
}
