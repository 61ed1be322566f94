package dev.portcullis.rules.ban;

import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Cidr;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// Knows who is banned, and who was within `memory`: the newest ban of each network. Times are kept in milliseconds.
///
/// Nothing that is active is ever evicted. Not thread-safe, but for the snapshots it hands out.
public final class BanLedger {

    private static final long A_MINUTE = 60_000;
    private static final Comparator<Ban> STRONGEST =
            Comparator.comparing(Ban::enforced).thenComparing(Ban::until);

    private final BanWords words = new BanWords();
    private final ClientBans ipv4;
    private final ClientBans ipv6;
    /// By kind and key.
    private final Map<Integer, Map<Long, Ban>> others = new TreeMap<>();

    private BanSnapshot snapshot;
    private long nextId;
    /// The latest time that was told, or that a ban began.
    private long clock = Long.MIN_VALUE / 2;
    private int turn;

    /// @param bans in any order; the one with the highest id of each network counts
    public BanLedger(List<Ban> bans, long nextId) {
        this.nextId = nextId;
        ipv4 = new ClientBans(Prefixes.IPV4_CLIENT, words, bans);
        ipv6 = new ClientBans(Prefixes.IPV6_CLIENT, words, bans);
        for (Ban ban : bans) {
            if (newestId(ban.network()) <= ban.id()) {
                put(ban);
            }
            this.nextId = Math.max(this.nextId, ban.id() + 1);
        }
        this.snapshot = BanSnapshot.ofKinds(enforced());
    }

    private Map<Integer, LayeredEnds.Source> enforced() {
        Map<Integer, LayeredEnds.Source> sources = new TreeMap<>();
        sources.put(Prefixes.IPV4_CLIENT, ipv4::forEachEnforced);
        sources.put(Prefixes.IPV6_CLIENT, ipv6::forEachEnforced);
        others.forEach((kind, bans) -> sources.put(
                kind,
                reader -> bans.forEach((key, ban) -> {
                    if (ban.enforced()) {
                        reader.ban(key, ClientBans.until(ban));
                    }
                })));
        return sources;
    }

    /// The id of the next ban; each is handed out once.
    public long takeId() {
        return nextId++;
    }

    /// Adds a ban, in the place of another of the same network.
    public void add(Ban ban) {
        put(ban);
        snapshot =
                ban.enforced() ? snapshot.with(ban.network(), ClientBans.until(ban)) : snapshot.without(ban.network());
    }

    private void put(Ban ban) {
        clock = Math.max(clock, ban.from().toEpochMilli());
        int kind = Prefixes.kind(ban.network());
        switch (kind) {
            case Prefixes.IPV4_CLIENT -> ipv4.put(ban);
            case Prefixes.IPV6_CLIENT -> ipv6.put(ban);
            default -> others.computeIfAbsent(kind, _ -> new TreeMap<>()).put(Prefixes.key(ban.network()), ban);
        }
    }

    private ClientBans clients(Address address) {
        return address.isIpv4() ? ipv4 : ipv6;
    }

    private long newestId(Cidr network) {
        int kind = Prefixes.kind(network);
        return kind == Prefixes.IPV4_CLIENT || kind == Prefixes.IPV6_CLIENT
                ? clients(network.network()).idOf(network.network())
                : of(network).map(Ban::id).orElse(0L);
    }

    /// The newest ban of exactly this network, active or not.
    private Optional<Ban> of(Cidr network) {
        int kind = Prefixes.kind(network);
        return kind == Prefixes.IPV4_CLIENT || kind == Prefixes.IPV6_CLIENT
                ? clients(network.network()).of(network.network())
                : Optional.ofNullable(others.getOrDefault(kind, Map.of()).get(Prefixes.key(network)));
    }

