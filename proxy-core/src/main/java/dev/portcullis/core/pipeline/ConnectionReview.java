package dev.portcullis.core.pipeline;

import dev.portcullis.core.accept.ClientConnection;
import dev.portcullis.core.accept.ClientIdentity;
import dev.portcullis.core.accept.LiveConnections;
import dev.portcullis.core.http.Drainable;
import dev.portcullis.core.http.Exchange;
import dev.portcullis.rules.Decision;
import dev.portcullis.rules.Facts;
import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Zone;
import dev.portcullis.rules.path.NormalPath;
import io.netty.channel.Channel;
import java.net.InetSocketAddress;

/// Looks at what is open on one event loop after a change of the configuration, and ends what that no longer
/// allows: a rule that was taken back is to hold for the websocket that came in by it, too.
///
/// *Reads* whom each connection is from and for, and what its exchanges and tunnels asked. *Passes on* whatever
/// would be let in now. Nobody is blamed for the rest.
final class ConnectionReview {

    private final Generation before;
    private final Generation now;
    private int ended;

    ConnectionReview(Generation before, Generation now) {
        this.before = before;
        this.now = now;
    }

    /// Looks at all of it.
    ///
    /// @return how many connections, exchanges and tunnels were ended
    int of(LiveConnections live) {
        live.forEach((channel, connection) -> {
            if (!channel.isActive()) {
                return;
            }
            boolean standing = standsAsBefore(channel, connection);
            now.peers().moved(connection);
            if (standing && mayBeOpen(connection)) {
                reviewExchanges(channel);
            } else {
                ended++;
                channel.close();
            }
        });
        return ended;
    }

    /// Whether somebody speaks for others is settled when a connection begins, and much follows from it.
    private boolean standsAsBefore(Channel channel, ClientConnection connection) {
        Address client = connection.identity().address();
        boolean sameFront = before.trusted().forwarded().contains(client)
                == now.trusted().forwarded().contains(client);
        return sameFront
                && (!(channel.remoteAddress() instanceof InetSocketAddress remote)
                        || sameProxy(Address.of(remote.getAddress())));
    }

    private boolean sameProxy(Address peer) {
        return before.trusted().proxyProtocol().contains(peer)
                == now.trusted().proxyProtocol().contains(peer);
    }

    /// As the handshake would decide it.
    private boolean mayBeOpen(ClientConnection connection) {
        String name = connection.serverName();
        return name == null
                || now.hosts().siteOf(name) >= 0
                || now.tls()
                        .selfSignedZones()
                        .contains(connection.identity().zone().name());
    }

    private void reviewExchanges(Channel channel) {
        for (var entry : channel.pipeline()) {
            if (entry.getValue() instanceof Drainable drainable) {
                drainable.review(this::isRefused);
                return;
            }
        }
    }

    /// As a request would be decided now. One whose path is not known is refused already.
    private boolean isRefused(Exchange exchange) {
        NormalPath path = exchange.pathIfKnown();
        if (path == null) {
            return false;
        }
        ClientIdentity client = moved(exchange);
        exchange.identity(client);
        int site = now.hosts().siteOf(exchange.request().host());
        boolean refused = site < 0
                || now.engine()
                                .decide(new Facts(
                                        site,
                                        client.address(),
                                        client.zone(),
                                        exchange.request().method(),
                                        path))
                        instanceof Decision.Refuse;
        if (refused) {
            ended++;
        }
        return refused;
    }

    private ClientIdentity moved(Exchange exchange) {
        ClientIdentity ofConnection = exchange.connection().identity();
        Address address = exchange.identity().address();
        if (address.equals(ofConnection.address())) {
            return ofConnection;
        }
        Zone zone = now.config().zones().zoneOf(address);
        return new ClientIdentity(address, zone, exchange.identity().text());
    }
}
