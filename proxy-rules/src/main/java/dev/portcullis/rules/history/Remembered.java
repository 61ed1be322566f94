package dev.portcullis.rules.history;

import dev.portcullis.rules.ban.Ban;
import dev.portcullis.rules.net.ClientKey;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/// What an engine knows from before it was started.
///
/// @param bans active ones, and those past ones that began within `memory`; the newest of each network suffices
/// @param owners when each client of the household was last seen to log in
/// @param credentials keyed hashes of credentials that worked, and when
/// @param nextBan id of the next ban
public record Remembered(
        List<Ban> bans, Map<ClientKey, Instant> owners, Map<String, Instant> credentials, long nextBan) {

    public static final Remembered NOTHING = new Remembered(List.of(), Map.of(), Map.of(), 1);

    public Remembered {
        // Not copied: there may be a million, in a form that takes less room than a copy would.
        bans = Collections.unmodifiableList(bans);
        owners = Map.copyOf(owners);
        credentials = Map.copyOf(credentials);
    }
}
