package dev.portcullis.rules.history;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.portcullis.rules.net.Cidr;
import dev.portcullis.rules.net.ClientKey;
import java.time.Duration;

/// The histories of the clients that were seen lately. Bounded by the memory that they take: a flood of addresses
/// pushes out what is least useful, so 50,000 clients of one event each are remembered, or fewer with more. Not
/// thread-safe.
public final class ClientTable {

    /// Bytes.
    static final long LARGEST = 32L << 20;

    private final Cache<ClientKey, ClientHistory> clients;
    private Windows windows;
    private long clock;

    /// A table with nobody in it.
    public ClientTable(Windows windows) {
        this.windows = windows;
        this.clients = Caffeine.newBuilder()
                .maximumWeight(LARGEST)
                .weigher((ClientKey _, ClientHistory history) -> history.size())
                .expireAfter(Expiry.accessing((ClientKey _, ClientHistory _) -> retention()))
                .ticker(() -> clock * 1_000_000)
                .executor(Runnable::run)
                .build();
    }

    private Duration retention() {
        return Duration.ofMillis(Math.max(windows.logins(), windows.probes()) + 1_000);
    }

    /// From now on events count for so long.
    public void windows(Windows next) {
        windows = next;
    }

    /// How long events count.
    public Windows windows() {
        return windows;
    }

    /// A client's history, as of now.
    public ClientHistory of(ClientKey client, long nowMillis) {
        clock = Math.max(clock, nowMillis);
        ClientHistory history = clients.getIfPresent(client);
        return (history == null ? ClientHistory.NONE : history).at(nowMillis, windows);
    }

    /// Remembers a history in the place of the one before.
    public void put(ClientKey client, ClientHistory history) {
        if (history.isEmpty(windows)) {
            clients.invalidate(client);
        } else {
            clients.put(client, history);
        }
    }

    /// Forgets the clients in a network, and the one that the network is a part of.
    public void forget(Cidr network) {
        clients.asMap()
                .keySet()
                .removeIf(
                        client -> network.contains(client.prefix()) || client.equals(ClientKey.of(network.network())));
    }

    /// Bytes in memory, roughly.
    long bytes() {
        clients.cleanUp();
        return clients.policy().eviction().orElseThrow().weightedSize().orElseThrow();
    }

    /// How many clients there are.
    long size() {
        clients.cleanUp();
        return clients.estimatedSize();
    }
}
