package dev.portcullis.rules.ban;

import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Cidr;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The bans in force, for a look-up at every accept. Immutable; used on any thread.
///
/// One table for each prefix length that is in use, mostly one or two, so a look-up is as many probes.
public final class BanSnapshot {

    /// Nobody.
    public static final BanSnapshot NONE = new BanSnapshot(new LayeredEnds[Prefixes.KINDS]);

    private final @Nullable LayeredEnds[] tables;
    private final int[] ipv4Kinds;
    private final int[] ipv6Kinds;

    private BanSnapshot(@Nullable LayeredEnds[] tables) {
        this.tables = tables;
        this.ipv4Kinds = used(tables, 0, Prefixes.IPV4_CLIENT + 1);
        this.ipv6Kinds = used(tables, Prefixes.IPV4_CLIENT + 1, Prefixes.KINDS);
    }

    private static int[] used(@Nullable LayeredEnds[] tables, int from, int to) {
        return IntStream.range(from, to).filter(kind -> tables[kind] != null).toArray();
    }

    /// These bans.
    ///
    /// @param untilMillis end of each ban, milliseconds since the epoch; `Long.MAX_VALUE` for ever
    public static BanSnapshot of(Map<Cidr, Long> untilMillis) {
        Map<Integer, List<Map.Entry<Cidr, Long>>> byKind = untilMillis.entrySet().stream()
                .filter(ban -> ban.getValue() > 0)
                .collect(Collectors.groupingBy(ban -> Prefixes.kind(ban.getKey())));
        Map<Integer, LayeredEnds.Source> sources = new TreeMap<>();
        byKind.forEach((kind, bans) -> sources.put(
                kind, reader -> bans.forEach(ban -> reader.ban(Prefixes.key(ban.getKey()), ban.getValue()))));
        return ofKinds(sources);
    }

    /// These bans by their kind, each of another network.
    static BanSnapshot ofKinds(Map<Integer, LayeredEnds.Source> sources) {
        @Nullable LayeredEnds[] tables = new LayeredEnds[Prefixes.KINDS];
        sources.forEach((kind, source) -> {
            LayeredEnds table = LayeredEnds.of(kind, source);
            tables[kind] = table.isEmpty() ? null : table;
        });
        return new BanSnapshot(tables);
    }

    /// With one more ban, which takes the place of another of the same network.
    public BanSnapshot with(Cidr network, long until) {
        if (until <= 0) {
            return without(network);
        }
        int kind = Prefixes.kind(network);
        LayeredEnds table = tables[kind];
        @Nullable LayeredEnds[] copy = tables.clone();
        copy[kind] = (table == null ? LayeredEnds.none(kind) : table).with(Prefixes.key(network), until);
        return new BanSnapshot(copy);
    }

    /// Without the ban of exactly this network.
    public BanSnapshot without(Cidr network) {
        int kind = Prefixes.kind(network);
        LayeredEnds table = tables[kind];
        return table == null ? this : replaced(kind, table, table.without(Prefixes.key(network)));
    }

    /// Without some of those whose time is over.
    BanSnapshot swept(int turn, long nowMillis) {
        BanSnapshot result = this;
        for (int kind = 0; kind < tables.length; kind++) {
            LayeredEnds table = tables[kind];
            if (table != null) {
                result = result.replaced(kind, table, table.swept(turn, nowMillis));
            }
        }
        return result;
    }

    private BanSnapshot replaced(int kind, LayeredEnds before, LayeredEnds after) {
        if (after == before) {
            return this;
        }
        @Nullable LayeredEnds[] copy = tables.clone();
        copy[kind] = after.isEmpty() ? null : after;
        return new BanSnapshot(copy);
    }

    /// Whether the address is banned at that time; allocates nothing.
    public boolean bans(Address client, long nowMillis) {
        for (int kind : client.isIpv4() ? ipv4Kinds : ipv6Kinds) {
            LayeredEnds table = tables[kind];
            if (table != null && table.holds(Prefixes.key(kind, client), nowMillis)) {
                return true;
            }
        }
        return false;
    }

    /// How many networks are in it, those whose time is over included.
    public int size() {
        int size = 0;
        for (LayeredEnds table : tables) {
            size += table == null ? 0 : table.size();
        }
        return size;
    }
}
