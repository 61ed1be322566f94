package dev.portcullis.core.accept;

import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.CidrSet;

/// The peers that speak for others. They are never banned or limited themselves, and what shows no client
/// behind them is put down to nobody.
///
/// @param forwarded front proxies, which name the client in each request
/// @param proxyProtocol those who name it once for a connection
public record TrustedProxies(CidrSet forwarded, CidrSet proxyProtocol) {

    /// Whether the connection is one of theirs, and not yet that of a client whom one of them named: a client is
    /// held to everything, whatever network it is in.
    public boolean contains(ClientConnection connection) {
        Address address = connection.identity().address();
        return connection.frontProxy()
                || (!connection.derived() && (forwarded.contains(address) || proxyProtocol.contains(address)));
    }
}
