package dev.portcullis.acme.renew;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.keep.LedgerState;
import dev.portcullis.acme.keep.Notes;
import dev.portcullis.acme.keep.RenewalLedger;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The notes of one certificate, in the ledger and at hand.
///
/// What the ledger could not take is remembered at hand until the program ends: a full disk stops orders, not
/// time. Orders are the ledger's alone; here they may be old.
final class Remembered {

    private static final Logger LOG = LoggerFactory.getLogger(Remembered.class);

    private final RenewalLedger ledger;
    private final String label;
    private Notes notes = Notes.NONE;
    private boolean loaded;

    Remembered(RenewalLedger ledger, String label) {
        this.ledger = ledger;
        this.label = label;
        load();
    }

    /// Reads the ledger anew.
    void reread() {
        loaded = false;
        load();
    }

    /// Reads the ledger if that was not possible so far.
    void load() {
        if (!loaded) {
            try {
                notes = ledger.state().notes(label);
                loaded = true;
            } catch (AcmeFailure unreadable) {
                // Told by the attempt that it makes impossible.
                LOG.debug("{}: its notes cannot be read", label, unreadable);
            }
        }
    }

    Notes notes() {
        return notes;
    }

    /// The orders as they are in the ledger; none where it cannot be read.
    Notes.Orders orders() {
        return state().notes(label).orders();
    }

    /// What is in the ledger; nothing where it cannot be read.
    LedgerState state() {
        try {
            return ledger.state();
        } catch (AcmeFailure _) {
            return LedgerState.EMPTY;
        }
    }

    /// Changes the notes; where they cannot be written only those at hand.
    void note(UnaryOperator<Notes> change) {
        try {
            write(change, UnaryOperator.identity());
        } catch (AcmeFailure unwritten) {
            LOG.warn("{}", unwritten.getMessage());
        }
    }

    /// Changes the notes, at hand in any case.
    ///
    /// @param besides what else changes in the same write
    /// @throws AcmeFailure where they cannot be written
    void write(UnaryOperator<Notes> change, UnaryOperator<LedgerState> besides) throws AcmeFailure {
        notes = change.apply(notes);
        ledger.update(state -> besides.apply(state).with(label, change));
    }
}
