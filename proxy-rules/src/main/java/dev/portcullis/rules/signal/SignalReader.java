package dev.portcullis.rules.signal;

import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Zone;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where signals are read from traffic. Immutable; used on any thread.
public interface SignalReader {

    /// Reads nothing.
    SignalReader BLIND = new SignalReader() {
        @Override
        public @Nullable ExchangeReader exchange(RequestView request, ConnectionNotes notes) {
            return null;
        }

        @Override
        public @Nullable Observation connection(Instant at, Address client, Zone zone, String refusal) {
            return null;
        }
    };

    /// What reads an exchange that begins; null if there is nothing to read whatever the answer.
    ///
    /// @param request may be kept until the exchange ends
    @Nullable
    ExchangeReader exchange(RequestView request, ConnectionNotes notes);

    /// A connection was refused, or a request of which no more is known than its client.
    ///
    /// @param refusal its name, as in `docs/refusals.md`
    @Nullable
    Observation connection(Instant at, Address client, Zone zone, String refusal);

    /// A site, as signals are read from it.
    ///
    /// @param homeAssistant otherwise only status codes speak
    record Site(String name, boolean homeAssistant) {}

    /// What to read.
    ///
    /// @param sites in the order of the policy
    /// @param everything whether every exchange is worth an observation, for the access log
    record Terms(List<Site> sites, List<OwnRule> ownRules, SecretHash hash, boolean everything) {
        public Terms {
            sites = List.copyOf(sites);
            ownRules = List.copyOf(ownRules);
        }
    }
}
