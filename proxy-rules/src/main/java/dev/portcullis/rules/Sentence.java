package dev.portcullis.rules;

import dev.portcullis.rules.ban.Ban;
import dev.portcullis.rules.ban.BanLedger;
import dev.portcullis.rules.ban.BanPolicy;
import dev.portcullis.rules.ban.BanSchedule;
import dev.portcullis.rules.ban.Cause;
import dev.portcullis.rules.ban.Evidence;
import dev.portcullis.rules.ban.Neighbours;
import dev.portcullis.rules.history.ClientHistory;
import dev.portcullis.rules.history.Event.Kind;
import dev.portcullis.rules.history.Household;
import dev.portcullis.rules.history.LastTimes;
import dev.portcullis.rules.history.Windows;
import dev.portcullis.rules.net.Cidr;
import dev.portcullis.rules.net.ClientKey;
import dev.portcullis.rules.signal.Observation;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// Whether what is held against a client is too much, and what follows from it.
final class Sentence {

    static final Set<Kind> LOGINS = Set.of(Kind.LOGIN);
    static final Set<Kind> PROBES = Set.of(Kind.PROBE, Kind.RULE);
    private static final Set<Kind> WITH_TRIALS = Set.of(Kind.PROBE, Kind.RULE, Kind.TRIAL);
    private static final Set<Kind> ALL = EnumSet.allOf(Kind.class);

    private static final int OWNER_FACTOR = 5;
    private static final double ROUNDING = 1e-9;
    private static final int MOST_NAMES = 3;
    private static final int MOST_TOLD = 10_000;

    private final BanLedger ledger;
    private final Household household;
    private final LastTimes<ClientKey> toldOfPages = new LastTimes<>(MOST_TOLD);

    Sentence(BanLedger ledger, Household household) {
        this.ledger = ledger;
        this.household = household;
    }

    /// By how much the limits of a client are higher than others'.
    int factor(ClientKey client, Instant now, BanPolicy policy) {
        return household.has(client, now, policy.rememberOwner()) ? OWNER_FACTOR : 1;
    }

    /// Bans or spares, if there is too much.
    ///
    /// @param onTrial whether a ban that is only written down holds the client already
    /// @return the client's history thereafter
    ClientHistory pass(
            Observation seen,
            ClientHistory history,
            BanPolicy policy,
            Windows windows,
            boolean onTrial,
            List<Effect> out) {
        Case all = new Case(seen, ClientKey.of(seen.client()), history, policy, windows, out);
        ClientHistory after = judge(all, new Charge(LOGINS, Cause.FAILED_LOGINS, "failed_logins", true));
        if (!after.equals(history)) {
            return after;
        }
        after = judge(all, probes(all));
        if (after.equals(history)) {
            tellOfPages(all);
        }
        if (!after.equals(history) || onTrial || history.weight(Set.of(Kind.TRIAL), windows) == 0) {
            return after;
        }
        return judge(all, new Charge(WITH_TRIALS, Cause.RULE, last(Kind.TRIAL, history), false));
    }

    /// What other people's pages may have caused bans nobody; the owner hears of it, once in a window.
    private void tellOfPages(Case all) {
        double aside = all.history.weightAside(PROBES, all.windows);
        boolean tooMuch = aside > 0
                && aside + all.history.weight(PROBES, all.windows) + ROUNDING
                        >= all.policy.probes().limit();
        long now = all.seen.at().toEpochMilli();
        if (tooMuch && toldOfPages.isDue(all.client, now, all.windows.probes())) {
            all.out.add(new Effect.Noticed(
                    all.seen.at(),
                    all.seen.client(),
                    "cross-site-probes",
                    all.client + " probes in a way that a page of another site can make any browser do."
                            + " It is not banned for that."));
        }
    }

    /// Own rules are named where it would not have been too much without them.
    private static Charge probes(Case all) {
        double others = all.history.weight(Set.of(Kind.PROBE), all.windows);
        boolean byRule = others + ROUNDING < all.policy.probes().limit()
                && all.history.weight(Set.of(Kind.RULE), all.windows) > 0;
        return byRule
                ? new Charge(PROBES, Cause.RULE, last(Kind.RULE, all.history), true)
                : new Charge(PROBES, Cause.PROBES, "probes", true);
    }

