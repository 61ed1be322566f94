package dev.portcullis.acme.renew;

import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.AuthoritySettings;
import dev.portcullis.acme.ChallengeType;
import dev.portcullis.acme.WantedCertificate;
import dev.portcullis.acme.keep.Notes;
import dev.portcullis.acme.renew.RenewalSchedule.Due;
import dev.portcullis.acme.renew.RenewalSchedule.Life;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/// How a certificate stands, for people.
final class RenewalView {

    private final WantedCertificate wanted;

    RenewalView(WantedCertificate wanted) {
        this.wanted = wanted;
    }

    /// @param life of the certificate that is served; empty for none
    /// @param due when it is due by the schedule
    /// @param start when the next attempt is made
    CertificateState of(Notes notes, Optional<Life> life, Due due, Instant start, Instant now) {
        if (Attempt.agreed(wanted).isEmpty()) {
            return state(
                    notes,
                    life,
                    now.plus(RenewalSchedule.ASKED_EVERY),
                    "not before the terms are agreed to",
                    Optional.of(terms()));
        }
        Optional<AcmeTrouble> trouble = notes.streak().trouble();
        return state(notes, life, start, start.isAfter(due.at()) ? "after the last attempt" : due.why(), trouble);
    }

    private CertificateState state(
            Notes notes, Optional<Life> life, Instant next, String why, Optional<AcmeTrouble> trouble) {
        Optional<Notes.Issue> issue = life.flatMap(_ -> notes.issue());
        return new CertificateState(
                wanted.label(),
                wanted.names(),
                issue.map(from -> name(from.authority())).orElse(""),
                issue.flatMap(Notes.Issue::challenge).map(ChallengeType::key).orElse(""),
                life.map(Life::from),
                life.map(Life::until),
                next,
                why,
                notes.streak().failures(),
                notes.streak().last(),
                trouble,
                UrgencyScale.of(notes.streak().told()),
                false);
    }

    /// The same, with an attempt being made or not.
    static CertificateState working(CertificateState state, boolean working) {
        return new CertificateState(
                state.label(),
                state.names(),
                state.authority(),
                state.challenge(),
                state.from(),
                state.until(),
                state.next(),
                state.renewal(),
                state.failures(),
                state.lastAttempt(),
                state.trouble(),
                state.urgency(),
                working);
    }

    /// What is wrong where no authority's terms are agreed to.
    AcmeTrouble terms() {
        return AcmeTrouble.of(
                AcmeTrouble.Cause.TERMS_NOT_AGREED,
                "certificate of " + wanted.label(),
                "the terms of service of " + wanted.authorities().getFirst().name()
                        + " are not agreed to, so it is not asked",
                "Read them and set `agree_to_terms: true`.");
    }

    private String name(URI directory) {
        return wanted.authorities().stream()
                .filter(settings -> settings.directory().equals(directory))
                .findFirst()
                .map(AuthoritySettings::name)
                .orElse(directory.toString());
    }
}
