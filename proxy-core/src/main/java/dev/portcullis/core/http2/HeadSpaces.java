package dev.portcullis.core.http2;

import java.util.ArrayDeque;

/// Room for heads, lent to streams while they live; one pool for each event loop.
public final class HeadSpaces {

    private static final int SIZE = 4096;
    private static final int MOST_KEPT = 256;

    private final ArrayDeque<HeadSpace> free = new ArrayDeque<>();

    public HeadSpaces() {}

    HeadSpace take() {
        HeadSpace space = free.poll();
        return space == null ? new HeadSpace(SIZE) : space;
    }

    /// Takes a space back, and with it the head that stood in it; one that had to grow is left to the garbage
    /// collector.
    void give(HeadSpace space) {
        if (space.size() == SIZE && free.size() < MOST_KEPT) {
            free.push(space);
        }
    }
}
