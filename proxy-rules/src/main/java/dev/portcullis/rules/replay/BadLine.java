package dev.portcullis.rules.replay;

/// A line of a log cannot be read. Its message holds nothing of the line.
public final class BadLine extends Exception {

    private static final long serialVersionUID = 1L;

    BadLine(String message) {
        super(message, null, false, false);
    }
}
