package dev.portcullis.rules.ban;

import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Cidr;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The last ban of each single client of one family, active or remembered, in about 45 bytes each.
final class ClientBans {

    private static final int ROW = 4;
    private static final int UNTIL = 1;
    private static final int BEGIN = 2;
    private static final int REST = 3;
    private static final Cause[] CAUSES = Cause.values();

    private final int kind;
    private final int width;
    private final BanWords words;
    private final KeyedRows rows;

    /// @param bans what is about to come; only how many of them are of this kind matters
    ClientBans(int kind, BanWords words, List<Ban> bans) {
        this.kind = kind;
        this.rows = new KeyedRows(ROW, (int) bans.stream()
                .filter(ban -> Prefixes.kind(ban.network()) == kind)
                .count());
        this.width = Prefixes.isIpv4(kind) ? 32 : 64;
        this.words = words;
    }

    /// Shows the ends of enforced bans, by key.
    void forEachEnforced(PackedEnds.Reader reader) {
        rows.forEach((piece, at) -> {
            if ((piece[at + REST] & 1) != 0) {
                reader.ban(piece[at], piece[at + UNTIL]);
            }
        });
    }

    void put(Ban ban) {
        rows.put(Prefixes.key(ban.network()), until(ban), ban.from().toEpochMilli(), rest(ban));
    }

    static long until(Ban ban) {
        return ban.until().equals(Instant.MAX)
                ? Long.MAX_VALUE
                : Math.max(1, ban.until().toEpochMilli());
    }

    @SuppressWarnings("EnumOrdinal") // Lives in memory only.
    private long rest(Ban ban) {
        long offence = Math.min(255, ban.offence());
        return ban.id() << 28
                | (long) words.number(ban.rule(), ban.note()) << 12
                | offence << 4
                | (long) ban.cause().ordinal() << 1
                | (ban.enforced() ? 1 : 0);
    }

    /// The id of the client's ban; 0 if there is none.
    long idOf(Address client) {
        return rows.get(Prefixes.key(kind, client), REST) >>> 28;
    }

    Optional<Ban> of(Address client) {
        long key = Prefixes.key(kind, client);
        long until = rows.get(key, UNTIL);
        return until == 0 ? Optional.empty() : Optional.of(ban(key, until, rows.get(key, BEGIN), rows.get(key, REST)));
    }

    private Ban ban(long key, long until, long begin, long rest) {
        BanWords.Words said = words.of((int) (rest >>> 12) & 0xffff);
        return new Ban(
                rest >>> 28,
                Prefixes.client(kind, key),
                Instant.ofEpochMilli(begin),
                until == Long.MAX_VALUE ? Instant.MAX : Instant.ofEpochMilli(until),
                CAUSES[(int) (rest >>> 1) & 7],
                said.rule(),
                (int) (rest >>> 4) & 0xff,
                (rest & 1) != 0,
                said.note());
    }

    /// Those that begin only later.
    List<Ban> beginningAfter(long now) {
        List<Ban> found = new ArrayList<>();
        rows.forEach((piece, at) -> {
            if (piece[at + BEGIN] > now) {
                found.add(ban(piece[at], piece[at + UNTIL], piece[at + BEGIN], piece[at + REST]));
            }
        });
        return found;
    }

    /// Those that are active in a network, or of the client that the network is a part of.
    List<Ban> activeIn(Cidr network, Instant now) {
        List<Ban> found = new ArrayList<>();
        forEachActive(network, now.toEpochMilli(), found::add);
        return found;
    }

    /// How many clients of a network have an enforced ban.
    int enforcedIn(Cidr network, Instant now) {
        int[] count = new int[1];
        forEachActive(network, now.toEpochMilli(), ban -> count[0] += ban.enforced() ? 1 : 0);
        return count[0];
    }

    private void forEachActive(Cidr network, long now, Consumer<Ban> reader) {
        int bits = Math.max(0, width - network.prefixLength());
        long first = Prefixes.key(kind, network.network());
        if (bits < 31 && 1L << bits < rows.size()) {
            for (long key = first; key < first + (1L << bits); key++) {
                long until = rows.get(key, UNTIL);
                if (now < until) {
                    reader.accept(ban(key, until, rows.get(key, BEGIN), rows.get(key, REST)));
                }
            }
            return;
        }
        rows.forEach((piece, at) -> {
            boolean within = bits >= 64 || (piece[at] ^ first) >>> bits == 0;
            if (within && now < piece[at + UNTIL]) {
                reader.accept(ban(piece[at], piece[at + UNTIL], piece[at + BEGIN], piece[at + REST]));
            }
        });
    }

    int enforced(long now) {
        int[] count = new int[1];
        rows.forEach((piece, at) -> count[0] += now < piece[at + UNTIL] && (piece[at + REST] & 1) != 0 ? 1 : 0);
        return count[0];
    }

    /// Forgets some of those that ended and began too long ago; a thousand turns see all.
    void sweep(int turn, long now, long memoryMillis) {
        rows.sweep(turn, (piece, at) -> now < piece[at + UNTIL] || now - piece[at + BEGIN] < memoryMillis);
    }
}
