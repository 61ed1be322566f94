package dev.portcullis.acme.order;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.AcmeTrouble.Cause;
import dev.portcullis.acme.KeyAndChain;
import dev.portcullis.acme.Pause;
import java.net.URI;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/// One order at one authority, from its directory to a certificate that was looked at.
///
/// It may end anywhere, by a failure, an interruption or a crash: the next run takes up what the ledger knows.
public final class OrderRun {

    private static final int TRIES = 2;

    private final Authority authority;
    private final List<Proof> proofs;
    private final OrderLedger ledger;
    private final InstantSource time;
    private final Patience patience;
    private final Opening opening;
    private final Proving proving;
    private final Certifying certifying;

    /// @param directory the authority's, to know its orders by
    /// @param proofs in the order to try, in each order anew: what failed once is not put last for ever
    public OrderRun(
            Authority authority,
            URI directory,
            List<Proof> proofs,
            OrderLedger ledger,
            InstantSource time,
            Pause pause,
            SecureRandom random) {
        this.authority = authority;
        this.proofs = List.copyOf(proofs);
        this.ledger = ledger;
        this.time = time;
        this.patience = new Patience(time, pause, random);
        Polling polling = new Polling(time, pause);
        this.opening = new Opening(authority, directory, ledger, time, patience, random);
        this.proving = new Proving(authority, ledger, polling, patience);
        this.certifying = new Certifying(authority, polling, patience);
    }

    /// Gets the certificate.
    ///
    /// @param progress hears of each step
    /// @throws AcmeFailure if it cannot be had now
    /// @throws InterruptedException if the thread is to end; answers to challenges are withdrawn
    public KeyAndChain run(Ordering ordering, Progress progress) throws AcmeFailure, InterruptedException {
        try {
            return course(ordering, progress);
        } catch (AcmeFailure failure) {
            if (Thread.interrupted()) {
                throw (InterruptedException) new InterruptedException().initCause(failure);
            }
            throw failure;
        }
    }

    private KeyAndChain course(Ordering ordering, Progress progress) throws AcmeFailure, InterruptedException {
        ProofChoice choice = new ProofChoice(proofs, ordering.names());
        boolean replaces = directory(ordering, progress).renewalInfo();
        account(progress);
        Optional<Current> kept = opening.kept(ordering);
        kept.ifPresent(current -> choice.prefer(current.order().challenge()));
        Current current = kept.isPresent()
                ? kept.get()
                : opening.make(ordering, replaces, choice.first().type());
        while (true) {
            progress.done(Step.ORDER, current.order().url() + (current.made() ? "" : ", taken up again"));
            switch (pursue(current, choice, progress)) {
                case Issued(KeyAndChain pair) -> {
                    ledger.closed(true);
                    return pair;
                }
                case Unproven() -> ledger.closed(false);
                case Ended(AcmeTrouble trouble, boolean issued) -> {
                    ledger.closed(issued);
                    if (current.made()) {
                        throw new AcmeFailure(trouble);
                    }
                }
            }
            current = opening.make(ordering, replaces, choice.first().type());
        }
    }

    private Directory directory(Ordering ordering, Progress progress) throws AcmeFailure {
        Directory directory = authority.directory();
        String profile = ordering.profile();
        if (!profile.isEmpty() && !directory.profiles().contains(profile)) {
            String offered =
                    directory.profiles().isEmpty() ? "none" : String.join(", ", new TreeSet<>(directory.profiles()));
            throw new AcmeFailure(AcmeTrouble.of(
                    Cause.PROFILE_UNKNOWN,
                    "profile " + profile,
                    "the authority offers " + offered,
                    "Set `profile` to one of these, or leave it out."));
        }
        progress.done(Step.DIRECTORY, directory.terms().isEmpty() ? "no terms" : "terms: " + directory.terms());
        return directory;
    }

    private void account(Progress progress) throws AcmeFailure, InterruptedException {
        Optional<URI> account = authority.account();
        String how = "";
        for (int tries = 1; account.isEmpty(); tries++) {
            ledger.registering();
            how = ", new";
            try {
                account = Optional.of(authority.register());
            } catch (AcmeFailure failure) {
                if (tries == TRIES || !patience.waited(tries, failure.trouble())) {
                    throw failure;
                }
                account = authority.account();
            }
        }
        progress.done(Step.ACCOUNT, account.get() + how);
    }

    private Outcome pursue(Current begun, ProofChoice choice, Progress progress)
            throws AcmeFailure, InterruptedException {
        Current current = begun;
        if (current.view().status() == OrderView.Status.PENDING) {
            int failures = choice.failures();
            if (!proving.prove(current.order(), current.view().authorizations(), choice, progress)) {
                return choice.failures() > failures ? new Unproven() : new Ended(invalid(current), false);
            }
            current = certifying.untilReady(current);
        }
        if (current.view().status() != OrderView.Status.INVALID) {
            current = certifying.certified(current, progress);
        }
        if (current.view().status() == OrderView.Status.INVALID) {
            return new Ended(invalid(current), false);
        }
        return fetched(current, progress);
    }

    private Outcome fetched(Current current, Progress progress) throws AcmeFailure {
        List<X509Certificate> chain = authority.chain(current.order().url());
        Optional<AcmeTrouble> trouble = IssuedChain.trouble(current.order(), chain, time.instant());
        if (trouble.isPresent() && trouble.get().cause() == Cause.WRONG_CERTIFICATE) {
            return new Ended(trouble.get(), true);
        }
        if (!current.made() && IssuedChain.isOld(chain.getFirst(), time.instant())) {
            return new Ended(invalid(current), true);
        }
        if (trouble.isPresent()) {
            // Good but for our clock: the order stays open, to be fetched again when the clock is right.
            throw new AcmeFailure(trouble.get());
        }
        KeyAndChain pair = new KeyAndChain(current.order().key().getPrivate(), chain);
        progress.done(
                Step.CERTIFICATE, "valid until " + pair.leaf().getNotAfter().toInstant());
        return new Issued(pair);
    }

    private static AcmeTrouble invalid(Current current) {
        return current.view()
                .error()
                .orElseGet(() -> AcmeTrouble.of(
                        Cause.AUTHORITY_BROKEN,
                        "order for " + String.join(", ", current.order().names()),
                        "the authority has ended the order and does not say why",
                        "Nothing to do: Portcullis tries again."));
    }

    private sealed interface Outcome {}

    private record Issued(KeyAndChain pair) implements Outcome {}

    /// A proof did not convince; the next one may.
    private record Unproven() implements Outcome {}

    /// @param issued whether a certificate may exist
    private record Ended(AcmeTrouble trouble, boolean issued) implements Outcome {}
}
