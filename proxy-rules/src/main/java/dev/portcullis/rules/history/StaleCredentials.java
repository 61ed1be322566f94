package dev.portcullis.rules.history;

import dev.portcullis.rules.net.ClientKey;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Credentials that keep failing: the owner is told of each once in 30 days. Of those that never worked, which anybody
/// can make up, only once a day for each client. Bounded. Not thread-safe.
public final class StaleCredentials {

    private static final int MOST = 10_000;
    private static final int OFTEN = 20;
    private static final long DAY = Duration.ofDays(1).toMillis();
    private static final long TOLD_EVERY = Duration.ofDays(30).toMillis();

    private final Map<String, Integer> failures = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Integer> eldest) {
            return size() > MOST;
        }
    };
    private final LastTimes<String> told = new LastTimes<>(MOST);
    private final LastTimes<ClientKey> strangers = new LastTimes<>(MOST);

    /// Nothing has failed yet.
    public StaleCredentials() {}

    /// It failed once more.
    ///
    /// @param hashes the last one is the most lasting: of a token, what it was made from
    /// @param worked whether it was good at some time
    /// @return whether the owner should hear of it
    public boolean failed(List<String> hashes, boolean worked, ClientKey client, long nowMillis) {
        if (hashes.isEmpty()) {
            return false;
        }
        String hash = hashes.getLast();
        int count = failures.merge(hash, 1, (a, b) -> Math.min(OFTEN, a + b));
        if (count < OFTEN || !told.wouldBeDue(hash, nowMillis, TOLD_EVERY)) {
            return false;
        }
        if (!worked && !strangers.isDue(client, nowMillis, DAY)) {
            return false;
        }
        told.put(hash, nowMillis);
        return true;
    }
}
