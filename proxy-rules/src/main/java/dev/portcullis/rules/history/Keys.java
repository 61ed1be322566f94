package dev.portcullis.rules.history;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a repetition of an event would have in common with it, each as a 64-bit hash: the texts are as long as a
/// stranger likes. Two that meet by chance make one event of two.
public final class Keys {

    static final Keys NONE = new Keys(new long[0]);

    private static final long PRIME = 0x9e37_79b9_7f4a_7c15L;
    private static final int OBJECTS = 32;

    private final long[] hashes;

    private Keys(long[] hashes) {
        this.hashes = hashes;
    }

    static Keys of(List<String> texts) {
        return texts.isEmpty()
                ? NONE
                : new Keys(texts.stream().mapToLong(Keys::hash).toArray());
    }

    static Keys of(String text) {
        return new Keys(new long[] {hash(text)});
    }

    private static long hash(String text) {
        long hash = text.length();
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * PRIME;
            hash ^= hash >>> 29;
        }
        return hash;
    }

    boolean meets(Keys other) {
        for (long hash : hashes) {
            for (long another : other.hashes) {
                if (hash == another) {
                    return true;
                }
            }
        }
        return false;
    }

    /// In bytes.
    int size() {
        return OBJECTS + Long.BYTES * hashes.length;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Keys keys && Arrays.equals(hashes, keys.hashes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(hashes);
    }
}
