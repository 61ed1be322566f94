package dev.portcullis.acme.renew;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.AuthoritySettings;
import dev.portcullis.acme.KeyAndChain;
import dev.portcullis.acme.Pause;
import dev.portcullis.acme.WantedCertificate;
import dev.portcullis.acme.keep.LedgerState;
import dev.portcullis.acme.keep.Notes;
import dev.portcullis.acme.keep.RenewalLedger;
import dev.portcullis.acme.order.OrderRun;
import dev.portcullis.acme.order.Ordering;
import dev.portcullis.acme.order.Progress;
import dev.portcullis.acme.order.Step;
import java.net.URI;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/// One attempt to get a certificate: the authorities in their order, the next where one is out of order.
final class Attempt {

    private final Renewals.Item item;
    private final Tools tools;

    Attempt(Renewals.Item item, Tools tools) {
        this.item = item;
        this.tools = tools;
    }

    /// What every attempt needs.
    record Tools(
            Renewals.Authorities authorities,
            RenewalLedger ledger,
            InstantSource time,
            Pause pause,
            SecureRandom random) {}

    /// A certificate, by whom, and the order that must be written down as issued.
    record Result(KeyAndChain pair, URI authority, CountedOrders orders) {}

    /// @param current the certificate that is served, named as replaced where its own authority is asked
    /// @throws AcmeFailure the trouble that needs the owner, else that of the first authority
    Result run(Optional<X509Certificate> current) throws AcmeFailure, InterruptedException {
        List<AcmeTrouble> troubles = new ArrayList<>();
        for (AuthoritySettings settings : agreed(item.wanted())) {
            try {
                return at(settings, current);
            } catch (AcmeFailure failed) {
                troubles.add(failed.trouble());
                if (!Causes.areTheAuthoritys(failed.trouble().cause())) {
                    break;
                }
            }
        }
        throw new AcmeFailure(summed(troubles));
    }

    /// The whole course on the staging directory, or on the authority itself where it has none.
    void rehearse(Progress progress) throws AcmeFailure, InterruptedException {
        AuthoritySettings settings = agreed(item.wanted()).getFirst();
        if (settings.staging().isEmpty()) {
            progress.done(
                    Step.DIRECTORY,
                    settings.name()
                            + " has no staging directory: this is a real order there, and counts in its limits");
        }
        rehearseAt(settings.staging().orElse(settings), progress);
    }

    /// The authorities whose terms were agreed to.
    static List<AuthoritySettings> agreed(WantedCertificate wanted) {
        return wanted.authorities().stream()
                .filter(AuthoritySettings::termsAgreed)
                .toList();
    }

    private Result at(AuthoritySettings settings, Optional<X509Certificate> current)
            throws AcmeFailure, InterruptedException {
        Notes notes = tools.ledger().state().notes(item.wanted().label());
        refuseWhileWaiting(settings);
        if (notes.orders().doubted().contains(settings.directory())
                && settings.staging().isPresent()) {
            rehearseFirst(settings.staging().get());
        }
        boolean same = notes.issue()
                .filter(issue -> issue.authority().equals(settings.directory()))
                .isPresent();
        return order(settings, same ? current : Optional.empty());
    }

    private Result order(AuthoritySettings settings, Optional<X509Certificate> replaces)
            throws AcmeFailure, InterruptedException {
        CountedOrders orders = orders(settings.directory(), false);
        try {
            return new Result(run(settings, orders, replaces, Progress.NONE), settings.directory(), orders);
        } catch (AcmeFailure failed) {
            orders.settle();
            throw failed;
        }
    }

    /// Names that could not be proven are tried where failures cost nothing, before they cost something again.
    private void rehearseFirst(AuthoritySettings staging) throws AcmeFailure, InterruptedException {
        try {
            rehearseAt(staging, Progress.NONE);
        } catch (AcmeFailure failed) {
            AcmeTrouble trouble = failed.trouble();
            if (Causes.isAboutNames(trouble.cause())) {
                throw new AcmeFailure(
                        new AcmeTrouble(
                                trouble.cause(),
                                trouble.where() + " (tried on " + staging.name() + " first)",
                                trouble.found(),
                                trouble.remedy(),
                                trouble.notBefore()),
                        failed);
            }
        }
    }

    private void rehearseAt(AuthoritySettings settings, Progress progress) throws AcmeFailure, InterruptedException {
        refuseWhileWaiting(settings);
        CountedOrders orders = orders(settings.directory(), true);
        try {
            run(settings, orders, Optional.empty(), progress);
            tools.ledger().update(orders::issued);
        } catch (AcmeFailure failed) {
            orders.settle();
            throw failed;
        }
    }

