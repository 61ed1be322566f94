package dev.portcullis.core;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// A snapshot of the running data plane.
///
/// @param transport `epoll` or `nio`
/// @param tlsEngine `BoringSSL` or `JDK`
/// @param https where the https listeners are bound, ports resolved
/// @param http where the http listeners are bound, ports resolved
/// @param connections client connections that are open now
/// @param tunnels websockets that are open now
/// @param requests requests since start, refused ones included
/// @param refused refusals of our own since start
/// @param upstreams one for each site, in order
public record ServerStatus(
        String transport,
        String tlsEngine,
        List<ListenAddress> https,
        List<ListenAddress> http,
        int connections,
        int tunnels,
        long requests,
        long refused,
        List<UpstreamHealth> upstreams) {

    public ServerStatus {
        https = List.copyOf(https);
        http = List.copyOf(http);
        upstreams = List.copyOf(upstreams);
    }

    /// What the last exchanges with an upstream showed.
    ///
    /// @param upstream its origin
    /// @param up empty until something was tried
    /// @param since when `up` last changed
    /// @param trouble the last failure, in words; empty while up
    public record UpstreamHealth(String upstream, Optional<Boolean> up, Instant since, String trouble) {}
}
