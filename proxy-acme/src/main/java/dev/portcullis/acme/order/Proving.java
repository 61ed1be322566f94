package dev.portcullis.acme.order;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.AcmeTrouble.Cause;
import dev.portcullis.acme.ChallengeType;
import dev.portcullis.acme.Names;
import dev.portcullis.acme.order.Proof.Answers;
import dev.portcullis.acme.order.Proof.Task;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Proves the names of one order.
final class Proving {

    private static final int TRIES = 5;

    private final Authority authority;
    private final OrderLedger ledger;
    private final Polling polling;
    private final Patience patience;

    Proving(Authority authority, OrderLedger ledger, Polling polling, Patience patience) {
        this.authority = authority;
        this.ledger = ledger;
        this.polling = polling;
        this.patience = patience;
    }

    /// Proves what is not proven yet.
    ///
    /// A proof whose answers cannot be put in place makes way for the next one within the same order; one that the
    /// authority has looked at in vain ends the order (RFC 8555 §7.1.6).
    ///
    /// @return false if the order is lost
    boolean prove(OpenOrder order, List<URI> authorizations, ProofChoice choice, Progress progress)
            throws AcmeFailure, InterruptedException {
        List<AuthorizationView> rest = new ArrayList<>();
        for (URI url : authorizations) {
            AuthorizationView view = asked(order, url);
            switch (view.status()) {
                case PENDING -> rest.add(view);
                case VALID -> progress.done(Step.VALIDATION, view.name() + " was proven before");
                case INVALID -> {
                    return false;
                }
            }
        }
        return rest.isEmpty() || proveRest(order, rest, choice, progress);
    }

    /// An authorization for something else would let the authority choose which names we answer for.
    private AuthorizationView asked(OpenOrder order, URI url) throws AcmeFailure {
        AuthorizationView view = authority.authorization(url);
        List<String> bases = order.names().stream().map(Names::base).toList();
        if (!Names.canonical(bases).containsAll(Names.canonical(List.of(view.name())))) {
            throw new AcmeFailure(AcmeTrouble.of(
                    Cause.AUTHORITY_BROKEN,
                    "order for " + String.join(", ", order.names()),
                    "the authority wants a proof for another name: " + view.name(),
                    "Nothing to do: Portcullis tries again. If it stays so, ask another authority."));
        }
        return view;
    }

    private boolean proveRest(OpenOrder order, List<AuthorizationView> rest, ProofChoice choice, Progress progress)
            throws AcmeFailure, InterruptedException {
        ChallengeType noted = order.challenge();
        while (!rest.isEmpty()) {
            Proof proof = choice.next(rest);
            if (proof.type() != noted) {
                noted = proof.type();
                ledger.ordered(new OpenOrder(
                        order.directory(), order.url(), order.names(), order.key(), noted, order.begun()));
            }
            List<AuthorizationView> batch = List.copyOf(rest.subList(0, Math.min(proof.atOnce(), rest.size())));
            Optional<Answers> answers = answers(proof, batch, choice);
            if (answers.isPresent()) {
                try (Answers _ = answers.get()) {
                    progress.done(Step.ANSWER, what(proof, batch));
                    if (!validated(proof, batch, choice, progress)) {
                        return false;
                    }
                }
                rest.subList(0, batch.size()).clear();
            }
        }
        ledger.proven(noted);
        return true;
    }

    /// Empty if the answers could not be put in place.
    private static Optional<Answers> answers(Proof proof, List<AuthorizationView> batch, ProofChoice choice)
            throws AcmeFailure {
        List<Task> tasks = new ArrayList<>();
        for (AuthorizationView view : batch) {
            tasks.add(new Task(view.name(), offer(proof, view)));
        }
        try {
            return Optional.of(proof.answer(tasks));
        } catch (AcmeFailure failure) {
            if (Thread.currentThread().isInterrupted()) {
                throw failure;
            }
            choice.failed(proof, failure.trouble());
            return Optional.empty();
        }
    }

    /// Waits for all of them, also after one has failed: no answer is taken away while the authority looks for it.
    private boolean validated(Proof proof, List<AuthorizationView> batch, ProofChoice choice, Progress progress)
            throws AcmeFailure, InterruptedException {
        // All before the first: a limit that shows half way would leave the authority looking in vain.
        for (AuthorizationView view : batch) {
            if (!offer(proof, view).begun()) {
                ledger.proving(view.name());
            }
        }
        for (AuthorizationView view : batch) {
            begin(view, offer(proof, view));
        }
        boolean all = true;
        for (AuthorizationView view : batch) {
            AuthorizationView end = polling.until("validation of " + view.name(), view, new AskedForName(view.url()));
            if (end.status() == AuthorizationView.Status.VALID) {
                progress.done(Step.VALIDATION, proof.type().key() + " for " + view.name());
            } else {
                AcmeTrouble trouble = trouble(proof, end);
                ledger.notProven(view.name(), proof.type(), trouble);
                choice.failed(proof, trouble);
                all = false;
            }
        }
        return all;
    }

    /// A lost answer to this call tells nothing, so the authority is asked what has become of it.
    private void begin(AuthorizationView view, Offer offer) throws AcmeFailure, InterruptedException {
        boolean begun = offer.begun();
        for (int failures = 1; !begun; failures++) {
            try {
                authority.begin(offer.url());
                begun = true;
            } catch (AcmeFailure failure) {
                if (Thread.currentThread().isInterrupted()) {
                    throw failure;
                }
                AuthorizationView now = authority.authorization(view.url());
                begun = now.status() != AuthorizationView.Status.PENDING
                        || now.offers().stream()
                                .anyMatch(o -> o.begun() && o.url().equals(offer.url()));
                if (!begun && (failures == TRIES || !patience.waited(failures, failure.trouble()))) {
                    throw failure;
                }
            }
        }
    }

    private static Offer offer(Proof proof, AuthorizationView view) {
        return view.offers().stream()
                .filter(offer -> offer.type() == proof.type())
                .findFirst()
                .orElseThrow();
    }

    private static AcmeTrouble trouble(Proof proof, AuthorizationView view) {
        String where = proof.type().key() + " for " + view.name();
        return view.error()
                .map(error -> new AcmeTrouble(error.cause(), where, error.found(), error.remedy(), error.notBefore()))
                .orElseGet(() -> AcmeTrouble.of(
                        Cause.AUTHORITY_BROKEN,
                        where,
                        "the authority was not convinced and does not say why",
                        "Nothing to do: Portcullis tries again."));
    }

    private static String what(Proof proof, List<AuthorizationView> batch) {
        return proof.type().key() + " for "
                + batch.stream().map(AuthorizationView::name).distinct().collect(Collectors.joining(", "));
    }

    private final class AskedForName implements Polling.Asked<AuthorizationView> {

        private final URI url;

        AskedForName(URI url) {
            this.url = url;
        }

        @Override
        public AuthorizationView ask() throws AcmeFailure {
            return authority.authorization(url);
        }

        @Override
        public boolean isDone(AuthorizationView view) {
            return view.status() != AuthorizationView.Status.PENDING;
        }

        @Override
        public Optional<Instant> askAgain(AuthorizationView view) {
            return view.askAgain();
        }
    }
}