    private KeyAndChain run(
            AuthoritySettings settings, CountedOrders orders, Optional<X509Certificate> replaces, Progress progress)
            throws AcmeFailure, InterruptedException {
        WantedCertificate wanted = item.wanted();
        OrderRun run = new OrderRun(
                tools.authorities().of(settings),
                settings.directory(),
                item.proofs(),
                orders,
                tools.time(),
                tools.pause(),
                tools.random());
        var ordering = new Ordering(wanted.names(), wanted.keyType(), settings.profile(), replaces);
        AtomicBoolean known = new AtomicBoolean();
        try {
            return run.run(ordering, (step, detail) -> {
                known.compareAndSet(false, step == Step.ACCOUNT);
                progress.done(step, detail);
            });
        } catch (AcmeFailure failed) {
            remember(settings, failed.trouble(), known.get());
            throw failed;
        }
    }

    /// The ledger for an order at an authority.
    CountedOrders orders(URI directory, boolean rehearsal) {
        return new CountedOrders(tools.ledger(), item.wanted().label(), directory, tools.time(), rehearsal);
    }

    /// Before when another attempt makes no sense: while every authority is waited for, and where somebody
    /// else than an authority, such as a DNS provider, asked for time.
    Optional<Instant> notBefore(AcmeTrouble trouble, LedgerState state, Instant now) {
        List<AuthoritySettings> agreed = agreed(item.wanted());
        List<Instant> waits = agreed.stream()
                .flatMap(settings -> waiting(state, settings.directory(), now).stream())
                .sorted()
                .toList();
        if (waits.size() == agreed.size()) {
            return waits.stream().findFirst();
        }
        return Causes.areTheAuthoritys(trouble.cause())
                ? Optional.empty()
                : trouble.notBefore().map(until -> RenewalSchedule.obeyed(until, now));
    }

    private void refuseWhileWaiting(AuthoritySettings settings) throws AcmeFailure {
        Optional<Instant> until = waiting(
                tools.ledger().state(), settings.directory(), tools.time().instant());
        if (until.isPresent()) {
            throw new AcmeFailure(AcmeTrouble.of(
                            AcmeTrouble.Cause.RATE_LIMITED,
                            settings.name(),
                            "it asked not to be asked before " + until.get(),
                            "Waiting is enough.")
                    .until(until.get()));
        }
    }

    /// Until when an authority is not to be asked; empty for now. What no authority can have asked for, a
    /// clock that has been set back since makes of it: it is passed over.
    private Optional<Instant> waiting(LedgerState state, URI directory, Instant now) {
        Instant latest = now.plus(RenewalSchedule.LONGEST_WAIT).plusSeconds(1);
        Notes.Orders ours = state.notes(item.wanted().label()).orders();
        return Stream.of(ours.waits(), state.waits())
                .flatMap(waits -> Optional.ofNullable(waits.get(directory)).stream())
                .filter(until -> until.isAfter(now) && until.isBefore(latest))
                .max(Comparator.naturalOrder());
    }

    /// What is said to all of an account, or says that the authority is in need, is waited for by all
    /// certificates.
    ///
    /// @param known whether the account was asked for with success
    private void remember(AuthoritySettings settings, AcmeTrouble trouble, boolean known) throws AcmeFailure {
        if (Causes.areTheAuthoritys(trouble.cause()) && trouble.notBefore().isPresent()) {
            Instant until = RenewalSchedule.obeyed(
                    trouble.notBefore().get(), tools.time().instant());
            boolean all = !known || trouble.cause() != AcmeTrouble.Cause.RATE_LIMITED;
            tools.ledger()
                    .update(state -> all
                            ? state.waiting(settings.directory(), until)
                            : state.with(
                                    item.wanted().label(),
                                    notes -> notes.with(notes.orders().waiting(settings.directory(), until))));
        }
    }

    /// The one that needs the owner, else the first; with what was found elsewhere.
    private static AcmeTrouble summed(List<AcmeTrouble> troubles) {
        AcmeTrouble main = troubles.stream()
                .filter(trouble -> trouble.cause().needsOwner())
                .findFirst()
                .orElse(troubles.getFirst());
        StringBuilder found = new StringBuilder(main.found());
        for (AcmeTrouble other : troubles) {
            if (!other.equals(main)) {
                found.append(Causes.BESIDES).append(other.where()).append(": ").append(other.found());
            }
        }
        return new AcmeTrouble(main.cause(), main.where(), found.toString(), main.remedy(), main.notBefore());
    }
}
