package dev.portcullis.acme.renew;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.ChallengeType;
import dev.portcullis.acme.Names;
import dev.portcullis.acme.keep.CaEvent;
import dev.portcullis.acme.keep.LedgerState;
import dev.portcullis.acme.keep.Notes;
import dev.portcullis.acme.keep.RenewalLedger;
import dev.portcullis.acme.order.OpenOrder;
import dev.portcullis.acme.order.OrderLedger;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The ledger as one certificate's order at one authority sees it, with the authority's limits kept.
///
/// The end of an order is written down with what follows it: a new order, a failure ([#settle]) or the
/// certificate ([#issued]). So a crash before the certificate is on the disk finds its order again.
final class CountedOrders implements OrderLedger {

    private final RenewalLedger ledger;
    private final String label;
    private final URI directory;
    private final InstantSource time;
    private final boolean rehearsal;
    private @Nullable OpenOrder rehearsed;
    private @Nullable ChallengeType proven;
    private boolean ended;
    private boolean issued;

    /// @param rehearsal whether the certificate will be thrown away: everything is counted, but no order
    ///     is taken up again
    CountedOrders(RenewalLedger ledger, String label, URI directory, InstantSource time, boolean rehearsal) {
        this.ledger = ledger;
        this.label = label;
        this.directory = directory;
        this.time = time;
        this.rehearsal = rehearsal;
    }

    @Override
    public Optional<OpenOrder> open() {
        return ended ? Optional.empty() : order();
    }

    private Optional<OpenOrder> order() {
        return rehearsal
                ? Optional.ofNullable(rehearsed)
                : Optional.ofNullable(orders().open().get(directory));
    }

    /// What cannot be read now cannot be written either: the order ends at its first write.
    private Notes.Orders orders() {
        try {
            return ledger.state().notes(label).orders();
        } catch (AcmeFailure _) {
            return Notes.NONE.orders();
        }
    }

    @Override
    public void registering() throws AcmeFailure {
        Instant now = time.instant();
        ledger.update(state -> {
            refuse(limits().registering(state, directory, now));
            return state.plus(new CaEvent(CaEvent.Kind.REGISTRATION, directory, "", now));
        });
    }

    @Override
    public void ordering(List<String> names, boolean replaces) throws AcmeFailure {
        settle();
        Instant now = time.instant();
        ledger.update(state -> {
            refuse(limits().ordering(state, directory, names, replaces, now));
            return state.plus(new CaEvent(CaEvent.Kind.ORDER, directory, CaEvent.set(names), now));
        });
    }

    @Override
    public void ordered(OpenOrder order) throws AcmeFailure {
        ended = false;
        if (rehearsal) {
            rehearsed = order;
        } else {
            change(orders -> orders.opened(order));
        }
    }

    @Override
    public void proving(String name) throws AcmeFailure {
        Instant now = time.instant();
        ledger.update(state -> {
            refuse(limits().proving(state, directory, name, now));
            return state.plus(new CaEvent(CaEvent.Kind.PROOF, directory, name, now));
        });
    }

    @Override
    public void notProven(String name, ChallengeType challenge, AcmeTrouble trouble) throws AcmeFailure {
        Instant now = time.instant();
        ledger.update(state -> {
            List<CaEvent> events = new ArrayList<>(state.events());
            lastProof(events, name).ifPresent(events::remove);
            events.add(new CaEvent(CaEvent.Kind.FAILED_PROOF, directory, name, now));
            LedgerState counted = state.with(events);
            return rehearsal
                    ? counted
                    : counted.with(label, notes -> notes.with(notes.orders().doubting(directory)));
        });
    }

    @Override
    public void proven(ChallengeType challenge) throws AcmeFailure {
        proven = challenge;
        Set<String> names = order().map(OpenOrder::names).orElse(List.of()).stream()
                .map(name -> Names.base(name).toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        ledger.update(state -> {
            List<CaEvent> events = new ArrayList<>(state.events());
            events.removeIf(event ->
                    isProof(event) && names.contains(Names.base(event.about()).toLowerCase(Locale.ROOT)));
            return state.with(events)
                    .with(label, notes -> notes.with(notes.orders().provenBy(challenge)));
        });
    }

    @Override
    public void closed(boolean mayBeIssued) {
        ended = true;
        issued = mayBeIssued;
    }

    /// What the names were proven with.
    Optional<ChallengeType> provenBy() {
        return Optional.ofNullable(proven).or(() -> order().map(OpenOrder::challenge));
    }

    /// Writes down the end of an order that brought no certificate that we can use. One that may exist all the
    /// same counts.
    void settle() throws AcmeFailure {
        if (ended) {
            boolean counts = issued;
            ledger.update(state -> counts ? issued(state) : withoutOrder(state));
            ended = false;
            rehearsed = null;
        }
    }

    /// The state in which this order has brought its certificate.
    LedgerState issued(LedgerState state) {
        return order().map(order -> withoutOrder(state)
                        .plus(new CaEvent(
                                CaEvent.Kind.CERTIFICATE, directory, CaEvent.set(order.names()), time.instant())))
                .orElse(state);
    }

    private LedgerState withoutOrder(LedgerState state) {
        return rehearsal
                ? state
                : state.with(label, notes -> notes.with(notes.orders().closed(directory)));
    }

    private Optional<CaEvent> lastProof(List<CaEvent> events, String name) {
        return events.reversed().stream()
                .filter(event -> isProof(event) && event.about().equals(name))
                .findFirst();
    }

    private boolean isProof(CaEvent event) {
        return event.kind() == CaEvent.Kind.PROOF && event.directory().equals(directory);
    }

    private void change(UnaryOperator<Notes.Orders> change) throws AcmeFailure {
        ledger.update(state -> state.with(label, notes -> notes.with(change.apply(notes.orders()))));
    }

    private CaLimits limits() {
        return CaLimits.of(directory);
    }

    private static void refuse(Optional<AcmeTrouble> refusal) throws AcmeFailure {
        if (refusal.isPresent()) {
            throw new AcmeFailure(refusal.get());
        }
    }
}
