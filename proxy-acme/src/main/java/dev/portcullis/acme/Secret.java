package dev.portcullis.acme;

/// A token or a key that must never be printed.
///
/// @param value without white space around it
public record Secret(String value) {

    /// @throws IllegalArgumentException if there is nothing in it
    public Secret {
        value = value.strip();
        if (value.isEmpty()) {
            throw new IllegalArgumentException("secret: empty (expected: a token or a key)");
        }
    }

    /// Without the secret.
    @Override
    public String toString() {
        return "***";
    }
}
