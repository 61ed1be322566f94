package dev.portcullis.rules.history;

import dev.portcullis.rules.net.ClientKey;
import dev.portcullis.rules.signal.Observation;
import dev.portcullis.rules.signal.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// Many clients at once at the logins. Within ten minutes: ten that guess at one user, or whose guesses name no user
/// that could be read; or thirty that guess at anybody. Or 60 login flows of ten clients within a minute. Bounded. Not
/// thread-safe.
public final class LoginStorm {

    private static final int CLIENTS = 10;
    private static final int CLIENTS_OF_ANY = 30;
    private static final int FLOWS = 60;
    private static final int MOST_USERS = 4_096;
    private static final int MOST_FLOWS = 1_000;
    private static final long GUESS_WINDOW = Duration.ofMinutes(10).toMillis();
    private static final long FLOW_WINDOW = Duration.ofMinutes(1).toMillis();
    private static final Duration LASTING = Duration.ofMinutes(10);

    private final Map<String, SequencedMap<ClientKey, Long>> users = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, SequencedMap<ClientKey, Long>> eldest) {
            return size() > MOST_USERS;
        }
    };
    private final SequencedMap<ClientKey, Long> guessers = new LinkedHashMap<>();
    private final Deque<Flow> flows = new ArrayDeque<>();
    private Instant until = Instant.EPOCH;

    /// The weather is calm.
    public LoginStorm() {}

    /// Takes in what a stranger did.
    ///
    /// @return until when logins are to be slowed, if that is news
    public Optional<Instant> seen(Observation observation, ClientKey client) {
        long now = observation.at().toEpochMilli();
        boolean storm = false;
        if (Weights.isGuess(observation.outcome())) {
            storm = guessed(observation.user(), client, now);
        } else if (observation.outcome() == Outcome.FLOW_STARTED) {
            storm = started(client, now);
        }
        boolean over = !observation.at().isBefore(until)
                || until.isAfter(observation.at().plus(LASTING));
        if (!storm || !over) {
            return Optional.empty();
        }
        until = observation.at().plus(LASTING);
        return Optional.of(until);
    }

    /// @param user empty for all whose name is not known: codes have none
    private boolean guessed(String user, ClientKey client, long now) {
        SequencedMap<ClientKey, Long> clients = users.computeIfAbsent(user, _ -> new LinkedHashMap<>());
        boolean many = isMany(clients, CLIENTS, client, now);
        return isMany(guessers, CLIENTS_OF_ANY, client, now) || many;
    }

    private static boolean isMany(SequencedMap<ClientKey, Long> clients, int many, ClientKey client, long now) {
        clients.remove(client);
        clients.put(client, now);
        clients.values().removeIf(at -> Math.abs(now - at) >= GUESS_WINDOW);
        if (clients.size() > many) {
            clients.pollFirstEntry();
        }
        return clients.size() >= many;
    }

    private boolean started(ClientKey client, long now) {
        flows.addLast(new Flow(now, client));
        flows.removeIf(flow -> Math.abs(now - flow.at) >= FLOW_WINDOW);
        if (flows.size() > MOST_FLOWS) {
            flows.removeFirst();
        }
        return flows.size() >= FLOWS
                && flows.stream().map(Flow::client).distinct().count() >= CLIENTS;
    }

    private record Flow(long at, ClientKey client) {}
}
