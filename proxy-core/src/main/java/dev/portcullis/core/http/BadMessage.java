package dev.portcullis.core.http;

/// A message that is refused; thrown without a stack trace, since attackers choose how often.
public final class BadMessage extends Exception {

    private static final long serialVersionUID = 1L;

    private final Refusal refusal;

    public BadMessage(Refusal refusal) {
        super(refusal.code(), null, false, false);
        this.refusal = refusal;
    }

    public Refusal refusal() {
        return refusal;
    }
}
