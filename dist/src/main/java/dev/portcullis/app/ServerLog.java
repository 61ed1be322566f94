package dev.portcullis.app;

import dev.portcullis.core.ProxyEvents;
import dev.portcullis.rules.Effect;
import dev.portcullis.rules.ban.Ban;
import dev.portcullis.rules.net.Address;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes down what the owner should find in the log; nothing in it was chosen by a client but its address.
final class ServerLog implements ProxyEvents {

    private static final Logger LOG = LoggerFactory.getLogger("portcullis");

    private final OffenceLog offences = OffenceLog.to(LOG::info);

    @Override
    public void refused(Address client, String refusal) {
        offences.refused(client, refusal);
    }

    /// Says what was counted of refusals whose minute is over.
    void sweep() {
        offences.sweep();
    }

    @Override
    public void upstreamDown(String upstream, String cause) {
        LOG.warn("upstream {} is down: {}; browsers get a waiting page, others 503, until it answers", upstream, cause);
    }

    @Override
    public void upstreamUp(String upstream) {
        LOG.info("upstream {} answers again", upstream);
    }

    void banned(Ban ban) {
        String until = ban.until().equals(Instant.MAX) ? "for ever" : "until " + ban.until();
        String who = ban.rule().isEmpty() ? "by the owner" : "for " + ban.rule();
        if (ban.enforced()) {
            LOG.info("banned {} {} {} (ban {})", ban.network(), until, who, ban.id());
        } else {
            LOG.info("would have banned {} {} {} (observed only)", ban.network(), until, who);
        }
    }

    void lifted(Effect.Lifted lifted) {
        LOG.info(
                "lifted the ban of {} (ban {})",
                lifted.ban().network(),
                lifted.ban().id());
    }

    void noticed(Effect.Noticed notice) {
        LOG.warn("{}: {}", notice.code(), notice.text());
    }
}
