package dev.portcullis.acme.order;

import java.io.IOException;
import java.net.http.HttpHeaders;
import java.time.Instant;
import java.util.Optional;

/// An authority answered with a status of 400 or more.
final class Refusal extends IOException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final transient Optional<ProblemDocument> problem;
    private final transient HttpHeaders headers;
    private final transient Optional<Instant> retryAfter;

    /// @param problem what it says, if it says something that can be read (RFC 8555 §6.7)
    /// @param retryAfter by our clock
    Refusal(int status, Optional<ProblemDocument> problem, HttpHeaders headers, Optional<Instant> retryAfter) {
        super("HTTP " + status);
        this.status = status;
        this.problem = problem;
        this.headers = headers;
        this.retryAfter = retryAfter;
    }

    int status() {
        return status;
    }

    Optional<ProblemDocument> problem() {
        return problem;
    }

    HttpHeaders headers() {
        return headers;
    }

    Optional<Instant> retryAfter() {
        return retryAfter;
    }

    /// Whether this is what the protocol calls so: `accountDoesNotExist`.
    boolean is(String type) {
        return problem.filter(known -> known.type().equals(type)).isPresent();
    }
}
