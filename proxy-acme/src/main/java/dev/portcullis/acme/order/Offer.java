package dev.portcullis.acme.order;

import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.ChallengeType;
import java.net.URI;
import java.util.Optional;

/// One challenge that an authority offers.
///
/// @param begun whether the authority was told to look already
/// @param keyAuthorization the token bound to our account's key (RFC 8555 §8.1)
/// @param error why it failed
public record Offer(
        URI url,
        ChallengeType type,
        String token,
        String keyAuthorization,
        boolean begun,
        Optional<AcmeTrouble> error) {}
