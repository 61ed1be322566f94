package dev.portcullis.certificates;

import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.renew.CertificateState;
import dev.portcullis.acme.renew.Urgency;
import dev.portcullis.admin.CertEntry;
import dev.portcullis.admin.CertTroubleEntry;
import dev.portcullis.certificates.ServedCertificate.Source;
import java.util.Optional;

/// Certificates as the admin socket tells of them.
final class CertificateEntries {

    private CertificateEntries() {}

    /// One that is got and renewed.
    static CertEntry of(CertificateState state, Source serving) {
        return new CertEntry(
                state.label(),
                state.names(),
                Source.ACME.key(),
                serving.key(),
                state.authority(),
                state.challenge(),
                state.from(),
                state.until(),
                Optional.of(state.next()),
                state.renewal(),
                state.failures(),
                state.lastAttempt(),
                state.working(),
                state.urgency().map(Urgency::key).orElse(""),
                state.trouble().map(CertificateEntries::of));
    }

    static CertTroubleEntry of(AcmeTrouble trouble) {
        return new CertTroubleEntry(
                trouble.cause().key(),
                trouble.where(),
                trouble.found(),
                trouble.remedy(),
                trouble.cause().needsOwner(),
                trouble.notBefore());
    }
}
