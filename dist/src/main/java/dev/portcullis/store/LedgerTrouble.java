package dev.portcullis.store;

/// The ledger cannot be read; the message says where and why.
public final class LedgerTrouble extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LedgerTrouble(String message, Throwable cause) {
        super(message, cause);
    }
}
