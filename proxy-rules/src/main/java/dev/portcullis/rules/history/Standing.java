package dev.portcullis.rules.history;

import dev.portcullis.rules.ban.Ban;
import dev.portcullis.rules.ban.Evidence;
import dev.portcullis.rules.net.ClientKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// How a client stands right now.
///
/// @param failedLogins weight of failed logins within the window
/// @param probes weight of probes within the window
/// @param limitFactor 1, or 5 for a client that is known to belong to the household
/// @param neverBanned why it is never banned; empty if it may be
/// @param ownerSince when it last logged in
/// @param ban the active ban that holds it, enforced or not
/// @param recent what counts against it now, oldest first
public record Standing(
        ClientKey client,
        double failedLogins,
        double probes,
        int limitFactor,
        String neverBanned,
        Optional<Instant> ownerSince,
        Optional<Ban> ban,
        List<Evidence> recent) {

    public Standing {
        recent = List.copyOf(recent);
    }
}
