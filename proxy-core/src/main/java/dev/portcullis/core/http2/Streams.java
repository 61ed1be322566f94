package dev.portcullis.core.http2;

import io.netty.util.collection.IntObjectHashMap;
import io.netty.util.collection.IntObjectMap;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The streams of one connection: those that are open, and how the latest of the others ended (RFC 9113 §5.1).
final class Streams {

    /// How a stream that is not open came to that.
    enum Past {
        /// Its time has not come.
        IDLE,
        /// Its number was passed over (§5.1.1).
        SKIPPED,
        /// We reset it: frames that the client sent before it knew are no mistake.
        RESET,
        /// The client has ended its side, or reset it; or it is too long ago.
        ENDED
    }

    private static final int REMEMBERED = 256;

    private final IntObjectMap<Http2Stream> open = new IntObjectHashMap<>(8);
    private final int[] closed = new int[REMEMBERED];
    private final List<Http2Stream> touched = new ArrayList<>();
    private int next;
    private int last;

    /// The highest number that a client has used.
    int last() {
        return last;
    }

    int count() {
        return open.size();
    }

    boolean isEmpty() {
        return open.isEmpty();
    }

    @Nullable
    Http2Stream get(int stream) {
        return open.get(stream);
    }

    /// Those open now, as a copy: what is done to them may close them.
    List<Http2Stream> all() {
        return new ArrayList<>(open.values());
    }

    /// A stream begins.
    void begin(int stream) {
        last = stream;
    }

    void add(Http2Stream stream) {
        open.put(stream.id(), stream);
    }

    void remove(int stream) {
        if (open.remove(stream) != null) {
            remember(stream);
        }
    }

    /// We have reset it.
    void reset(int stream) {
        var _ = open.remove(stream);
        remember(-stream);
    }

    /// Something was handed on for it.
    void touch(Http2Stream stream) {
        touched.add(stream);
    }

    /// All that one read brought has been handed on.
    void readComplete() {
        for (int i = 0; i < touched.size(); i++) {
            touched.get(i).handedOn();
        }
        touched.clear();
    }

    Past past(int stream) {
        if (stream > last) {
            return Past.IDLE;
        }
        for (int known : closed) {
            if (known == stream) {
                return Past.ENDED;
            }
            if (known == -stream) {
                return Past.RESET;
            }
        }
        return last - stream < REMEMBERED ? Past.SKIPPED : Past.ENDED;
    }

    private void remember(int stream) {
        closed[next] = stream;
        next = (next + 1) % REMEMBERED;
    }
}
