package dev.portcullis.rules.ban;

import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Cidr;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// The bans in force, for a look-up at every accept. Immutable; used on any thread.
///
/// One table for each prefix length that is in use, mostly one or two, so a look-up is as many probes. Another ban
/// copies a thousandth of one table.
public final class BanSnapshot {

    /// Nobody.
    public static final BanSnapshot NONE = new BanSnapshot(new KeyedRows[Prefixes.KINDS]);

    private static final int ROW = 2;
    private static final int UNTIL = 1;

    private final @Nullable KeyedRows[] tables;
    private final int[] ipv4Kinds;
    private final int[] ipv6Kinds;

    private BanSnapshot(@Nullable KeyedRows[] tables) {
        this.tables = tables;
        this.ipv4Kinds = used(tables, 0, Prefixes.IPV4_CLIENT + 1);
        this.ipv6Kinds = used(tables, Prefixes.IPV4_CLIENT + 1, Prefixes.KINDS);
    }

    private static int[] used(@Nullable KeyedRows[] tables, int from, int to) {
        return IntStream.range(from, to).filter(kind -> tables[kind] != null).toArray();
    }

    /// These bans.
    ///
    /// @param untilMillis end of each ban, milliseconds since the epoch; `Long.MAX_VALUE` for ever
    public static BanSnapshot of(Map<Cidr, Long> untilMillis) {
        Builder builder = new Builder(untilMillis.size());
        untilMillis.forEach(builder::add);
        return builder.build();
    }

    /// With one more ban, which takes the place of another of the same network.
    public BanSnapshot with(Cidr network, long until) {
        if (until <= 0) {
            return without(network);
        }
        int kind = Prefixes.kind(network);
        KeyedRows table = tables[kind];
        @Nullable KeyedRows[] copy = tables.clone();
        copy[kind] = (table == null ? new KeyedRows(ROW, 0) : table).with(Prefixes.key(network), until);
        return new BanSnapshot(copy);
    }

    /// Without the ban of exactly this network.
    public BanSnapshot without(Cidr network) {
        int kind = Prefixes.kind(network);
        KeyedRows table = tables[kind];
        return table == null ? this : replaced(kind, table, table.without(Prefixes.key(network)));
    }

    /// Without some of those whose time is over; a thousand turns see all.
    BanSnapshot swept(int turn, long nowMillis) {
        BanSnapshot result = this;
        for (int kind = 0; kind < tables.length; kind++) {
            KeyedRows table = tables[kind];
            if (table != null) {
                result = result.replaced(kind, table, table.swept(turn, nowMillis));
            }
        }
        return result;
    }

    private BanSnapshot replaced(int kind, KeyedRows before, KeyedRows after) {
        if (after == before) {
            return this;
        }
        @Nullable KeyedRows[] copy = tables.clone();
        copy[kind] = after.size() == 0 ? null : after;
        return new BanSnapshot(copy);
    }

    /// Whether the address is banned at that time; allocates nothing.
    public boolean bans(Address client, long nowMillis) {
        for (int kind : client.isIpv4() ? ipv4Kinds : ipv6Kinds) {
            KeyedRows table = tables[kind];
            if (table != null && nowMillis < table.get(Prefixes.key(kind, client), UNTIL)) {
                return true;
            }
        }
        return false;
    }

    /// How many networks are in it, those whose time is over included.
    public int size() {
        int size = 0;
        for (KeyedRows table : tables) {
            size += table == null ? 0 : table.size();
        }
        return size;
    }

    /// Collects many bans at once.
    static final class Builder {
        private final @Nullable KeyedRows[] tables = new KeyedRows[Prefixes.KINDS];
        private final int expected;

        /// @param expected how many are about to come
        Builder(int expected) {
            this.expected = expected;
        }

        /// Adds a ban, in the place of another of the same network; none at all if its end is 0.
        void add(Cidr network, long untilMillis) {
            int kind = Prefixes.kind(network);
            long key = Prefixes.key(network);
            KeyedRows table = tables[kind];
            if (untilMillis <= 0 && (table == null || table.get(key, UNTIL) == 0)) {
                return;
            }
            if (table == null) {
                boolean single = kind == Prefixes.IPV4_CLIENT || kind == Prefixes.IPV6_CLIENT;
                table = new KeyedRows(ROW, single ? expected / 2 : 0);
                tables[kind] = table;
            }
            table.put(key, Math.max(1, untilMillis));
        }

        /// To be called once, last.
        BanSnapshot build() {
            return new BanSnapshot(tables);
        }
    }
}
