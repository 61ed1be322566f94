package dev.portcullis.store;

import dev.portcullis.rules.net.Address;
import java.time.Instant;

/// A login that failed or succeeded.
///
/// @param outcome as [dev.portcullis.rules.signal.Outcome#key] spells it
/// @param credential as [dev.portcullis.rules.signal.Credential.Kind#key] spells it
/// @param weight what it counted; 0 for success
public record LoginRow(
        long id,
        Instant at,
        Address client,
        String zone,
        String site,
        String outcome,
        String credential,
        double weight,
        String path,
        int status,
        String agent) {}
