package dev.portcullis.acme.order;

import dev.portcullis.acme.AcmeTrouble;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// An order as its authority shows it (RFC 8555 §7.1.3).
///
/// @param error why it is invalid
/// @param askAgain not to be asked before that moment
public record OrderView(
        URI url,
        Status status,
        Optional<Instant> expires,
        List<URI> authorizations,
        Optional<AcmeTrouble> error,
        Optional<Instant> askAgain) {

    public OrderView {
        authorizations = List.copyOf(authorizations);
    }

    /// RFC 8555 §7.1.6.
    public enum Status {
        PENDING,
        READY,
        PROCESSING,
        VALID,
        INVALID
    }
}
