package dev.portcullis.core.accept;

import org.jspecify.annotations.Nullable;

/// What is known of one client connection before its first request; filled in by the handlers as they learn it.
///
/// Used on the connection's event loop only.
public final class ClientConnection {

    private ClientIdentity identity;
    private @Nullable String serverName;

    public ClientConnection(ClientIdentity peer) {
        this.identity = peer;
    }

    /// The peer, or whom a PROXY protocol header named.
    public ClientIdentity identity() {
        return identity;
    }

    void identity(ClientIdentity derived) {
        identity = derived;
    }

    /// The TLS server name in lower case; null if the client sent none.
    public @Nullable String serverName() {
        return serverName;
    }

    public void serverName(String name) {
        serverName = name;
    }
}
