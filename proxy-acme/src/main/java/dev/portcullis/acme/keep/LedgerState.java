package dev.portcullis.acme.keep;

import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/// Everything that is remembered of certificates and authorities.
///
/// @param certificates by label
/// @param events what authorities count, oldest first
/// @param forgotten when a damaged ledger was set aside, so that what came before it is unknown
/// @param waits authorities, by their directories, that nobody is to ask before a moment
public record LedgerState(
        Map<String, Notes> certificates, List<CaEvent> events, Optional<Instant> forgotten, Map<URI, Instant> waits) {

    /// Of a first start.
    public static final LedgerState EMPTY = new LedgerState(Map.of(), List.of(), Optional.empty(), Map.of());

    /// No authority looks further back than seven days.
    static final Duration REMEMBERED = Duration.ofDays(8);

    private static final Duration UNWANTED = Duration.ofDays(30);

    /// A clock that jumps ahead and comes back makes us forget no more than what lies before these.
    static final int ALWAYS_KEPT = 100;

    public LedgerState {
        certificates = Map.copyOf(certificates);
        events = List.copyOf(events);
        waits = Map.copyOf(waits);
    }

    /// What is remembered of one certificate.
    public Notes notes(String label) {
        return certificates.getOrDefault(label, Notes.NONE);
    }

    public LedgerState with(String label, UnaryOperator<Notes> change) {
        Map<String, Notes> changed = new HashMap<>(certificates);
        changed.put(label, change.apply(notes(label)));
        return new LedgerState(changed, events, forgotten, waits);
    }

    public LedgerState with(List<CaEvent> changed) {
        return new LedgerState(certificates, changed, forgotten, waits);
    }

    /// An authority that is not to be asked before that moment, for whatever certificate.
    public LedgerState waiting(URI directory, Instant until) {
        Map<URI, Instant> changed = new HashMap<>(waits);
        changed.put(directory, until);
        return new LedgerState(certificates, events, forgotten, changed);
    }

    /// Without the certificates that nobody wants any more, once nothing was heard of them for 30 days.
    public LedgerState wanted(Set<String> labels, Instant now) {
        Map<String, Notes> kept = new HashMap<>(certificates);
        kept.entrySet()
                .removeIf(entry -> !labels.contains(entry.getKey())
                        && entry.getValue().heardOf().isBefore(now.minus(UNWANTED)));
        return new LedgerState(kept, events, forgotten, waits);
    }

    /// One more event.
    public LedgerState plus(CaEvent event) {
        List<CaEvent> changed = new ArrayList<>(events);
        changed.add(event);
        return with(changed);
    }

    /// Without what no limit looks at any more and orders that no authority remembers. What lies in the future,
    /// for a clock ran ahead or is behind, is taken as of now, and its own moment is kept too.
    LedgerState pruned(Instant now) {
        List<CaEvent> kept = new ArrayList<>();
        int surplus = events.size() - ALWAYS_KEPT;
        for (int i = 0; i < events.size(); i++) {
            CaEvent event = events.get(i);
            if (i >= surplus || isRecent(event.at(), now) || isRecent(event.taken(), now)) {
                kept.add(event.cameTrue(now));
            }
        }
        Optional<Instant> unknown = forgotten
                .map(moment -> moment.isAfter(now) ? now : moment)
                .filter(moment -> moment.isAfter(now.minus(REMEMBERED)));
        Map<String, Notes> young = new HashMap<>(certificates);
        young.replaceAll((_, notes) -> notes.with(notes.orders().since(now.minus(REMEMBERED))));
        Map<URI, Instant> ahead = new HashMap<>(waits);
        ahead.values().removeIf(until -> !until.isAfter(now));
        return new LedgerState(young, kept, unknown, ahead);
    }

    private static boolean isRecent(Instant at, Instant now) {
        return at.isAfter(now.minus(REMEMBERED));
    }
}
