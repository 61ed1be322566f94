package dev.portcullis.rules.replay;

import dev.portcullis.rules.DetectionEngine;
import dev.portcullis.rules.Effect;
import dev.portcullis.rules.ban.BanPolicy;
import dev.portcullis.rules.history.Remembered;
import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.ClientKey;
import dev.portcullis.rules.net.Zone;
import dev.portcullis.rules.signal.Observation;
import dev.portcullis.rules.signal.ProbeCatalog;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Runs a policy over logs: the same engine as for live traffic, with the clock of the log and no effect on anything.
///
/// Our own log holds all that the engine saw, so it comes to the same bans; of other logs only status and path speak.
/// Lines come in the order of time, file after file. Not thread-safe.
public final class Replayer {

    private static final int PROBLEMS = 20;

    private final DetectionEngine engine;
    private final Function<Address, Zone> zoneOf;
    private final RuleMatches rules;
    private final ForeignSignals foreign;

    private final List<String> problems = new ArrayList<>();
    private final List<Effect.Banned> bans = new ArrayList<>();
    private final List<Effect.Spared> spared = new ArrayList<>();
    private final Set<String> sparedBefore = new HashSet<>();
    private final Set<ClientKey> clients = new HashSet<>();
    private final Map<ClientKey, Instant> household = new HashMap<>();
    private String file = "";
    private @Nullable LogFormat format;
    private long lineOfFile;
    private long lines;
    private long skipped;
    private @Nullable Instant first;
    private @Nullable Instant last;

    /// @param zoneOf where an address is; what the log says of zones does not count
    public Replayer(BanPolicy policy, Function<Address, Zone> zoneOf, ProbeCatalog catalog) {
        this.engine = new DetectionEngine(policy, Remembered.NOTHING, catalog);
        this.zoneOf = zoneOf;
        this.rules = new RuleMatches(policy.rules());
        this.foreign = new ForeignSignals(catalog, ForeignPaths::scrub);
    }

    /// Another file begins. The first line that can be read shows its format.
    ///
    /// @param name for messages
    public void file(String name) {
        file = name;
        format = null;
        lineOfFile = 0;
    }

    /// Takes one line; a broken one is counted and passed over.
    public void line(String line) {
        lines++;
        lineOfFile++;
        if (line.isBlank()) {
            return;
        }
        try {
            switch (format(line).read(line)) {
                case LogLine.Own own -> observe(own.seen());
                case LogLine.Foreign it ->
                    observe(foreign.read(it.request(), zoneOf.apply(it.request().client())));
                case LogLine.Other.REMARK -> {}
            }
        } catch (BadLine e) {
            skipped++;
            if (problems.size() < PROBLEMS) {
                problems.add(file + ":" + lineOfFile + ": " + e.getMessage());
            }
        }
    }

    private LogFormat format(String line) throws BadLine {
        LogFormat known = format;
        if (known == null) {
            known = LogFormat.of(line)
                    .orElseThrow(() ->
                            new BadLine("unknown format (expected: Portcullis' own, nginx combined or Caddy JSON)"));
            format = known;
        }
        return known;
    }

    private void observe(Observation seen) {
        first = first == null || seen.at().isBefore(first) ? seen.at() : first;
        last = last == null || seen.at().isAfter(last) ? seen.at() : last;
        clients.add(ClientKey.of(seen.client()));
        engine.observe(rules.in(inZone(seen))).forEach(this::note);
    }

    private Observation inZone(Observation seen) {
        String zone = zoneOf.apply(seen.client()).name();
        return zone.equals(seen.zone())
                ? seen
                : new Observation(
                        seen.at(),
                        seen.client(),
                        zone,
                        seen.site(),
                        seen.request(),
                        seen.answer(),
                        seen.outcome(),
                        seen.credential(),
                        seen.user(),
                        seen.families(),
                        seen.ownRules());
    }

    private void note(Effect effect) {
        switch (effect) {
            case Effect.Banned banned -> bans.add(banned);
            case Effect.Spared it -> {
                if (sparedBefore.add(it.client() + " " + it.rule() + " " + it.why())) {
                    spared.add(it);
                }
            }
            case Effect.OwnerSeen owner -> household.put(owner.client(), owner.at());
            case Effect.Lifted _,
                    Effect.LoginSeen _,
                    Effect.ProbeSeen _,
                    Effect.CredentialLearned _,
                    Effect.Noticed _,
                    Effect.LoginsSlowed _ -> {}
        }
    }

    /// All of it so far.
    public ReplayReport report() {
        return new ReplayReport(
                lines,
                skipped,
                problems,
                Optional.ofNullable(first),
                Optional.ofNullable(last),
                clients.size(),
                bans,
                spared,
                household);
    }
}
