package dev.portcullis.rules.history;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/// When each of many things was last so. Bounded: what was longest not asked for makes room. Not thread-safe.
///
/// @param <K> the things
public final class LastTimes<K> {

    private final Map<K, Long> times;

    /// @param most how many things are remembered
    public LastTimes(int most) {
        times = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, Long> eldest) {
                return size() > most;
            }
        };
    }

    /// Whether it was not so for that long, or never; then its time is now.
    public boolean isDue(K thing, long nowMillis, long everyMillis) {
        boolean due = wouldBeDue(thing, nowMillis, everyMillis);
        if (due) {
            times.put(thing, nowMillis);
        }
        return due;
    }

    /// The same, but its time stays.
    boolean wouldBeDue(K thing, long nowMillis, long everyMillis) {
        Long last = times.get(thing);
        return last == null || Math.abs(nowMillis - last) >= everyMillis;
    }

    /// It is so now.
    public void put(K thing, long nowMillis) {
        times.put(thing, nowMillis);
    }

    /// When it was last so.
    public OptionalLong get(K thing) {
        Long last = times.get(thing);
        return last == null ? OptionalLong.empty() : OptionalLong.of(last);
    }

    Set<Map.Entry<K, Long>> all() {
        return times.entrySet();
    }
}
