package dev.portcullis.rules.replay;

import dev.portcullis.rules.Effect;
import dev.portcullis.rules.net.ClientKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What a policy would have done over some logs.
///
/// @param lines read, the skipped ones included
/// @param skipped lines that nobody could read
/// @param problems the first of these: `access.log:12: why`
/// @param first time of the earliest line
/// @param last time of the latest line
/// @param clients how many there were
/// @param bans in the order in which they would have begun
/// @param spared who would have been banned but for `never_ban` or an earlier login; once for each client and rule
/// @param household clients that logged in successfully within the logs, and when they last did
public record ReplayReport(
        long lines,
        long skipped,
        List<String> problems,
        Optional<Instant> first,
        Optional<Instant> last,
        long clients,
        List<Effect.Banned> bans,
        List<Effect.Spared> spared,
        Map<ClientKey, Instant> household) {

    public ReplayReport {
        problems = List.copyOf(problems);
        bans = List.copyOf(bans);
        spared = List.copyOf(spared);
        household = Map.copyOf(household);
    }
}
