package dev.portcullis.certificates;

import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.KeyAndChain;
import dev.portcullis.acme.renew.CertificateEvents;
import dev.portcullis.acme.renew.Urgency;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.BiConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Serves what came, and writes down how it went.
final class CertificateLog implements CertificateEvents {

    private static final Logger LOG = LoggerFactory.getLogger("portcullis");
    private static final String SEE = "`portcullis certs` says why, and what to do";

    private final BiConsumer<String, KeyAndChain> served;

    /// @param served puts the certificate of this label in use
    CertificateLog(BiConsumer<String, KeyAndChain> served) {
        this.served = served;
    }

    @Override
    public void obtained(String label, KeyAndChain pair) {
        served.accept(label, pair);
        LOG.info(
                "certificate for {}: obtained, valid until {}; served from now on",
                label,
                pair.leaf().getNotAfter().toInstant());
    }

    @Override
    public void failed(String label, AcmeTrouble trouble, int failures, Instant next) {
        LOG.warn(
                "certificate for {}: not obtained (attempt {}): {} Next attempt: {}.",
                label,
                failures,
                TroubleText.of(trouble),
                next.truncatedTo(ChronoUnit.SECONDS));
    }

    /// What was found and what to do was logged with the failure; here is only how late it is.
    @Override
    public void urgent(String label, Urgency urgency, AcmeTrouble trouble) {
        switch (urgency) {
            case FIRST_FAILURE -> LOG.debug("certificate for {}: the first attempt failed", label);
            case THIRD_FAILURE -> LOG.warn("certificate for {}: three attempts in a row failed; {}", label, SEE);
            case DAYS_14 -> LOG.warn("certificate for {}: ends in less than 14 days; {}", label, SEE);
            case DAYS_7 -> LOG.error("certificate for {}: ends in less than 7 days; {}", label, SEE);
            case DAYS_3 -> LOG.error("certificate for {}: ends in less than 3 days; {}", label, SEE);
            case DAY_1 -> LOG.error("certificate for {}: ends in less than a day; {}", label, SEE);
            case ENDED ->
                LOG.error("certificate for {}: there is none; browsers are warned and apps refuse; {}", label, SEE);
        }
    }
}
