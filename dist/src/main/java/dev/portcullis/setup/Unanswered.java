package dev.portcullis.setup;

/// Something has to be said that was not, or was said wrongly.
public final class Unanswered extends Exception {

    private static final long serialVersionUID = 1L;

    /// @param message names the option, what was found, and what was expected
    Unanswered(String message) {
        super(message);
    }
}
