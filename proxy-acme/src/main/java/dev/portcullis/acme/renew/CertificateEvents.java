package dev.portcullis.acme.renew;

import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.KeyAndChain;
import java.time.Instant;

/// What happens to certificates. Called on the thread that does the work.
public interface CertificateEvents {

    /// A certificate came, and is on the disk: to be served from now on.
    void obtained(String label, KeyAndChain pair);

    /// An attempt failed.
    ///
    /// @param failures in a row
    /// @param next when it is tried again
    void failed(String label, AcmeTrouble trouble, int failures, Instant next);

    /// It has become more urgent; each degree is told once until a certificate comes.
    void urgent(String label, Urgency urgency, AcmeTrouble trouble);
}
