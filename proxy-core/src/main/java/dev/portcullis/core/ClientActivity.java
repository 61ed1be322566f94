package dev.portcullis.core;

import dev.portcullis.rules.net.Address;

/// What one client has open now.
///
/// @param client behind any trusted proxy
/// @param zone of that address
/// @param connections that are open
/// @param requests that came on these since they were opened
public record ClientActivity(Address client, String zone, int connections, long requests) {

    /// Both together.
    public ClientActivity plus(ClientActivity other) {
        return new ClientActivity(client, zone, connections + other.connections, requests + other.requests);
    }
}
