package dev.portcullis.acme.order;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.AcmeTrouble.Cause;
import dev.portcullis.acme.ChallengeType;
import dev.portcullis.acme.Names;
import dev.portcullis.acme.order.Authority.NewOrder;
import java.net.URI;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/// Takes up the order that a crash or a failure has left, or makes one.
final class Opening {

    /// An order that was left for so long is not worth its trouble: authorities forget them after a week.
    private static final Duration TAKEN_UP_WITHIN = Duration.ofDays(3);
    /// Some authorities answer for an order they have forgotten as if they were broken.
    private static final Duration BELIEVED_BROKEN = Duration.ofHours(1);

    private static final int TRIES = 2;

    private final Authority authority;
    private final URI directory;
    private final OrderLedger ledger;
    private final InstantSource time;
    private final Patience patience;
    private final SecureRandom random;

    Opening(
            Authority authority,
            URI directory,
            OrderLedger ledger,
            InstantSource time,
            Patience patience,
            SecureRandom random) {
        this.authority = authority;
        this.directory = directory;
        this.ledger = ledger;
        this.time = time;
        this.patience = patience;
        this.random = random;
    }

    /// The order to go on with. One that is of no use any more is closed.
    Optional<Current> kept(Ordering ordering) throws AcmeFailure {
        Optional<OpenOrder> open = ledger.open();
        if (open.isEmpty()) {
            return Optional.empty();
        }
        Optional<OrderView> view = isWanted(open.get(), ordering) ? view(open.get()) : Optional.empty();
        if (view.isEmpty() || isOver(view.get())) {
            ledger.closed(view.isEmpty() || mayBeIssued(view.get()));
            return Optional.empty();
        }
        return Optional.of(new Current(open.get(), view.get(), false));
    }

    private boolean isWanted(OpenOrder open, Ordering ordering) {
        return open.directory().equals(directory)
                && Names.canonical(open.names()).equals(Names.canonical(ordering.names()))
                && CertificateKeys.isOf(open.key().getPublic(), ordering.keyType())
                && isYoungerThan(TAKEN_UP_WITHIN, open);
    }

    private Optional<OrderView> view(OpenOrder open) throws AcmeFailure {
        try {
            return Optional.of(authority.order(open.url()));
        } catch (AcmeFailure failure) {
            if (isGone(failure.trouble().cause(), open)) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    /// The directory and the account were had a moment ago, so an answer that is not about the way to the authority is
    /// about this order.
    private boolean isGone(Cause cause, OpenOrder open) {
        return switch (cause) {
            case UNREACHABLE, UNTRUSTED, RATE_LIMITED, CLOCK_WRONG, TERMS_NOT_AGREED, STATE_UNUSABLE -> false;
            case AUTHORITY_BROKEN -> !isYoungerThan(BELIEVED_BROKEN, open);
            case NAME_WITHOUT_ADDRESS,
                    POINTS_ELSEWHERE,
                    PORT_CLOSED,
                    CAA_FORBIDS,
                    NAME_REFUSED,
                    ACCOUNT_BINDING,
                    ACCOUNT_REFUSED,
                    DNS_TOKEN_REFUSED,
                    DNS_UPDATE_FAILED,
                    DNS_NOT_SPREAD,
                    NO_CHALLENGE,
                    PROFILE_UNKNOWN,
                    ALREADY_REPLACED,
                    WRONG_CERTIFICATE -> true;
        };
    }

    private boolean isYoungerThan(Duration age, OpenOrder open) {
        return open.begun().plus(age).isAfter(time.instant());
    }

    private boolean isOver(OrderView view) {
        return view.status() == OrderView.Status.INVALID
                || (view.status() != OrderView.Status.VALID
                        && view.expires()
                                .filter(moment -> !moment.isAfter(time.instant()))
                                .isPresent());
    }

    /// One that waits for proofs, or was refused, has brought nothing; of the others nobody knows.
    private static boolean mayBeIssued(OrderView view) {
        return view.status() != OrderView.Status.INVALID && view.status() != OrderView.Status.PENDING;
    }

    /// Makes an order; asks the authority twice at most, and the ledger before each time.
    ///
    /// @param replaces whether the authority knows the word
    Current make(Ordering ordering, boolean replaces, ChallengeType challenge)
            throws AcmeFailure, InterruptedException {
        KeyPair key = CertificateKeys.make(ordering.keyType(), random);
        Optional<X509Certificate> replaced = replaces ? ordering.replaces() : Optional.empty();
        for (int tries = 1; ; tries++) {
            ledger.ordering(ordering.names(), replaced.isPresent());
            OrderView view;
            try {
                view = authority.newOrder(new NewOrder(ordering.names(), ordering.profile(), replaced));
            } catch (AcmeFailure failure) {
                if (tries == TRIES || Thread.currentThread().isInterrupted()) {
                    throw failure;
                }
                if (replaced.isPresent() && mayRefuseReplacing(failure.trouble())) {
                    replaced = Optional.empty();
                } else if (!patience.waited(tries, failure.trouble())) {
                    throw failure;
                }
                continue;
            }
            OpenOrder open = new OpenOrder(directory, view.url(), ordering.names(), key, challenge, time.instant());
            ledger.ordered(open);
            return new Current(open, view, true);
        }
    }

    /// RFC 9773 §5 names `alreadyReplaced`; authorities also refuse a certificate that they do not know, or that they
    /// know from another account. One that only stumbles is asked for the same again: an order that replaces
    /// nothing counts against its limits.
    private static boolean mayRefuseReplacing(AcmeTrouble trouble) {
        return trouble.notBefore().isEmpty()
                && (trouble.cause() == Cause.ALREADY_REPLACED || trouble.cause() == Cause.ACCOUNT_REFUSED);
    }
}
