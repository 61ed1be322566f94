package dev.portcullis.store;

/// The state folder cannot be used; the message says where, what was found, what was expected and what to do.
public final class StoreTrouble extends Exception {

    private static final long serialVersionUID = 1L;

    public StoreTrouble(String message) {
        super(message);
    }
}
