package dev.portcullis.core.http;

import dev.portcullis.core.ProxyConfig.Timeouts;

/// The time-outs of a client connection in nanoseconds, as timers want them.
public record Http1Timeouts(long requestHead, long requestIdle, long idle, long websocketIdle) {

    public static Http1Timeouts of(Timeouts timeouts) {
        return new Http1Timeouts(
                timeouts.requestHead().toNanos(),
                timeouts.requestIdle().toNanos(),
                timeouts.idle().toNanos(),
                timeouts.websocketIdle().toNanos());
    }
}
