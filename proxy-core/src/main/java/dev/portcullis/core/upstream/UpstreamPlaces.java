package dev.portcullis.core.upstream;

import dev.portcullis.core.accept.ClientIdentity;
import dev.portcullis.rules.net.ClientKey;
import dev.portcullis.rules.net.Zone;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// How many requests and websockets may be with the upstreams at once, of all clients together and of one: a client
/// with 200 connections of 100 streams each must not open 20,000 connections to the house (`UpstreamFullTest`).
///
/// A connection takes a place from the attempt to open it until its answer or tunnel has ended; while it is idle it
/// takes none. The internet leaves a tenth of them to the household. Used on any thread.
final class UpstreamPlaces {

    private static final int RESERVED_PART = 10;

    private final Map<ClientKey, Integer> ofClients = new HashMap<>();
    private int most;
    private int mostFromInternet;
    private int mostOfOne;
    private int taken;
    private int fromInternet;

    /// @param most for everybody together
    /// @param mostOfOne for one client
    UpstreamPlaces(int most, int mostOfOne) {
        limit(most, mostOfOne);
    }

    /// From now on there are so many. Those that are taken stay so, even if there are fewer now.
    synchronized void limit(int most, int mostOfOne) {
        this.most = most;
        this.mostFromInternet = most - most / RESERVED_PART;
        this.mostOfOne = mostOfOne;
    }

    /// One of them, until it is left.
    final class Place {

        private final ClientKey client;
        private final boolean internet;
        private boolean left;

        private Place(ClientKey client, boolean internet) {
            this.client = client;
            this.internet = internet;
        }

        /// Gives it back; a second time does nothing.
        void leave() {
            synchronized (UpstreamPlaces.this) {
                if (!left) {
                    left = true;
                    taken--;
                    fromInternet -= internet ? 1 : 0;
                    ofClients.computeIfPresent(client, (_, count) -> count == 1 ? null : count - 1);
                }
            }
        }
    }

    /// Takes one.
    ///
    /// @return null if there is none for this client
    synchronized @Nullable Place take(ClientIdentity identity) {
        ClientKey client = ClientKey.of(identity.address());
        boolean internet = identity.zone().equals(Zone.INTERNET);
        if (taken >= most
                || (internet && fromInternet >= mostFromInternet)
                || ofClients.getOrDefault(client, 0) >= mostOfOne) {
            return null;
        }
        taken++;
        fromInternet += internet ? 1 : 0;
        ofClients.merge(client, 1, Integer::sum);
        return new Place(client, internet);
    }

    synchronized int taken() {
        return taken;
    }
}
