package dev.portcullis.core.accept;

import dev.portcullis.core.Protection;
import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Zone;
import dev.portcullis.rules.net.Zones;

/// Who is at the other end of a connection, before any proxy has spoken.
///
/// An address that nearly everybody seems to come from is in no zone of the owner's: whoever stands behind Docker's
/// userland proxy would be at home otherwise.
public final class PeerIdentity {

    private final Zones zones;
    private final Protection protection;

    public PeerIdentity(Zones zones, Protection protection) {
        this.zones = zones;
        this.protection = protection;
    }

    /// Takes in one more connection.
    public ClientIdentity arrived(Address peer) {
        protection.arrived(peer);
        return new ClientIdentity(peer, zoneOfPeer(peer));
    }

    private Zone zoneOfPeer(Address peer) {
        return protection.isShared(peer) ? Zone.INTERNET : zones.zoneOf(peer);
    }

    /// Puts the client of a connection that came in under other zones where it is in these.
    public void moved(ClientConnection connection) {
        Address client = connection.identity().address();
        connection.moved(connection.derived() ? zones.zoneOf(client) : zoneOfPeer(client));
    }
}
