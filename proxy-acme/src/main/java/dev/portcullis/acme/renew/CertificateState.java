package dev.portcullis.acme.renew;

import dev.portcullis.acme.AcmeTrouble;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How one certificate stands.
///
/// @param label its first name
/// @param authority short name or directory of the one that issued it; empty without a certificate
/// @param challenge what it was proven with; empty if unknown
/// @param from beginning of its validity; empty without a certificate
/// @param until end of its validity
/// @param next when something is done about it
/// @param renewal how that moment came about, for people: `a third of its life is left`, `suggested by the authority`
/// @param failures attempts that failed in a row
/// @param trouble what the last attempt failed with; empty if it succeeded or none was made
/// @param working whether an attempt is being made just now
public record CertificateState(
        String label,
        List<String> names,
        String authority,
        String challenge,
        Optional<Instant> from,
        Optional<Instant> until,
        Instant next,
        String renewal,
        int failures,
        Optional<Instant> lastAttempt,
        Optional<AcmeTrouble> trouble,
        Optional<Urgency> urgency,
        boolean working) {

    public CertificateState {
        names = List.copyOf(names);
    }
}
