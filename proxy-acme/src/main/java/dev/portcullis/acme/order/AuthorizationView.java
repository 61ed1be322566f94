package dev.portcullis.acme.order;

import dev.portcullis.acme.AcmeTrouble;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// An authorization as its authority shows it (RFC 8555 §7.1.4).
///
/// @param name what is to be proven: a host name without `*.`, or an address
/// @param wildcard whether it is for `*.name`
/// @param offers the challenges of types that we know; others are left out
/// @param askAgain not to be asked before that moment
public record AuthorizationView(
        URI url, String name, boolean wildcard, Status status, List<Offer> offers, Optional<Instant> askAgain) {

    public AuthorizationView {
        offers = List.copyOf(offers);
    }

    /// Why the challenge failed, if one did.
    public Optional<AcmeTrouble> error() {
        return offers.stream().flatMap(offer -> offer.error().stream()).findFirst();
    }

    /// RFC 8555 §7.1.6; what cannot become valid any more is invalid.
    public enum Status {
        PENDING,
        VALID,
        INVALID
    }
}
