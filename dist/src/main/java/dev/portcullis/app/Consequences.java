package dev.portcullis.app;

import dev.portcullis.rules.Effect;
import dev.portcullis.rules.ban.BanSnapshot;
import dev.portcullis.rules.limit.RateLimits;
import dev.portcullis.rules.net.Address;
import dev.portcullis.store.Store;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Carries out what the engine decides: bans are in force and connections told to close at once, the disk and the log
/// follow.
final class Consequences {

    private final Store store;
    private final RateLimits limits;
    private final ServerLog log;
    private final InstantSource time;
    private final EffectTally tally = new EffectTally();
    private final RecentEvents recent = new RecentEvents();
    private volatile BanSnapshot bans;
    private volatile Consumer<Predicate<Address>> evict = banned -> {};

    Consequences(BanSnapshot bans, Store store, RateLimits limits, ServerLog log, InstantSource time) {
        this.bans = bans;
        this.store = store;
        this.limits = limits;
        this.log = log;
        this.time = time;
    }

    /// From here on there are connections to close.
    void evicts(Consumer<Predicate<Address>> connections) {
        evict = connections;
    }

    /// What was carried out since start.
    EffectTally tally() {
        return tally;
    }

    RecentEvents recent() {
        return recent;
    }

    BanSnapshot bans() {
        return bans;
    }

    /// Closes what these clients have open, within a moment.
    void closes(Predicate<Address> clients) {
        evict.accept(clients);
    }

    /// Carries out what was decided.
    ///
    /// @param now the bans that are in force with these effects
    /// @return completes once they are on disk
    CompletableFuture<Void> of(List<Effect> effects, BanSnapshot now) {
        bans = now;
        tally.count(effects);
        recent.add(effects);
        if (effects.stream().anyMatch(Consequences::closesDoors)) {
            long millis = time.millis();
            evict.accept(client -> now.bans(client, millis));
        }
        for (Effect effect : effects) {
            switch (effect) {
                case Effect.LoginsSlowed slowed -> limits.slowLogins(slowed.until());
                case Effect.OwnerSeen owner -> limits.household(owner.client().prefix());
                case Effect.Banned banned -> log.banned(banned.ban());
                case Effect.Lifted lifted -> log.lifted(lifted);
                case Effect.Noticed noticed -> log.noticed(noticed);
                case Effect.Spared _, Effect.LoginSeen _, Effect.ProbeSeen _, Effect.CredentialLearned _ -> {}
            }
        }
        return store.append(effects);
    }

    private static boolean closesDoors(Effect effect) {
        return effect instanceof Effect.Banned banned && banned.ban().enforced();
    }
}
