package dev.portcullis.acme.renew;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.AuthoritySettings;
import dev.portcullis.acme.order.RenewalInfo;
import java.net.URI;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/// What an authority advises, and which one; whoever advises has issued the certificate.
record Advised(URI by, RenewalInfo info) {

    /// The first answer; empty where nobody has an opinion.
    ///
    /// @throws AcmeFailure the first one, where there was no answer
    static Optional<Advised> first(
            List<AuthoritySettings> advisers, Renewals.Authorities authorities, X509Certificate leaf)
            throws AcmeFailure {
        Optional<AcmeFailure> failure = Optional.empty();
        for (AuthoritySettings adviser : advisers) {
            try {
                Optional<RenewalInfo> info = authorities.of(adviser).renewalInfo(leaf);
                if (info.isPresent()) {
                    return Optional.of(new Advised(adviser.directory(), info.get()));
                }
            } catch (AcmeFailure failed) {
                failure = failure.or(() -> Optional.of(failed));
            }
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
        return Optional.empty();
    }
}
