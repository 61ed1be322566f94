package dev.portcullis.core.http1;

import dev.portcullis.core.ProxyConfig.Limits;
import java.util.ArrayDeque;

/// Readers of request heads, lent to connections while a request is under way; one pool for each event loop.
///
/// An idle connection or an open tunnel holds none, which is most of what keeps it small, and a request makes none.
public final class HeadReaders {

    private static final int SIZE = 4096;
    private static final int MOST_KEPT = 256;

    private final ArrayDeque<HeadReader> free = new ArrayDeque<>();
    private final Limits limits;

    public HeadReaders(Limits limits) {
        this.limits = limits;
    }

    HeadReader take() {
        HeadReader reader = free.poll();
        return reader == null
                ? new HeadReader(new byte[SIZE], limits.requestLine(), limits.headerBytes(), limits.headers())
                : reader;
    }

    /// Takes a reader back, and with it the fields that it indexed; one that had to grow is left to the garbage
    /// collector.
    void give(HeadReader reader) {
        if (reader.octets().length == SIZE && free.size() < MOST_KEPT) {
            reader.reset();
            free.push(reader);
        }
    }
}
