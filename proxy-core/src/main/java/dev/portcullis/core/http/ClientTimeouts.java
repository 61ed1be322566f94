package dev.portcullis.core.http;

import dev.portcullis.core.ProxyConfig.Timeouts;

/// The time-outs of a client connection in nanoseconds, as timers want them.
///
/// @param bodyRate bytes a second that a request body must bring, see [BodyPace]; 0 for no least rate
public record ClientTimeouts(long requestHead, long requestIdle, long idle, long websocketIdle, long bodyRate) {

    public static ClientTimeouts of(Timeouts timeouts, long bodyRate) {
        return new ClientTimeouts(
                timeouts.requestHead().toNanos(),
                timeouts.requestIdle().toNanos(),
                timeouts.idle().toNanos(),
                timeouts.websocketIdle().toNanos(),
                bodyRate);
    }
}
