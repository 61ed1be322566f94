package dev.portcullis.core.tally;

import java.util.concurrent.atomic.AtomicLongArray;

/// Counts that one event loop writes and any thread reads: an addition is a plain load and store, and nobody waits.
///
/// A reader sees each count as it was a moment ago, and several of them perhaps not of the same moment.
final class Cells {

    /// A cache line on both sides, so that loops do not fight over one that two of them write to.
    private static final int MARGIN = 16;

    private final AtomicLongArray cells;

    Cells(int count) {
        cells = new AtomicLongArray(count + 2 * MARGIN);
    }

    /// On the owning loop only.
    void add(int cell, long amount) {
        int at = MARGIN + cell;
        cells.setOpaque(at, cells.getPlain(at) + amount);
    }

    /// On the owning loop only.
    void set(int cell, long value) {
        cells.setOpaque(MARGIN + cell, value);
    }

    long get(int cell) {
        return cells.getOpaque(MARGIN + cell);
    }
}
