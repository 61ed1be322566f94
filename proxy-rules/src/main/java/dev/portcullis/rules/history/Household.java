package dev.portcullis.rules.history;

import dev.portcullis.rules.net.Cidr;
import dev.portcullis.rules.net.ClientKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// The clients that have logged in, and when last. Not thread-safe.
public final class Household {

    private static final int MOST = 10_000;
    private static final long TOLD_EVERY = Duration.ofHours(1).toMillis();

    private final LastTimes<ClientKey> seen = new LastTimes<>(MOST);
    private final LastTimes<ClientKey> told = new LastTimes<>(MOST);

    /// @param before who logged in, and when last
    public Household(Map<ClientKey, Instant> before) {
        before.entrySet().stream()
                .sorted(Map.Entry.comparingByValue())
                .forEach(entry -> seen.put(entry.getKey(), entry.getValue().toEpochMilli()));
    }

    /// A client has shown a good credential.
    ///
    /// @return whether that was not told of within the hour
    public boolean succeeded(ClientKey client, Instant now) {
        seen.put(client, now.toEpochMilli());
        return told.isDue(client, now.toEpochMilli(), TOLD_EVERY);
    }

    /// When the client last showed a good credential.
    public Optional<Instant> since(ClientKey client) {
        var last = seen.get(client);
        return last.isPresent() ? Optional.of(Instant.ofEpochMilli(last.getAsLong())) : Optional.empty();
    }

    /// Whether the client belongs to it.
    public boolean has(ClientKey client, Instant now, Duration memory) {
        var last = seen.get(client);
        return last.isPresent() && now.toEpochMilli() - last.getAsLong() < memory.toMillis();
    }

    /// Whether one of its clients is in a network.
    public boolean isIn(Cidr network, Instant now, Duration memory) {
        return seen.all().stream()
                .anyMatch(entry -> network.contains(entry.getKey().prefix())
                        && now.toEpochMilli() - entry.getValue() < memory.toMillis());
    }
}
