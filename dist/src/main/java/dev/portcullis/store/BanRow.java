package dev.portcullis.store;

import dev.portcullis.rules.ban.Ban;
import java.time.Instant;
import java.util.Optional;

/// A ban with what became of it.
///
/// @param lifted when it was ended before its time
/// @param liftedWhy in the owner's words
/// @param turnedAway connections and requests that were closed because of it
/// @param lastSeen when the last of them came
public record BanRow(Ban ban, Optional<Instant> lifted, String liftedWhy, long turnedAway, Optional<Instant> lastSeen) {

    public boolean activeAt(Instant now) {
        return lifted.isEmpty() && ban.activeAt(now);
    }
}
