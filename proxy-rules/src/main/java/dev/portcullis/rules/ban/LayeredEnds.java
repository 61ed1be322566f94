package dev.portcullis.rules.ban;

/// When the bans of networks of one kind end: many as they were some time ago, and above them what has changed since.
/// Immutable.
///
/// A change copies a thousandth of what has changed. Once there is much of that, all becomes one again, which takes
/// some ten milliseconds among a million.
final class LayeredEnds {

    private static final int ROW = 2;
    private static final int END = 1;
    /// Ended long ago: of a network that is banned no more.
    private static final long NEVER = 1;
    private static final int FEWEST_CHANGES = 4_096;
    private static final int MOST_CHANGES_SHARE = 64;
    private static final LayeredEnds NO_IPV4 = none(PackedEnds.Width.NARROW);
    private static final LayeredEnds NO_OTHER = none(PackedEnds.Width.WIDE);

    private final PackedEnds.Width width;
    private final PackedEnds settled;
    private final KeyedRows changes;

    private LayeredEnds(PackedEnds.Width width, PackedEnds settled, KeyedRows changes) {
        this.width = width;
        this.settled = settled;
        this.changes = changes;
    }

    /// Nobody.
    ///
    /// @param kind of the networks
    static LayeredEnds none(int kind) {
        return Prefixes.isIpv4(kind) ? NO_IPV4 : NO_OTHER;
    }

    private static LayeredEnds none(PackedEnds.Width width) {
        return new LayeredEnds(width, new PackedEnds(width, 0, 1, 1), new KeyedRows(ROW, 0));
    }

    /// These bans, each of another network.
    static LayeredEnds of(int kind, Source source) {
        PackedEnds.Width width = none(kind).width;
        Extent extent = new Extent();
        source.forEach(extent);
        PackedEnds settled = new PackedEnds(width, extent.count, extent.first(), extent.last);
        source.forEach((key, end) -> settled.add(hash(width, key), end));
        return new LayeredEnds(width, settled, new KeyedRows(ROW, 0));
    }

    /// How many networks are in it, those whose time is over included.
    int size() {
        int[] more = new int[1];
        changes.forEach((rows, at) -> {
            boolean before = settled.holds(rows[at], 0);
            boolean now = rows[at + END] != NEVER;
            more[0] += (now ? 1 : 0) - (before ? 1 : 0);
        });
        return settled.size() + more[0];
    }

    /// Whether there is nothing in it, not even what has ended.
    boolean isEmpty() {
        return settled.size() == 0 && changes.size() == 0;
    }

    /// Whether a network is banned at that time. Allocates nothing.
    boolean holds(long key, long now) {
        long hash = hash(width, key);
        if (changes.size() > 0) {
            long end = changes.get(hash, END);
            if (end != 0) {
                return now < end;
            }
        }
        return settled.holds(hash, now);
    }

    /// With one more ban, in the place of another of the same network.
    ///
    /// @param end 1 or later
    LayeredEnds with(long key, long end) {
        return settled(changes.with(hash(width, key), end));
    }

    /// Without the ban of a network.
    LayeredEnds without(long key) {
        long hash = hash(width, key);
        if (settled.holds(hash, 0)) {
            return changes.get(hash, END) == NEVER ? this : settled(changes.with(hash, NEVER));
        }
        KeyedRows fewer = changes.without(hash);
        return fewer == changes ? this : new LayeredEnds(width, settled, fewer);
    }

    private LayeredEnds settled(KeyedRows next) {
        LayeredEnds layered = new LayeredEnds(width, settled, next);
        return next.size() <= Math.max(FEWEST_CHANGES, settled.size() / MOST_CHANGES_SHARE) ? layered : layered.one(0);
    }

    /// Without some of those whose time is over; sooner or later without any.
    LayeredEnds swept(int turn, long now) {
        if (settled.size() > 0 && settled.mostlyOver(turn, now)) {
            return one(now);
        }
        KeyedRows kept = changes.swept(turn, (rows, at) -> rows[at + END] > now || settled.holds(rows[at], 0));
        return kept == changes ? this : new LayeredEnds(width, settled, kept);
    }

    /// The same in one layer, without those that ended by then.
    private LayeredEnds one(long least) {
        Source all = reader -> {
            changes.forEach((rows, at) -> {
                if (rows[at + END] > Math.max(NEVER, least)) {
                    reader.ban(rows[at], rows[at + END]);
                }
            });
            settled.forEach((hash, end) -> {
                if (end > least && changes.get(hash, END) == 0) {
                    reader.ban(hash, end);
                }
            });
        };
        Extent extent = new Extent();
        all.forEach(extent);
        PackedEnds one = new PackedEnds(width, extent.count, extent.first(), extent.last);
        all.forEach(one::add);
        return new LayeredEnds(width, one, new KeyedRows(ROW, 0));
    }

    /// Spreads keys without a collision: the finaliser of SplitMix64, or a like one for 32 bits.
    private static long hash(PackedEnds.Width width, long key) {
        return switch (width) {
            case NARROW -> {
                int h = (int) key;
                h = (h ^ (h >>> 16)) * 0x21f0aaad;
                h = (h ^ (h >>> 15)) * 0x735a2d97;
                yield Integer.toUnsignedLong(h ^ (h >>> 15));
            }
            case WIDE -> KeyedRows.mixed(key);
        };
    }

    /// Bans that can be gone through more than once.
    interface Source {
        void forEach(PackedEnds.Reader reader);
    }

    /// How many bans there are, and from when to when they end.
    private static final class Extent implements PackedEnds.Reader {
        private int count;
        private long first = Long.MAX_VALUE;
        private long last;

        @Override
        public void ban(long key, long end) {
            count++;
            if (end != Long.MAX_VALUE) {
                first = Math.min(first, end);
                last = Math.max(last, end);
            }
        }

        long first() {
            return Math.min(first, last);
        }
    }
}
