package dev.portcullis.core;

import java.util.Optional;

/// Certificates for ACME's TLS-ALPN-01 challenges (RFC 8737).
///
/// Called on event loops: answers come from memory and never block.
public interface TlsChallenges {

    /// Nothing is being validated.
    TlsChallenges NONE = new TlsChallenges() {
        @Override
        public boolean awaited() {
            return false;
        }

        @Override
        public Optional<ServerCertificate> certificate(String serverName) {
            return Optional.empty();
        }
    };

    /// Whether an authority may come to validate just now. Only then does a client that is banned, over its
    /// allowance or one too many get as far as its ClientHello, which shows whether it is the authority.
    boolean awaited();

    /// The certificate with the `acmeIdentifier` extension for a name that is being validated right now; empty for
    /// any other. It is the same object each time, so that its TLS context is built once.
    ///
    /// @param serverName lower case, without a trailing dot; an address is asked for by its `in-addr.arpa` or
    ///     `ip6.arpa` name (RFC 8738 §6)
    Optional<ServerCertificate> certificate(String serverName);
}
