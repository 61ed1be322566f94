package dev.portcullis.rules;

import dev.portcullis.rules.ban.Ban;
import dev.portcullis.rules.ban.BanLedger;
import dev.portcullis.rules.ban.BanPolicy;
import dev.portcullis.rules.ban.BanSnapshot;
import dev.portcullis.rules.ban.Cause;
import dev.portcullis.rules.history.ClientHistory;
import dev.portcullis.rules.history.ClientTable;
import dev.portcullis.rules.history.Event.Kind;
import dev.portcullis.rules.history.Household;
import dev.portcullis.rules.history.KnownCredentials;
import dev.portcullis.rules.history.Remembered;
import dev.portcullis.rules.history.Standing;
import dev.portcullis.rules.history.Windows;
import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Cidr;
import dev.portcullis.rules.net.ClientKey;
import dev.portcullis.rules.signal.FamilyWeights;
import dev.portcullis.rules.signal.Observation;
import dev.portcullis.rules.signal.ProbeCatalog;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;

/// Judges what is observed: who has failed too often, who probes, who is banned for how long.
///
/// Deterministic: the same observations in the same order have the same effects, so live traffic and a replay of its
/// log come to the same bans. Time comes in with each call and may stand still or jump. Not thread-safe.
public final class DetectionEngine {

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

    private final BanLedger ledger;
    private final Household household;
    private final ClientTable clients;
    private final Logins logins;
    private final Probes probes;
    private final Sentence sentence;

    private BanPolicy policy;

    /// An engine with the standard catalogue of probes.
    ///
    /// @param remembered from before; nothing for a replay
    public DetectionEngine(BanPolicy policy, Remembered remembered) {
        this(policy, remembered, ProbeCatalog.standard());
    }

    /// An engine with a catalogue of its own.
    ///
    /// @param remembered from before; nothing for a replay
    public DetectionEngine(BanPolicy policy, Remembered remembered, FamilyWeights families) {
        this.policy = policy;
        this.ledger = new BanLedger(remembered.bans(), remembered.nextBan());
        this.household = new Household(remembered.owners());
        this.clients = new ClientTable(Windows.of(policy));
        KnownCredentials known = new KnownCredentials(remembered.credentials());
        this.logins = new Logins(known, household);
        this.probes = new Probes(families, known);
        this.sentence = new Sentence(ledger, household);
    }

    /// Takes one observation in.
    ///
    /// @return what follows, in the order in which it happened; usually nothing
    public List<Effect> observe(Observation observation) {
        Instant now = observation.at();
        ledger.sweep(now, policy.terms().memory());
        Optional<Ban> ban = ledger.holding(observation.client(), now);
        if (ban.isPresent() && (ban.get().enforced() || !policy.enforce())) {
            return List.of();
        }
        List<Effect> effects = new ArrayList<>();
        ClientKey client = ClientKey.of(observation.client());
        Windows windows = clients.windows();
        ClientHistory history = clients.of(client, now.toEpochMilli());
        history = logins.judge(observation, client, history, windows, effects);
        history = probes.judge(observation, history, policy, windows, effects);
        history = sentence.pass(observation, history, policy, windows, ban.isPresent(), effects);
        clients.put(client, history);
        return List.copyOf(effects);
    }

    /// Bans a network on behalf of the owner, whoever it is, and whether or not the policy is enforced; a ban of the
    /// same network is replaced.
    ///
    /// @param until [Instant#MAX] for ever, and so is all after the year 9999
    public List<Effect> ban(Cidr network, Instant now, Instant until, Cause cause, String note) {
        Instant from = now.truncatedTo(ChronoUnit.MILLIS);
        Instant end = until.isAfter(LATEST) ? Instant.MAX : until.truncatedTo(ChronoUnit.MILLIS);
        Ban ban = new Ban(ledger.takeId(), network, from, end, cause, "", 0, true, note);
        ledger.add(ban);
        return List.of(new Effect.Banned(ban, List.of()));
    }

    /// Ends the bans of networks that hold, or lie in, this one; what counts against their clients is forgotten.
    public List<Effect> lift(Cidr network, Instant now, String why) {
        clients.forget(network);
        List<Effect> effects = new ArrayList<>();
        for (Ban ban : ledger.lift(network, now)) {
            clients.forget(ban.network());
            effects.add(new Effect.Lifted(ban, now, why));
        }
        return List.copyOf(effects);
    }

    /// From now on another policy holds; bans and histories stay.
    public void policy(BanPolicy next) {
        policy = next;
        clients.windows(Windows.of(next));
    }

    /// The enforced bans; the same object for as long as nothing changed.
    public BanSnapshot snapshot() {
        return ledger.snapshot();
    }

    /// Enforced bans that are active. Goes through all of them.
    public int active(Instant now) {
        return ledger.active(now);
    }

    /// How a client stands.
    ///
    /// @param zone of the address
    public Standing standing(Address client, String zone, Instant now) {
        ClientKey key = ClientKey.of(client);
        Windows windows = clients.windows();
        ClientHistory history = clients.of(key, now.toEpochMilli());
        return new Standing(
                key,
                history.weight(Sentence.LOGINS, windows),
                history.weight(Sentence.PROBES, windows),
                sentence.factor(key, now, policy),
                policy.neverBan().reason(client, zone),
                household.since(key),
                ledger.holding(client, now),
                history.evidence(EnumSet.allOf(Kind.class), windows));
    }
}
