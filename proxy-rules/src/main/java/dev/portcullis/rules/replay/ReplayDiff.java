package dev.portcullis.rules.replay;

import dev.portcullis.rules.Effect;
import dev.portcullis.rules.net.Cidr;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// How two policies differ over the same logs. The first ban of a network is compared with its first, the second with
/// its second, and so on.
///
/// @param onlyFirst bans that only the first policy comes to
/// @param onlySecond bans that only the second policy comes to
/// @param changed bans that both come to, with another beginning, end or rule
/// @param same how many bans are the same
public record ReplayDiff(
        List<Effect.Banned> onlyFirst, List<Effect.Banned> onlySecond, List<Changed> changed, int same) {

    public ReplayDiff {
        onlyFirst = List.copyOf(onlyFirst);
        onlySecond = List.copyOf(onlySecond);
        changed = List.copyOf(changed);
    }

    /// A ban of both policies.
    public record Changed(Effect.Banned first, Effect.Banned second) {}

    /// Compares two replays of the same logs.
    public static ReplayDiff of(ReplayReport first, ReplayReport second) {
        Map<Cidr, List<Effect.Banned>> ones = byNetwork(first);
        Map<Cidr, List<Effect.Banned>> others = byNetwork(second);
        List<Effect.Banned> onlyFirst = new ArrayList<>();
        List<Effect.Banned> onlySecond = new ArrayList<>();
        List<Changed> changed = new ArrayList<>();
        int same = 0;
        for (Map.Entry<Cidr, List<Effect.Banned>> entry : ones.entrySet()) {
            List<Effect.Banned> mine = entry.getValue();
            List<Effect.Banned> theirs = others.getOrDefault(entry.getKey(), List.of());
            int both = Math.min(mine.size(), theirs.size());
            for (int i = 0; i < both; i++) {
                if (isSame(mine.get(i), theirs.get(i))) {
                    same++;
                } else {
                    changed.add(new Changed(mine.get(i), theirs.get(i)));
                }
            }
            onlyFirst.addAll(mine.subList(both, mine.size()));
            onlySecond.addAll(theirs.subList(both, theirs.size()));
        }
        others.forEach((network, theirs) -> {
            if (!ones.containsKey(network)) {
                onlySecond.addAll(theirs);
            }
        });
        return new ReplayDiff(onlyFirst, onlySecond, changed, same);
    }

    private static Map<Cidr, List<Effect.Banned>> byNetwork(ReplayReport report) {
        Map<Cidr, List<Effect.Banned>> bans = new LinkedHashMap<>();
        report.bans()
                .forEach(banned -> bans.computeIfAbsent(banned.ban().network(), _ -> new ArrayList<>())
                        .add(banned));
        return bans;
    }

    private static boolean isSame(Effect.Banned one, Effect.Banned other) {
        return one.ban().from().equals(other.ban().from())
                && one.ban().until().equals(other.ban().until())
                && one.ban().rule().equals(other.ban().rule())
                && one.ban().enforced() == other.ban().enforced();
    }
}
