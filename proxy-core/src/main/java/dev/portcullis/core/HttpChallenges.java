package dev.portcullis.core;

import java.util.Optional;

/// Answers to ACME's HTTP-01 challenges (RFC 8555 §8.3).
///
/// Called on event loops: answers come from memory and never block.
public interface HttpChallenges {

    /// Nothing is being validated.
    HttpChallenges NONE = token -> Optional.empty();

    /// Whether an authority may come to validate just now. Only then does a client that is one too many get as far
    /// as its request, which shows whether it is the authority.
    default boolean awaited() {
        return false;
    }

    /// The key authorization for a token that is being validated right now; empty for any other.
    ///
    /// @param token characters of `[A-Za-z0-9_-]` only
    Optional<String> keyAuthorization(String token);
}
