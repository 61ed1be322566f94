package dev.portcullis.core;

import org.jspecify.annotations.Nullable;

/// Where a listener is bound: `:443` (every address, IPv4 and IPv6), `127.0.0.1:8443`, `[::1]:8443`.
///
/// @param host an address literal without brackets, or null for every address of both families
/// @param port 0 to 65535; 0 lets the system choose, which only tests want
public record ListenAddress(@Nullable String host, int port) {

    @Override
    public String toString() {
        if (host == null) {
            return ":" + port;
        }
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }
}