    private static String last(Kind kind, ClientHistory history) {
        return history.events().reversed().stream()
                .filter(event -> event.kind() == kind)
                .map(event -> event.evidence().what())
                .findFirst()
                .orElse("");
    }

    private ClientHistory judge(Case all, Charge charge) {
        BanPolicy policy = all.policy;
        boolean logins = charge.cause == Cause.FAILED_LOGINS;
        int limit = logins ? policy.failedLogins().limit() : policy.probes().limit();
        double weight = all.history.weight(charge.kinds, all.windows);
        if (weight <= 0 || weight + ROUNDING < limit) {
            return all.history;
        }
        String spared = policy.neverBan().reason(all.seen.client(), all.seen.zone());
        int factor = factor(all.client, all.seen.at(), policy);
        if (spared.isEmpty() && weight + ROUNDING < (double) limit * factor) {
            spared = "owner";
        }
        return spared.isEmpty() ? banned(all, charge) : spared(all, charge, logins, spared);
    }

    private static ClientHistory spared(Case all, Charge charge, boolean logins, String why) {
        if (all.history.wasSpared(logins, all.windows)) {
            return all.history;
        }
        Instant at = all.seen.at();
        List<Evidence> evidence = all.history.evidence(charge.kinds, all.windows);
        all.out.add(new Effect.Spared(all.client, at, charge.rule, why, evidence));
        String because = why.equals("owner") ? "it has logged in lately" : why;
        all.out.add(new Effect.Noticed(
                at,
                all.seen.client(),
                "spared",
                all.client + " is not banned for " + (logins ? "failed logins" : "probes") + ": " + because + "."));
        return all.history.spared(logins);
    }

    private ClientHistory banned(Case all, Charge charge) {
        Instant from = all.seen.at().truncatedTo(ChronoUnit.MILLIS);
        BanPolicy policy = all.policy;
        Cidr network = Cidr.around(all.client.prefix(), all.client.prefix().isIpv4() ? 32 : 64);
        int offence = ledger.nextOffence(network, from, policy.terms().memory(), policy.enforce());
        Duration lasting = BanSchedule.lasting(policy.terms(), network, from, offence);
        boolean enforced = policy.enforce() && charge.enforced;
        List<Evidence> evidence = all.history.evidence(charge.kinds, all.windows);
        String note = evidence.stream()
                .map(Evidence::what)
                .distinct()
                .limit(MOST_NAMES)
                .collect(Collectors.joining(", "));
        Ban ban = new Ban(
                ledger.takeId(), network, from, from.plus(lasting), charge.cause, charge.rule, offence, enforced, note);
        ledger.add(ban);
        all.out.add(new Effect.Banned(ban, evidence));
        if (enforced) {
            widen(network, from, policy, all.out);
        }
        return all.history.without(charge.enforced ? ALL : Set.of(Kind.TRIAL));
    }

    private void widen(Cidr client, Instant from, BanPolicy policy, List<Effect> out) {
        Neighbours.tooMany(ledger, client, policy, from)
                .filter(around -> !household.isIn(around, from, policy.rememberOwner()))
                .ifPresent(around -> {
                    BanPolicy.Widening terms = policy.terms().widen();
                    Ban ban = new Ban(
                            ledger.takeId(),
                            around,
                            from,
                            from.plus(terms.duration()),
                            Cause.NEIGHBOURS,
                            "widen",
                            ledger.nextOffence(around, from, policy.terms().memory(), policy.enforce()),
                            true,
                            terms.after() + " or more of its clients are banned");
                    ledger.add(ban);
                    out.add(new Effect.Banned(ban, List.of()));
                });
    }

    /// @param enforced false for what an own rule on trial comes to
    private record Charge(Set<Kind> kinds, Cause cause, String rule, boolean enforced) {}

    private record Case(
            Observation seen,
            ClientKey client,
            ClientHistory history,
            BanPolicy policy,
            Windows windows,
            List<Effect> out) {}
}
