package dev.portcullis.rules.ban;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A table of rows of longs: the key, a second number that is never 0, and what else there is.
///
/// Open addressing in 1024 pieces, so that a copy with one change copies one piece, and no growth moves more than one.
/// 1,000,000 rows of two numbers take about 25 MiB.
final class KeyedRows {

    private static final int PIECES = 1024;
    private static final int SMALLEST = 4;
    /// Room for the fullest of the pieces, at three quarters full.
    private static final double SPARE = 1.45;

    private final int width;
    /// Rows of a piece's first array.
    private final int first;
    /// Each piece: how many rows it has, then the rows, with 0 as the second number where there is none.
    private final long[] @Nullable [] pieces;

    private int size;

    /// @param width numbers in a row, 2 or more
    /// @param expected how many rows are about to come
    KeyedRows(int width, int expected) {
        this(width, new long[PIECES][], 0, Math.max(SMALLEST, (int) (expected * SPARE / PIECES)));
    }

    private KeyedRows(int width, long[] @Nullable [] pieces, int size, int first) {
        this.width = width;
        this.pieces = pieces;
        this.size = size;
        this.first = first;
    }

    private KeyedRows copy() {
        return new KeyedRows(width, pieces.clone(), size, SMALLEST);
    }

    int size() {
        return size;
    }

    /// A number of a key's row; 0 if there is no such row. Allocates nothing.
    long get(long key, int column) {
        long hash = mixed(key);
        long[] piece = pieces[pieceOf(hash)];
        if (piece == null) {
            return 0;
        }
        int row = find(piece, key, hash);
        return piece[row + 1] == 0 ? 0 : piece[row + column];
    }

    /// Adds a row, or takes the place of the one with the same key.
    ///
    /// @param row with a second number that is not 0
    void put(long... row) {
        int index = pieceOf(mixed(row[0]));
        long[] piece = roomy(pieces[index]);
        pieces[index] = piece;
        insert(piece, row);
    }

    /// The same table with one more row; this one stays as it is.
    KeyedRows with(long... row) {
        KeyedRows copy = copy();
        int index = pieceOf(mixed(row[0]));
        long[] old = pieces[index];
        long[] fresh = roomy(old == null ? null : old.clone());
        copy.pieces[index] = fresh;
        copy.insert(fresh, row);
        return copy;
    }

    /// The same table without a key; this one stays as it is.
    KeyedRows without(long key) {
        if (get(key, 1) == 0) {
            return this;
        }
        KeyedRows copy = copy();
        copy.retain(pieceOf(mixed(key)), (rows, at) -> rows[at] != key);
        return copy;
    }

    /// The same table without what does not hold in the piece whose turn it is; this one stays as it is.
    KeyedRows swept(int turn, RowTest keep) {
        int index = turn & (PIECES - 1);
        long[] piece = pieces[index];
        if (piece == null || !holds(piece, (rows, at) -> !keep.test(rows, at))) {
            return this;
        }
        KeyedRows copy = copy();
        copy.retain(index, keep);
        return copy;
    }

    /// Removes what does not hold from the piece whose turn it is.
    void sweep(int turn, RowTest keep) {
        int index = turn & (PIECES - 1);
        long[] piece = pieces[index];
        if (piece != null && holds(piece, (rows, at) -> !keep.test(rows, at))) {
            retain(index, keep);
        }
    }

    /// Shows every row.
    void forEach(RowReader reader) {
        for (long[] piece : pieces) {
            for (int at = 1; piece != null && at < piece.length; at += width) {
                if (piece[at + 1] != 0) {
                    reader.row(piece, at);
                }
            }
        }
    }

    private boolean holds(long[] piece, RowTest test) {
        for (int at = 1; at < piece.length; at += width) {
            if (piece[at + 1] != 0 && test.test(piece, at)) {
                return true;
            }
        }
        return false;
    }

    private void retain(int index, RowTest keep) {
        long[] old = pieces[index];
        if (old == null) {
            return;
        }
        size -= (int) old[0];
        long[] kept = new long[old.length];
        pieces[index] = kept;
        for (int at = 1; at < old.length; at += width) {
            if (old[at + 1] != 0 && keep.test(old, at)) {
                insert(kept, Arrays.copyOfRange(old, at, at + width));
            }
        }
    }

    private void insert(long[] piece, long[] row) {
        int at = find(piece, row[0], mixed(row[0]));
        if (piece[at + 1] == 0) {
            piece[0]++;
            size++;
        }
        System.arraycopy(row, 0, piece, at, width);
    }

    /// The piece itself if it has room for one more row and a quarter to spare, else a copy that has.
    private long[] roomy(long @Nullable [] piece) {
        if (piece == null) {
            return new long[1 + first * width];
        }
        int rows = (piece.length - 1) / width;
        if ((piece[0] + 1) * 4 <= rows * 3L) {
            return piece;
        }
        long[] larger = new long[1 + (rows + Math.max(SMALLEST, rows / 4)) * width];
        for (int at = 1; at < piece.length; at += width) {
            if (piece[at + 1] != 0) {
                int to = find(larger, piece[at], mixed(piece[at]));
                System.arraycopy(piece, at, larger, to, width);
            }
        }
        larger[0] = piece[0];
        return larger;
    }

    /// Where the key's row is, or where it would go.
    private int find(long[] piece, long key, long hash) {
        int rows = (piece.length - 1) / width;
        int row = (int) (((hash & 0xffff_ffffL) * rows) >>> 32);
        int at = 1 + row * width;
        while (piece[at + 1] != 0 && piece[at] != key) {
            at += width;
            if (at == piece.length) {
                at = 1;
            }
        }
        return at;
    }

    private static int pieceOf(long hash) {
        return (int) (hash >>> 54);
    }

    /// Spreads keys; a bijection (the finaliser of SplitMix64).
    static long mixed(long key) {
        long z = key + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    /// Judges the row that begins at an index of the array.
    interface RowTest {
        boolean test(long[] rows, int at);
    }

    /// Sees the row that begins at an index of the array.
    interface RowReader {
        void row(long[] rows, int at);
    }
}
