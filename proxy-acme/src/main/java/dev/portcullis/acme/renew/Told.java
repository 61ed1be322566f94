package dev.portcullis.acme.renew;

import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.KeyAndChain;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells of one certificate; a listener that throws harms nobody.
final class Told {

    private static final Logger LOG = LoggerFactory.getLogger(Told.class);

    private final String label;
    private final CertificateEvents events;

    Told(String label, CertificateEvents events) {
        this.label = label;
        this.events = events;
    }

    /// Tells that a certificate came.
    ///
    /// Whether it was heard.
    boolean obtained(KeyAndChain pair) {
        return guarded(() -> events.obtained(label, pair));
    }

    void failed(AcmeTrouble trouble, int failures, Instant next) {
        guarded(() -> events.failed(label, trouble, failures, next));
    }

    void urgent(Urgency urgency, AcmeTrouble trouble) {
        guarded(() -> events.urgent(label, urgency, trouble));
    }

    private boolean guarded(Runnable event) {
        try {
            event.run();
            return true;
        } catch (RuntimeException | Error broken) {
            LOG.error("{}: a listener of certificates failed", label, broken);
            return false;
        }
    }
}
