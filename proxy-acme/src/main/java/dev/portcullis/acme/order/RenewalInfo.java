package dev.portcullis.acme.order;

import java.time.Instant;

/// When an authority would like a certificate to be renewed (RFC 9773 §4.2).
///
/// @param start of the window; in the past where the certificate is to be replaced at once
/// @param explanation where the owner can read why; empty for nothing
/// @param askAgain when to ask again
public record RenewalInfo(Instant start, Instant end, String explanation, Instant askAgain) {}
