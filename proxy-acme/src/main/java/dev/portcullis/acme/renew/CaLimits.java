package dev.portcullis.acme.renew;

import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.AuthoritySettings;
import dev.portcullis.acme.keep.CaEvent;
import dev.portcullis.acme.keep.LedgerState;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// How much may be asked of one authority.
///
/// Let's Encrypt's limits are the published ones, counted more strictly than it does: all our certificates
/// count as if they were of one registered domain, a proof counts as failed until it is known to have
/// succeeded, and a window is ten minutes longer, for clocks that differ. Other authorities publish none or
/// larger ones: theirs are modest, and wide enough for certificates of one day.
///
/// After a damaged ledger half of each is taken as used ([LedgerState#forgotten]).
///
/// @param setAgain certificates for the same names where each names the one that it replaces, which Let's
///     Encrypt does not count at all (RFC 9773 §5)
record CaLimits(Limit registrations, Limit orders, Limit certificates, Limit set, Limit setAgain, Limit failedProofs) {

    private static final Duration MARGIN = Duration.ofMinutes(10);
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration THREE_HOURS = Duration.ofHours(3);

    private static final CaLimits LETS_ENCRYPT = new CaLimits(
            new Limit(10, THREE_HOURS),
            new Limit(300, THREE_HOURS),
            new Limit(50, WEEK),
            new Limit(5, WEEK),
            new Limit(10, WEEK),
            new Limit(5, Duration.ofHours(1)));

    private static final CaLimits OTHER = new CaLimits(
            new Limit(10, THREE_HOURS),
            new Limit(60, THREE_HOURS),
            new Limit(250, WEEK),
            new Limit(50, WEEK),
            new Limit(50, WEEK),
            new Limit(10, Duration.ofHours(1)));

    /// At most so many within any such time.
    record Limit(int most, Duration within) {}

    static CaLimits of(URI directory) {
        return directory.equals(AuthoritySettings.directory("letsencrypt")) ? LETS_ENCRYPT : OTHER;
    }

    /// What speaks against another account; empty for nothing.
    Optional<AcmeTrouble> registering(LedgerState state, URI directory, Instant now) {
        return refusal(state, directory, "accounts", registrations, 0, now, of(CaEvent.Kind.REGISTRATION));
    }

    /// What speaks against another order.
    ///
    /// @param replaces whether it names the certificate that it replaces
    Optional<AcmeTrouble> ordering(
            LedgerState state, URI directory, List<String> names, boolean replaces, Instant now) {
        String set = CaEvent.set(names);
        int open = openOrders(state, directory);
        return refusal(state, directory, "orders", orders, 0, now, of(CaEvent.Kind.ORDER))
                .or(() -> refusal(
                        state, directory, "certificates", certificates, open, now, of(CaEvent.Kind.CERTIFICATE)))
                .or(() -> refusal(
                        state,
                        directory,
                        "certificates for exactly these names",
                        replaces ? setAgain : this.set,
                        0,
                        now,
                        of(CaEvent.Kind.CERTIFICATE).and(event -> event.about().equals(set))));
    }

    /// What speaks against telling the authority to look at a name.
    Optional<AcmeTrouble> proving(LedgerState state, URI directory, String name, Instant now) {
        Predicate<CaEvent> failed = of(CaEvent.Kind.FAILED_PROOF).or(of(CaEvent.Kind.PROOF));
        return refusal(
                state,
                directory,
                "failed proofs for " + name,
                failedProofs,
                0,
                now,
                failed.and(event -> event.about().equals(name)));
    }

    /// Each may have become a certificate that we have not heard of.
    private static int openOrders(LedgerState state, URI directory) {
        return (int) state.certificates().values().stream()
                .filter(notes -> notes.orders().open().containsKey(directory))
                .count();
    }

    private static Predicate<CaEvent> of(CaEvent.Kind kind) {
        return event -> event.kind() == kind;
    }

    private static Optional<AcmeTrouble> refusal(
            LedgerState state,
            URI directory,
            String what,
            Limit limit,
            int besides,
            Instant now,
            Predicate<CaEvent> counted) {
        Duration window = limit.within().plus(MARGIN);
        boolean unknown =
                state.forgotten().filter(at -> at.plus(window).isAfter(now)).isPresent();
        int most = unknown ? Math.max(1, limit.most() / 2) : limit.most();
        List<Instant> times = state.events().stream()
                .filter(event -> event.directory().equals(directory))
                .filter(counted)
                .map(event -> event.latest(now))
                .filter(at -> at.plus(window).isAfter(now))
                .sorted()
                .toList();
        int used = times.size() + besides;
        if (used < most) {
            return Optional.empty();
        }
        int leaving = Math.min(used - most, times.size() - 1);
        Instant free = leaving < 0 ? now.plus(window) : times.get(leaving).plus(window);
        return Optional.of(trouble(directory, what, limit, used, free, unknown));
    }

    private static AcmeTrouble trouble(
            URI directory, String what, Limit limit, int used, Instant free, boolean unknown) {
        String found = "%d %s in %s, where %d are allowed%s"
                .formatted(
                        used,
                        what,
                        people(limit.within()),
                        limit.most(),
                        unknown ? " and half of them count as used, since the ledger was damaged" : "");
        return AcmeTrouble.of(
                        AcmeTrouble.Cause.RATE_LIMITED,
                        directory.toString(),
                        found,
                        "Nothing is asked of this authority before %s; waiting is enough."
                                .formatted(free.truncatedTo(ChronoUnit.MINUTES)))
                .until(free);
    }

    private static String people(Duration window) {
        if (window.equals(WEEK)) {
            return "7 days";
        }
        return window.toHours() == 1 ? "an hour" : window.toHours() + " hours";
    }
}
