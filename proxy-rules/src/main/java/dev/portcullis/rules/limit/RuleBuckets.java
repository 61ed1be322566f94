package dev.portcullis.rules.limit;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;

/// One client's buckets of rules that have a rate of their own: as many as the configuration has such rules that the
/// client made use of. Immutable but for the buckets' states.
final class RuleBuckets {

    static final RuleBuckets NONE = new RuleBuckets(new Entry[0]);

    private final Entry[] entries;

    private RuleBuckets(Entry[] entries) {
        this.entries = entries;
    }

    /// These, and the rule's bucket; a bucket with other terms than now begins anew.
    RuleBuckets with(int rule, LimitPolicy.Bucket terms) {
        for (int i = 0; i < entries.length; i++) {
            if (entries[i].rule == rule) {
                return entries[i].terms.equals(terms) ? this : replaced(entries.clone(), i, rule, terms);
            }
        }
        return replaced(Arrays.copyOf(entries, entries.length + 1), entries.length, rule, terms);
    }

    private static RuleBuckets replaced(Entry[] copy, int index, int rule, LimitPolicy.Bucket terms) {
        copy[index] = new Entry(rule, terms, new TokenBucket(terms), new AtomicLongArray(1));
        return new RuleBuckets(copy);
    }

    int take(int rule, long nowMillis) {
        for (Entry entry : entries) {
            if (entry.rule == rule) {
                return entry.bucket.take(entry.state, 0, nowMillis);
            }
        }
        return 0;
    }

    private record Entry(int rule, LimitPolicy.Bucket terms, TokenBucket bucket, AtomicLongArray state) {}
}
