package dev.portcullis.acme;

import org.jspecify.annotations.Nullable;

/// A step towards a certificate failed; the trouble says why.
public final class AcmeFailure extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient AcmeTrouble trouble;

    public AcmeFailure(AcmeTrouble trouble) {
        this(trouble, null);
    }

    /// @param cause for the log at level debug
    public AcmeFailure(AcmeTrouble trouble, @Nullable Throwable cause) {
        super(trouble.toString(), cause);
        this.trouble = trouble;
    }

    public AcmeTrouble trouble() {
        return trouble;
    }
}
