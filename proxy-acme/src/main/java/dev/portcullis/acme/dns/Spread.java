package dev.portcullis.acme.dns;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.xbill.DNS.Name;

/// How far a TXT record has spread: what each address of each name server was last seen to hold.
///
/// Used by one thread; it looks at all addresses at the same time, so that a silent server delays no other.
final class Spread {

    private static final Sight NEVER_SEEN = new Sight.None("has no address");

    private final List<NameServer> servers;
    private final Name name;
    private final Set<String> wanted;
    private final Duration perLook;
    private final Map<InetSocketAddress, Sight> seen = new HashMap<>();

    Spread(List<NameServer> servers, Name name, Set<String> wanted, Duration perLook) {
        this.servers = List.copyOf(servers);
        this.name = name;
        this.wanted = Set.copyOf(wanted);
        this.perLook = perLook;
    }

    /// Looks again at each server that has not shown all values yet.
    void look() throws InterruptedException {
        List<Glance> glances = new ArrayList<>();
        for (NameServer server : servers) {
            if (!(of(server) instanceof Sight.Complete)) {
                server.addresses().stream()
                        .filter(address -> !(seen.get(address) instanceof Sight.Complete))
                        .map(address -> new Glance(address, server.authoritative(), name, wanted, perLook))
                        .forEach(glances::add);
            }
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Sight>> sights = threads.invokeAll(glances);
            for (int i = 0; i < sights.size(); i++) {
                seen.merge(glances.get(i).server(), outcome(sights.get(i)), Spread::newer);
            }
        }
    }

    /// What a server holds, over all its addresses: behind if one is; an address that says nothing, such as one of a
    /// family that this machine cannot reach, does not count where another one answers.
    Sight of(NameServer server) {
        Sight sum = NEVER_SEEN;
        for (InetSocketAddress address : server.addresses()) {
            Sight sight = seen.get(address);
            if (sight instanceof Sight.Behind) {
                return sight;
            }
            if (sight != null && !(sum instanceof Sight.Complete)) {
                sum = sight;
            }
        }
        return sum;
    }

    List<NameServer> servers() {
        return servers;
    }

    boolean isEverywhere() {
        return servers.stream().allMatch(server -> of(server) instanceof Sight.Complete);
    }

    /// A server that was behind and then fell silent is behind still.
    private static Sight newer(Sight before, Sight now) {
        return now instanceof Sight.None && before instanceof Sight.Behind ? before : now;
    }

    private static Sight outcome(Future<Sight> sight) throws InterruptedException {
        try {
            return sight.get();
        } catch (ExecutionException broken) {
            return new Sight.None(String.valueOf(broken.getCause()));
        }
    }
}
