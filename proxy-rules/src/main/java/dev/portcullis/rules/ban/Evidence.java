package dev.portcullis.rules.ban;

import dev.portcullis.rules.signal.RequestTrace;
import java.time.Instant;

/// One thing that counted against a client.
///
/// @param what an outcome (`wrong_password`), a probe family (`secrets`), a refusal (`unknown-name`) or an own rule
/// @param weight how much it counted
/// @param status what the client got; 0 for none
public record Evidence(Instant at, String what, double weight, RequestTrace request, int status) {}
