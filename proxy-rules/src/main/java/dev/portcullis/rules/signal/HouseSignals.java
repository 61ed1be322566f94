package dev.portcullis.rules.signal;

import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Zone;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads signals as Home Assistant gives them, and of other sites what their status codes say.
public final class HouseSignals implements SignalReader {

    private static final Site UNKNOWN_SITE = new Site("", false);

    private final Reading reading;
    private final List<Site> sites;

    /// A reader of these sites.
    ///
    /// @param catalog which requests are probes
    public HouseSignals(Terms terms, ProbeCatalog catalog) {
        this.reading = Reading.of(terms, catalog);
        this.sites = terms.sites();
    }

    @Override
    public ExchangeReader exchange(RequestView request, ConnectionNotes notes) {
        int site = request.site();
        return new HouseExchange(reading, site < 0 ? UNKNOWN_SITE : sites.get(site), request, notes);
    }

    @Override
    public @Nullable Observation connection(Instant at, Address client, Zone zone, String refusal) {
        List<String> families = reading.refused().ofConnection(refusal);
        if (families.isEmpty() && !reading.everything()) {
            return null;
        }
        return new Observation(
                at,
                client,
                zone.name(),
                "",
                RequestTrace.NONE,
                Observation.Answer.refused(0, refusal),
                Outcome.NONE,
                Credential.NONE,
                "",
                families,
                List.of());
    }
}
