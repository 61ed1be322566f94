package dev.portcullis.app;

import dev.portcullis.admin.AdminAnswer;
import dev.portcullis.admin.AdminRequest;
import dev.portcullis.admin.LedgerRoutes;
import dev.portcullis.cli.UsageTrouble;
import dev.portcullis.config.Config;
import dev.portcullis.config.ZoneNetworks;
import dev.portcullis.core.StartFailure;
import dev.portcullis.rules.DetectionEngine;
import dev.portcullis.rules.Effect;
import dev.portcullis.rules.history.Remembered;
import dev.portcullis.rules.net.Zones;
import dev.portcullis.store.Ledger;
import dev.portcullis.store.LedgerTrouble;
import dev.portcullis.store.ReadLedger;
import dev.portcullis.store.Store;
import dev.portcullis.store.StoreTrouble;
import java.net.SocketException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/// Answers on the database alone what a running server would answer on its socket.
///
/// An engine without traffic is made for each question, so bans follow the same rules whoever begins them.
final class OfflineLedger {

    private final Path state;
    private final Config.Protection protection;
    private final Zones zones;
    private final SparedNetworks spared;
    private final InstantSource time;

    private OfflineLedger(
            Path state, Config.Protection protection, Zones zones, SparedNetworks spared, InstantSource time) {
        this.state = state;
        this.protection = protection;
        this.zones = zones;
        this.spared = spared;
        this.time = time;
    }

    /// With the rules of a configuration, or with those that hold where it says nothing.
    static OfflineLedger of(Path state, Optional<Config> config, InstantSource time) throws UsageTrouble {
        Config.Protection protection = config.map(Config::protection).orElseGet(Config.Protection::standard);
        ZoneNetworks zones =
                config.map(Config::zones).orElse(new ZoneNetworks(Map.of("lan", Zones.defaultLan()), Optional.empty()));
        try {
            SparedNetworks spared =
                    SparedNetworks.of(zones, () -> protection.policy(Map.of()).neverBan());
            return new OfflineLedger(state, protection, zones.on(Interfaces.networks()), spared, time);
        } catch (StartFailure | SocketException e) {
            throw new UsageTrouble(String.valueOf(e.getMessage()));
        }
    }

    /// Blocks until what was asked is done and on disk. Whoever only reads takes no lock, and keeps no server waiting.
    AdminAnswer answer(String method, String path, Map<String, String> parameters, String body) {
        AdminRequest request = new AdminRequest(parameters, body);
        try {
            Optional<ReadLedger> readable = method.equals("GET") ? ReadLedger.open(state, time) : Optional.empty();
            if (readable.isPresent()) {
                try (ReadLedger ledger = readable.get()) {
                    Remembered known = ledger.remembered(protection.bans().memory(), protection.rememberOwner());
                    return routes(ledger, known, OfflineLedger::unwritable).answer(method, path, request);
                }
            }
            try (Store store = Store.open(state, protection.keep(), time)) {
                Remembered known = store.remembered(protection.bans().memory(), protection.rememberOwner());
                return routes(store, known, store::append).answer(method, path, request);
            }
        } catch (StoreTrouble | LedgerTrouble trouble) {
            return AdminAnswer.error(500, String.valueOf(trouble.getMessage()));
        }
    }

    private LedgerRoutes routes(
            Ledger ledger, Remembered known, Function<List<Effect>, CompletableFuture<Void>> journal) {
        DetectionEngine engine = new DetectionEngine(protection.policy(Map.of()), known);
        EngineDesk desk = new EngineDesk(
                new Direct(engine, journal), spared::in, () -> protection.bans().first(), zones::zoneOf, time);
        return new LedgerRoutes(ledger, desk, time);
    }

    private static CompletableFuture<Void> unwritable(List<Effect> effects) {
        return CompletableFuture.failedFuture(new StoreTrouble("opened for reading"));
    }

    /// On the caller's own thread.
    private record Direct(DetectionEngine engine, Function<List<Effect>, CompletableFuture<Void>> journal)
            implements EngineAccess {

        @Override
        public <T> T look(Function<DetectionEngine, T> question) {
            return question.apply(engine);
        }

        @Override
        public Changed change(Function<DetectionEngine, List<Effect>> wish) {
            List<Effect> effects = wish.apply(engine);
            return new Changed(effects, journal.apply(effects));
        }
    }
}
