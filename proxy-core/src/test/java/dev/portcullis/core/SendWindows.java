package dev.portcullis.core;

import java.util.HashMap;
import java.util.Map;

/// How much a client may send for now, by what the server said (RFC 9113 §6.9).
final class SendWindows {
    private static final int DEFAULT = 65_535;

    private final Map<Integer, Integer> used = new HashMap<>();
    private int connection = DEFAULT;
    private int initial = DEFAULT;

    int room(int stream) {
        return Math.min(connection, initial - used.getOrDefault(stream, 0));
    }

    void sent(int stream, int octets) {
        connection -= octets;
        used.merge(stream, octets, Integer::sum);
    }

    /// Looks at what came; null is the end.
    void see(Http2Frame frame) {
        if (frame == null) {
            return;
        }
        if (frame.type() == Http2Frame.SETTINGS) {
            initial = frame.settings().getOrDefault(Http2Frame.INITIAL_WINDOW_SIZE, initial);
        } else if (frame.type() == Http2Frame.WINDOW_UPDATE && frame.stream() == 0) {
            connection += frame.increment();
        } else if (frame.type() == Http2Frame.WINDOW_UPDATE) {
            used.merge(frame.stream(), -frame.increment(), Integer::sum);
        }
    }
}
