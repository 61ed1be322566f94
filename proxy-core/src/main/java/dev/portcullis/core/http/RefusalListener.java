package dev.portcullis.core.http;

/// Is told of every request that Portcullis itself refuses, once its client is known.
public interface RefusalListener {

    /// A refusal, told before it is answered.
    ///
    /// @param status what the client is to get; 0 for a closed connection
    /// @param detail what was ambiguous, for a path; else empty
    void refused(Exchange exchange, Refusal refusal, int status, String detail);

    /// A refusal that is answered with its own status.
    default void refused(Exchange exchange, Refusal refusal) {
        refused(exchange, refusal, refusal.status(), "");
    }
}
