package dev.portcullis.app;

import dev.portcullis.admin.BanDesk;
import dev.portcullis.rules.DetectionEngine;
import dev.portcullis.rules.Effect;
import dev.portcullis.rules.ban.Ban;
import dev.portcullis.rules.history.Standing;
import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Cidr;
import dev.portcullis.rules.net.Zone;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/// Carries out the owner's wishes on an engine, whether a server runs around it or not.
final class EngineDesk implements BanDesk {

    /// Longer than the store itself tries, shorter than the admin socket waits.
    private static final long PATIENCE_SECONDS = 15;

    private static final long MOST_PATIENCE_SECONDS = 50;
    private static final int CHANGES_A_SECOND = 5_000;

    private static final Cidr ALL_IPV4 = Cidr.parse("0.0.0.0/0");
    private static final Cidr ALL_IPV6 = Cidr.parse("::/0");

    private final EngineAccess engine;
    private final Function<Cidr, List<String>> spared;
    private final Supplier<Duration> first;
    private final Function<Address, Zone> zones;
    private final InstantSource time;

    /// @param spared why somebody in a network is never to be banned, one line for each reason; empty if nobody is
    /// @param first how long a first ban lasts
    EngineDesk(
            EngineAccess engine,
            Function<Cidr, List<String>> spared,
            Supplier<Duration> first,
            Function<Address, Zone> zones,
            InstantSource time) {
        this.engine = engine;
        this.spared = spared;
        this.first = first;
        this.zones = zones;
        this.time = time;
    }

    @Override
    public Answer add(List<Wish> wishes, boolean force) {
        if (!force) {
            List<String> objections = new ArrayList<>();
            for (Wish wish : wishes) {
                spared.apply(wish.network()).forEach(why -> objections.add(wish.network() + ": " + why));
            }
            if (!objections.isEmpty()) {
                return new Answer.NeedsForce(String.join("\n", objections));
            }
        }
        Instant now = time.instant();
        return change(
                wishes,
                (wish, running) -> running.ban(wish.network(), now, until(wish, now), wish.cause(), wish.reason()));
    }

    private Instant until(Wish wish, Instant now) {
        return wish.until().orElseGet(() -> now.plus(wish.duration().orElseGet(first)));
    }

    @Override
    public Answer remove(List<Cidr> networks, String why) {
        Instant now = time.instant();
        return change(networks, (network, running) -> running.lift(network, now, why));
    }

    @Override
    public Answer removeAll(String why) {
        return remove(List.of(ALL_IPV4, ALL_IPV6), why);
    }

    private <T> Answer change(List<T> wishes, BiFunction<T, DetectionEngine, List<Effect>> wish) {
        EngineAccess.Changed changed = engine.change(running -> wishes.stream()
                .flatMap(one -> wish.apply(one, running).stream())
                .toList());
        long patience = patience(changed.effects().size());
        try {
            changed.written().get(patience, TimeUnit.SECONDS);
            return new Answer.Done(changed.effects().stream()
                    .flatMap(effect -> banOf(effect).stream())
                    .toList());
        } catch (ExecutionException e) {
            return new Answer.Unwritten("in force until the next start, but not on disk: "
                    + (e.getCause() == null ? e : e.getCause()).getMessage() + ". Ask again when the disk is well.");
        } catch (TimeoutException _) {
            return new Answer.Unwritten("in force until the next start, but the disk does not answer (expected: within "
                    + patience + " s). See \"portcullis status\".");
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new Answer.Unwritten("interrupted before it was on disk");
        }
    }

    /// @param changes how many are to be written
    static long patience(int changes) {
        return Math.min(MOST_PATIENCE_SECONDS, PATIENCE_SECONDS + changes / CHANGES_A_SECOND);
    }

    private static List<Ban> banOf(Effect effect) {
        return switch (effect) {
            case Effect.Banned banned -> List.of(banned.ban());
            case Effect.Lifted lifted -> List.of(lifted.ban());
            case Effect.Spared _,
                    Effect.LoginSeen _,
                    Effect.ProbeSeen _,
                    Effect.CredentialLearned _,
                    Effect.OwnerSeen _,
                    Effect.Noticed _,
                    Effect.LoginsSlowed _ -> List.of();
        };
    }

    @Override
    public Standing standing(Address client) {
        Instant now = time.instant();
        return engine.look(running -> running.standing(client, zoneOf(client), now));
    }

    @Override
    public String zoneOf(Address client) {
        return zones.apply(client).name();
    }
}
