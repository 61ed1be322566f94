package dev.portcullis.app;

import dev.portcullis.core.ProxyEvents;
import dev.portcullis.rules.net.Address;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes down what the data plane tells.
final class ServerLog implements ProxyEvents {

    private static final Logger LOG = LoggerFactory.getLogger("portcullis");

    @Override
    public void upstreamDown(String upstream, String cause) {
        LOG.warn("upstream {} is down: {}; browsers get a waiting page, others 503, until it answers", upstream, cause);
    }

    @Override
    public void upstreamUp(String upstream) {
        LOG.info("upstream {} answers again", upstream);
    }

    @Override
    public void refused(Address client, String refusal) {
        LOG.debug("refused {}: {}", client, refusal);
    }
}
