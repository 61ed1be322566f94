package dev.portcullis.app;

import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Cidr;
import dev.portcullis.rules.net.CidrSet;
import dev.portcullis.rules.net.Zones;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which private addresses connected last: enough to know whether anybody else of the house did. Used on any thread.
final class PrivatePeers {

    private static final CidrSet PRIVATE = CidrSet.of(Zones.defaultLan());
    private static final CidrSet LOOPBACK = CidrSet.of(List.of(Cidr.parse("127.0.0.0/8"), Cidr.parse("::1/128")));

    private @Nullable Peer latest;
    private @Nullable Peer before;

    private record Peer(Address address, long atMillis) {}

    /// Whether the address is private, link-local or loopback.
    static boolean isPrivate(Address address) {
        return PRIVATE.contains(address);
    }

    /// A connection was accepted. Loopback is this machine itself, which is nobody else.
    void arrived(Address peer, long nowMillis) {
        if (isPrivate(peer) && !LOOPBACK.contains(peer)) {
            keep(new Peer(peer, nowMillis));
        }
    }

    private synchronized void keep(Peer peer) {
        if (latest != null && !latest.address().equals(peer.address())) {
            before = latest;
        }
        latest = peer;
    }

    /// Whether a private address other than this one has connected since.
    synchronized boolean othersSince(Address address, long sinceMillis) {
        Peer other = latest != null && latest.address().equals(address) ? before : latest;
        return other != null && other.atMillis() >= sinceMillis;
    }
}
