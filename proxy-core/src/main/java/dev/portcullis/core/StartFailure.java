package dev.portcullis.core;

/// The data plane cannot start; the message says where, what was found, what was expected and what to do.
public final class StartFailure extends Exception {

    private static final long serialVersionUID = 1L;

    public StartFailure(String message) {
        super(message);
    }
}
