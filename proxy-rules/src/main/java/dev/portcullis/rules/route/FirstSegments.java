package dev.portcullis.rules.route;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds a value by the first segment of a path, without cutting that segment out: a hash table with open
/// addressing.
final class FirstSegments {

    private final @Nullable String[] keys;
    private final int[][] values;
    private final int[] otherwise;

    /// @param otherwise for all other segments
    FirstSegments(Map<String, int[]> values, int[] otherwise) {
        int capacity = Integer.highestOneBit(values.size() * 2 + 1) * 2;
        this.keys = new @Nullable String[capacity];
        this.values = new int[capacity][];
        this.otherwise = otherwise;
        values.forEach((key, value) -> {
            int slot = slot(key, 0, key.length());
            keys[slot] = key;
            this.values[slot] = value;
        });
    }

    /// @param path begins with a slash
    int[] find(String path) {
        int slash = path.indexOf('/', 1);
        int slot = slot(path, 1, slash < 0 ? path.length() : slash);
        return keys[slot] == null ? otherwise : values[slot];
    }

    /// Where the segment is or would be.
    private int slot(String text, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = 31 * hash + text.charAt(i);
        }
        int slot = (hash ^ (hash >>> 16)) & (keys.length - 1);
        String key = keys[slot];
        while (key != null && !(key.length() == to - from && key.regionMatches(0, text, from, to - from))) {
            slot = (slot + 1) & (keys.length - 1);
            key = keys[slot];
        }
        return slot;
    }
}
