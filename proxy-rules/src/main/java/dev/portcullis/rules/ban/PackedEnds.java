package dev.portcullis.rules.ban;

/// When each of many bans ends, packed so that a look-up reads one line of memory, and a million of them fit into a
/// processor's cache: 4 bytes for an IPv4 client and 8 for others, at three quarters full.
///
/// Keys are hashes, each of another network. A hash picks a bucket of 64 bytes; a slot there keeps what the bucket does
/// not say of the hash, and about when the ban ends. The exact end, in an array of its own, is read only in the last
/// moments of a ban. What does not fit into its bucket is in a table aside.
///
/// Filled by one thread, then used on any and never changed.
final class PackedEnds {

    /// Hashes of 32 bits in slots of 32, or of 64 in 64.
    enum Width {
        NARROW(32),
        WIDE(64);

        private final int bits;

        Width(int bits) {
            this.bits = bits;
        }

        private int slotsInABucket() {
            return BUCKET_BITS / bits;
        }

        /// How many hashes share a bucket.
        private long share(int buckets) {
            return this == NARROW ? ((1L << 32) + buckets - 1) / buckets : Long.divideUnsigned(-1, buckets) + 1;
        }
    }

    private static final int BUCKET_BITS = 512;
    private static final double LOAD = 0.75;
    /// Leaves at least 8 bits of a slot for the end.
    private static final int FEWEST_BUCKETS = 256;

    private final Width width;
    private final int slots;
    private final long share;
    private final int[] narrow;
    private final long[] wide;
    private final long[] ends;
    /// Of a slot's low bits: 0 where it is empty, all ones for ever, else how far from the first end, and 1.
    private final long codes;
    private final int codeBits;
    private final long first;
    private final int shift;
    private final KeyedRows aside = new KeyedRows(2, 0);
    private int size;

    /// An empty one.
    ///
    /// @param expected how many bans are about to come
    /// @param first none ends before
    /// @param last none but those for ever ends later
    PackedEnds(Width width, int expected, long first, long last) {
        this.width = width;
        this.slots = width.slotsInABucket();
        int buckets = Math.max(FEWEST_BUCKETS, (int) Math.ceil(expected / (slots * LOAD)));
        this.share = width.share(buckets);
        this.narrow = new int[width == Width.NARROW ? buckets * slots : 0];
        this.wide = new long[width == Width.WIDE ? buckets * slots : 0];
        this.ends = new long[buckets * slots];
        this.codeBits = width.bits - (Long.SIZE - Long.numberOfLeadingZeros(share - 1));
        this.codes = (1L << codeBits) - 1;
        this.first = first;
        int span = Long.SIZE - Long.numberOfLeadingZeros(Math.max(0, last - first));
        this.shift = Math.max(0, span - codeBits + 1);
    }

    int size() {
        return size;
    }

    long first() {
        return first;
    }

    /// Adds a ban, whose hash is not yet in it.
    ///
    /// @param end milliseconds since the epoch; `Long.MAX_VALUE` for ever
    void add(long hash, long end) {
        size++;
        int bucket = bucket(hash);
        int from = bucket * slots;
        for (int at = from; at < from + slots; at++) {
            if (slot(at) == 0) {
                long value = ((hash - bucket * share) << codeBits) | code(end);
                if (width == Width.NARROW) {
                    narrow[at] = (int) value;
                } else {
                    wide[at] = value;
                }
                ends[at] = end;
                return;
            }
        }
        aside.put(hash, end);
    }

    private long code(long end) {
        return end == Long.MAX_VALUE ? codes : 1 + ((end - first) >> shift);
    }

    /// Whether there is a ban that ends later. Allocates nothing.
    boolean holds(long hash, long now) {
        int bucket = bucket(hash);
        long rest = hash - bucket * share;
        int from = bucket * slots;
        for (int at = from; at < from + slots; at++) {
            long slot = slot(at);
            if (slot >>> codeBits == rest) {
                return slot != 0 && endsAfter(slot & codes, at, now);
            }
            if (slot == 0) {
                return false;
            }
        }
        return now < aside.get(hash, 1);
    }

    private boolean endsAfter(long code, int at, long now) {
        long about = 1 + ((now - first) >> shift);
        return (code == codes || code == about) ? now < ends[at] : code > about;
    }

    /// Shows every ban.
    void forEach(Reader reader) {
        for (int at = 0; at < ends.length; at++) {
            read(at, reader);
        }
        aside.forEach((rows, at) -> reader.ban(rows[at], rows[at + 1]));
    }

    /// Whether more than half of a sample of them have ended; a thousand turns see all.
    boolean mostlyOver(int turn, long now) {
        int count = Math.max(64, ends.length >>> 10);
        int from = (int) (Integer.toUnsignedLong(turn) * count % ends.length);
        int over = 0;
        int all = 0;
        for (int at = from; at < Math.min(from + count, ends.length); at++) {
            all += ends[at] == 0 ? 0 : 1;
            over += ends[at] != 0 && ends[at] <= now ? 1 : 0;
        }
        return over * 2 > all;
    }

    private void read(int at, Reader reader) {
        long slot = slot(at);
        if (slot != 0) {
            reader.ban(at / slots * share + (slot >>> codeBits), ends[at]);
        }
    }

    private long slot(int at) {
        return width == Width.NARROW ? Integer.toUnsignedLong(narrow[at]) : wide[at];
    }

    private int bucket(long hash) {
        return (int) (width == Width.NARROW ? hash / share : Long.divideUnsigned(hash, share));
    }

    /// Sees one ban.
    interface Reader {
        void ban(long hash, long end);
    }
}
