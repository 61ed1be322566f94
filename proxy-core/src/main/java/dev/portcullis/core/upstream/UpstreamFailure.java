package dev.portcullis.core.upstream;

import dev.portcullis.core.http.Refusal;

/// Why an upstream owes an answer.
enum UpstreamFailure {
    /// No connection could be made.
    UNREACHABLE(Refusal.UPSTREAM_DOWN),
    /// No more connections may be made, in all or for this client.
    FULL(Refusal.UPSTREAM_FULL),
    /// The connection ended before the first byte of an answer.
    DIED(Refusal.UPSTREAM_DOWN),
    /// The answer broke off.
    CUT(Refusal.UPSTREAM_ANSWER),
    /// The answer was not HTTP as we accept it.
    MALFORMED(Refusal.UPSTREAM_ANSWER),
    /// The answer did not begin in time.
    LATE(Refusal.UPSTREAM_TIME);

    private final Refusal refusal;

    UpstreamFailure(Refusal refusal) {
        this.refusal = refusal;
    }

    /// What the client is told.
    Refusal refusal() {
        return refusal;
    }
}
