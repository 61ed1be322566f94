package dev.portcullis.acme;

import org.jspecify.annotations.Nullable;

/// A certificate or key cannot be used.
///
/// The message stands for itself, `where: what was found (expected: …). Hint.`, and holds no key material.
public final class CertificateTrouble extends Exception {

    private static final long serialVersionUID = 1L;

    CertificateTrouble(String message) {
        this(message, null);
    }

    CertificateTrouble(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
