package dev.portcullis.app;

import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Cidr;
import dev.portcullis.rules.net.ClientKey;
import dev.portcullis.rules.signal.FamilyWeights;
import dev.portcullis.rules.signal.Observation;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Private addresses that nearly every client seems to come from: those of Docker's userland proxy, of a router that
/// does hairpin NAT, of a tunnel.
///
/// The true client is then unknown: such an address is in zone `internet` whatever the configuration says, and is
/// never banned, since that would ban everybody. It takes five different scanners over at least an hour at an address
/// where 95 of the latest 100 connections come from; and unless it looks like a router's, no other private address
/// may have connected within that hour. So neither a household with one tablet nor an owner who tries a scanner is
/// mistaken for it. Until it is certain, an address with so many of the connections is spared all the same.
final class SharedAddresses {

    private static final double NEARLY_ALL = 0.95;
    private static final Duration ALONE = Duration.ofHours(1);
    /// Lighter probes may come from a household's own devices.
    private static final double SCANNERS_WEIGH = 1.5;

    private static final int MOST_WATCHED = 16;

    private final FamilyWeights families;
    private final Runnable sparesOthers;
    private final Consumer<Address> found;
    private final InstantSource time;
    private final RecentClients clients = new RecentClients();
    private final PrivatePeers peers = new PrivatePeers();
    private final Set<Address> shared;
    private volatile @Nullable Address crowded;

    /// Only [#seen] uses it.
    private final Map<Address, Strangers> strangers = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Address, Strangers> eldest) {
            return size() > MOST_WATCHED;
        }
    };

    /// Starts with those found earlier.
    ///
    /// @param sparesOthers told when [#networks] has changed, on the thread that calls [#seen]
    /// @param found told of one more, after that and on the same thread
    SharedAddresses(
            Collection<Address> earlier,
            FamilyWeights families,
            Runnable sparesOthers,
            Consumer<Address> found,
            InstantSource time) {
        this.shared = new CopyOnWriteArraySet<>(earlier);
        this.families = families;
        this.sparesOthers = sparesOthers;
        this.found = found;
        this.time = time;
    }

    /// A connection was accepted. Any thread.
    void arrived(Address peer) {
        clients.arrived(peer);
        peers.arrived(peer, time.millis());
    }

    /// Whether nobody knows who is behind this address. Any thread.
    boolean has(Address client) {
        return !shared.isEmpty() && shared.contains(client);
    }

    /// Takes an observation in, before it is judged. One thread only.
    void seen(Observation observation) {
        Address client = observation.client();
        if (!PrivatePeers.isPrivate(client) || has(client)) {
            return;
        }
        boolean nearlyAll = clients.share(client) >= NEARLY_ALL;
        if (nearlyAll != client.equals(crowded)) {
            crowded = nearlyAll ? client : null;
            sparesOthers.run();
        }
        if (manyScanners(observation) && nearlyAll && nobodyElseAtHome(client)) {
            shared.add(client);
            strangers.remove(client);
            sparesOthers.run();
            found.accept(client);
        }
    }

    private boolean manyScanners(Observation observation) {
        return observation.families().stream().anyMatch(family -> families.weight(family) >= SCANNERS_WEIGH)
                && strangers
                        .computeIfAbsent(observation.client(), _ -> new Strangers())
                        .sawToo(observation.request().agent(), observation.at());
    }

    private boolean nobodyElseAtHome(Address client) {
        return looksLikeRouter(client) || !peers.othersSince(client, time.millis() - ALONE.toMillis());
    }

    /// Routers and the bridges of Docker are nearly always the first or the last address of their network.
    private static boolean looksLikeRouter(Address client) {
        long last = client.low() & 0xFF;
        return client.isIpv4() && (last == 1 || last == 254);
    }

    /// Whom not to ban: these clients, and one that may turn out to be another.
    List<Cidr> networks() {
        List<Address> all = new ArrayList<>(shared);
        Address maybe = crowded;
        if (maybe != null) {
            all.add(maybe);
        }
        return all.stream()
                .map(address -> ClientKey.of(address).prefix())
                .map(prefix -> new Cidr(prefix, prefix.isIpv4() ? 32 : 64))
                .distinct()
                .toList();
    }

    /// All of them.
    List<Address> all() {
        return List.copyOf(shared);
    }

    /// One line for each, with the repair.
    List<String> warnings() {
        return shared.stream().map(SharedAddresses::warning).toList();
    }

    static String warning(Address address) {
        return address + ": nearly every client seems to come from this one private address, scanners among them, so no"
                + " client's true address is known. It counts as internet and cannot be banned. In Docker: use"
                + " network_mode: host, or \"userland-proxy\": false; with a tunnel or a proxy in front: list it in"
                + " listen.forwarded_from or listen.proxy_protocol_from; with a router: turn off its NAT of incoming"
                + " connections. Then delete " + SharedAddressFile.NAME + " in the state folder and restart.";
    }
}
