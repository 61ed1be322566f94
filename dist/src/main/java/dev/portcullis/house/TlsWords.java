package dev.portcullis.house;

import dev.portcullis.acme.Names;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLException;

/// Why a certificate was not believed, in words for people.
final class TlsWords {

    private TlsWords() {}

    /// A whole clause: `its certificate ended on …`.
    ///
    /// @param name what the certificate should be for
    /// @param shown the certificate, where one could be had
    static String of(SSLException refused, String name, Optional<X509Certificate> shown, Instant now) {
        if (shown.isEmpty()) {
            return "the TLS handshake fails: " + refused.getMessage();
        }
        X509Certificate leaf = shown.get();
        if (leaf.getNotAfter().toInstant().isBefore(now)) {
            return "its certificate ended on " + leaf.getNotAfter().toInstant();
        }
        Set<String> names = Names.in(leaf);
        if (!Names.covers(names, name)) {
            return "its certificate is not for " + name + " but for "
                    + (names.isEmpty() ? "no name at all" : String.join(", ", names));
        }
        return "its certificate is by " + leaf.getIssuerX500Principal().getName()
                + ", an authority that is not trusted here";
    }
}
