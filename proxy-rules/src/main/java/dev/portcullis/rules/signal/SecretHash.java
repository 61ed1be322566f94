package dev.portcullis.rules.signal;

/// Names a secret without holding it.
public interface SecretHash {

    /// A keyed hash of the secret, 32 lower-case hexadecimal digits; the same for the same secret and key.
    String of(String secret);
}