    /// Which offence a ban would be that began now.
    ///
    /// @param memory how long a past ban makes the next one longer, from its start
    /// @param enforcing whether bans count only if they were enforced. What a rule on trial wrote down has the
    ///     number that a ban would have had, and hands it on
    public int nextOffence(Cidr network, Instant now, Duration memory, boolean enforcing) {
        return of(network)
                .filter(ban -> Duration.between(ban.from(), now).compareTo(memory) < 0)
                .map(ban -> enforcing && !ban.enforced() ? handedOn(ban) : ban.offence() + 1)
                .orElse(1);
    }

    private static int handedOn(Ban written) {
        return written.cause() == Cause.RULE ? Math.max(1, written.offence()) : 1;
    }

    /// The active ban that holds an address, an enforced one before others.
    public Optional<Ban> holding(Address address, Instant now) {
        List<Ban> found = new ArrayList<>();
        clients(address).of(address).ifPresent(found::add);
        others.forEach((kind, bans) -> {
            if (Prefixes.isIpv4(kind) == address.isIpv4()) {
                Ban ban = bans.get(Prefixes.key(kind, address));
                if (ban != null) {
                    found.add(ban);
                }
            }
        });
        return found.stream().filter(ban -> ban.activeAt(now)).max(STRONGEST);
    }

    /// Ends the active bans of networks that hold, or lie in, this one; they count as no offence.
    public List<Ban> lift(Cidr network, Instant now) {
        List<Ban> lifted = new ArrayList<>(clients(network.network()).activeIn(network, now));
        others.values()
                .forEach(bans -> bans.values().stream()
                        .filter(ban -> ban.activeAt(now) && ban.network().overlaps(network))
                        .forEach(lifted::add));
        for (Ban ban : lifted) {
            put(new Ban(
                    ban.id(),
                    ban.network(),
                    ban.from(),
                    Instant.EPOCH,
                    ban.cause(),
                    ban.rule(),
                    Math.max(0, ban.offence() - 1),
                    ban.enforced(),
                    ban.note()));
            snapshot = snapshot.without(ban.network());
        }
        lifted.sort(Comparator.comparingLong(Ban::id));
        return List.copyOf(lifted);
    }

    /// How many single clients of a network have an enforced ban.
    int enforcedClients(Cidr network, Instant now) {
        return clients(network.network()).enforcedIn(network, now);
    }

    /// Where the clock stepped back, bans that have yet to begin begin now, and last as long as they would have.
    private void follow(Instant now) {
        long millis = now.toEpochMilli();
        boolean back = clock - millis > A_MINUTE;
        clock = back ? millis : Math.max(clock, millis);
        if (!back) {
            return;
        }
        List<Ban> ahead = new ArrayList<>(ipv4.beginningAfter(millis));
        ahead.addAll(ipv6.beginningAfter(millis));
        others.values()
                .forEach(bans -> bans.values().stream()
                        .filter(ban -> ban.from().toEpochMilli() > millis)
                        .forEach(ahead::add));
        ahead.forEach(ban -> add(ban.from(Instant.ofEpochMilli(millis))));
    }

    /// Forgets a little of what is over; to be called often.
    public void sweep(Instant now, Duration memory) {
        follow(now);
        turn++;
        long millis = now.toEpochMilli();
        ipv4.sweep(turn, millis, memory.toMillis());
        ipv6.sweep(turn, millis, memory.toMillis());
        snapshot = snapshot.swept(turn, millis);
        if ((turn & 1023) == 0) {
            others.values()
                    .forEach(bans -> bans.values()
                            .removeIf(ban -> !ban.activeAt(now)
                                    && Duration.between(ban.from(), now).compareTo(memory) >= 0));
            others.values().removeIf(Map::isEmpty);
        }
    }

    /// The enforced bans.
    public BanSnapshot snapshot() {
        return snapshot;
    }

    /// Enforced bans that are active. Goes through all of them.
    public int active(Instant now) {
        long among = others.values().stream()
                .flatMap(bans -> bans.values().stream())
                .filter(ban -> ban.enforced() && ban.activeAt(now))
                .count();
        return ipv4.enforced(now.toEpochMilli()) + ipv6.enforced(now.toEpochMilli()) + (int) among;
    }
}
