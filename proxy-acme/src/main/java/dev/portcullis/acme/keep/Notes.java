package dev.portcullis.acme.keep;

import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.ChallengeType;
import dev.portcullis.acme.order.OpenOrder;
import java.net.URI;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// What is remembered of one certificate.
public record Notes(Orders orders, Streak streak, Optional<Issue> issue, Optional<Advice> advice) {

    /// Of a certificate that nothing is known of.
    public static final Notes NONE = new Notes(
            new Orders(Map.of(), Optional.empty(), Set.of(), Map.of()),
            Streak.NONE,
            Optional.empty(),
            Optional.empty());

    /// The last sign of life.
    Instant heardOf() {
        return Stream.of(streak.last(), issue.map(Issue::at), advice.map(Advice::askAgain))
                .flatMap(Optional::stream)
                .max(Comparator.naturalOrder())
                .orElse(Instant.EPOCH);
    }

    public Notes with(Orders changed) {
        return new Notes(changed, streak, issue, advice);
    }

    public Notes with(Streak changed) {
        return new Notes(orders, changed, issue, advice);
    }

    public Notes with(Issue changed) {
        return new Notes(orders, streak, Optional.of(changed), advice);
    }

    public Notes with(Optional<Advice> changed) {
        return new Notes(orders, streak, issue, changed);
    }

    /// How it goes at the authorities; each is named by its directory.
    ///
    /// @param open orders that have not come to their end
    /// @param worked the challenge that names were last proven with
    /// @param doubted authorities where a proof failed since the last success
    /// @param waits authorities that are not to be asked before a moment
    public record Orders(
            Map<URI, OpenOrder> open, Optional<ChallengeType> worked, Set<URI> doubted, Map<URI, Instant> waits) {

        public Orders {
            open = Map.copyOf(open);
            doubted = Set.copyOf(doubted);
            waits = Map.copyOf(waits);
        }

        public Orders opened(OpenOrder order) {
            Map<URI, OpenOrder> changed = new HashMap<>(open);
            changed.put(order.directory(), order);
            return new Orders(changed, worked, doubted, waits);
        }

        public Orders closed(URI directory) {
            Map<URI, OpenOrder> changed = new HashMap<>(open);
            changed.remove(directory);
            return new Orders(changed, worked, doubted, waits);
        }

        public Orders provenBy(ChallengeType challenge) {
            return new Orders(open, Optional.of(challenge), doubted, waits);
        }

        public Orders doubting(URI directory) {
            Set<URI> changed = new HashSet<>(doubted);
            changed.add(directory);
            return new Orders(open, worked, changed, waits);
        }

        public Orders waiting(URI directory, Instant until) {
            Map<URI, Instant> changed = new HashMap<>(waits);
            changed.put(directory, until);
            return new Orders(open, worked, doubted, changed);
        }

        /// Nothing is doubted any more, and this authority is not waited for.
        public Orders forgiven(URI directory) {
            Map<URI, Instant> changed = new HashMap<>(waits);
            changed.remove(directory);
            return new Orders(open, worked, Set.of(), changed);
        }

        /// Without orders that were begun earlier.
        Orders since(Instant moment) {
            Map<URI, OpenOrder> young = new HashMap<>(open);
            young.values().removeIf(order -> order.begun().isBefore(moment));
            return young.size() == open.size() ? this : new Orders(young, worked, doubted, waits);
        }
    }

    /// Attempts that failed in a row.
    ///
    /// @param next not to be attempted before that moment
    /// @param told the urgency that was told last; empty for none
    public record Streak(
            int failures, Optional<Instant> last, Optional<Instant> next, Optional<AcmeTrouble> trouble, String told) {

        /// Nothing was attempted.
        public static final Streak NONE = new Streak(0, Optional.empty(), Optional.empty(), Optional.empty(), "");
    }

    /// Where the kept certificate is from.
    ///
    /// @param challenge empty if unknown
    public record Issue(URI authority, Optional<ChallengeType> challenge, Instant at) {}

    /// What its authority said about renewing it.
    ///
    /// @param window empty where it has no opinion, or could not be asked
    /// @param askAgain when to ask again
    public record Advice(Optional<Window> window, Instant askAgain) {}

    /// When the authority would like the renewal to be.
    ///
    /// @param chosen a random moment in it, drawn once
    /// @param explanation where the owner can read why; empty for nothing
    public record Window(Instant start, Instant end, Instant chosen, String explanation) {}
}
