package dev.portcullis.rules.limit;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.ClientKey;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/// The allowances of all clients. Used on any thread.
public final class RateLimits {

    /// What all strangers share while logins are slowed.
    private static final LimitPolicy.Bucket SLOW_LOGINS = new LimitPolicy.Bucket(6, Duration.ofMinutes(1), 6);

    private static final int LARGEST_HOUSEHOLD = 10_000;

    /// A slowing that lasts longer is of a clock that was ahead.
    private static final long LONGEST_SLOWING = Duration.ofMinutes(10).toMillis();

    private volatile LimitPolicy policy;
    private volatile Terms terms;
    private final Cache<ClientKey, ClientAllowance> recent;
    private final OpenConnections openConnections = new OpenConnections();
    private final Cache<ClientKey, Boolean> household = Caffeine.newBuilder()
            .maximumSize(LARGEST_HOUSEHOLD)
            .executor(Runnable::run)
            .build();
    private final AtomicLongArray slowLogins = new AtomicLongArray(1);
    private final LongAdder refused = new LongAdder();
    private volatile long slowedUntilMillis = Long.MIN_VALUE / 2;

    public RateLimits(LimitPolicy policy) {
        this.policy = policy;
        this.terms = Terms.of(policy);
        this.recent = Caffeine.newBuilder()
                .maximumSize(policy.clients())
                .executor(Runnable::run)
                .build();
    }

    /// From now on another policy holds; what clients have used up, and who has what open, stays.
    public void policy(LimitPolicy next) {
        policy = next;
        terms = Terms.of(next);
        recent.policy().eviction().ifPresent(eviction -> eviction.setMaximum(next.clients()));
    }

    /// The allowance of the client behind an address; keep it for as long as the connection lives.
    public ClientAllowance of(Address client) {
        ClientKey key = ClientKey.of(client);
        return recent.get(key, _ -> {
            ClientAllowance open = openConnections.of(key);
            return open == null ? new ClientAllowance(this, key) : open;
        });
    }

    /// Until then all logins from the internet share one small bucket, but for clients of the household. Tokens are
    /// refreshed as ever.
    public void slowLogins(Instant until) {
        slowedUntilMillis = until.toEpochMilli();
    }

    /// The client behind this address has logged in; its logins are not slowed for what others do.
    public void household(Address client) {
        household.put(ClientKey.of(client), true);
    }

    /// How often something was refused, or would have been, since start.
    public long refused() {
        return refused.sum();
    }

    /// How many clients are remembered just now.
    long clients() {
        recent.cleanUp();
        return recent.estimatedSize();
    }

    LimitPolicy policy() {
        return policy;
    }

    Terms terms() {
        return terms;
    }

    OpenConnections openConnections() {
        return openConnections;
    }

    void countRefusal() {
        refused.increment();
    }

    int takeSlowLogin(ClientKey client, long nowMillis) {
        long left = slowedUntilMillis - nowMillis;
        boolean slowed = left > 0 && left <= LONGEST_SLOWING && household.getIfPresent(client) == null;
        return slowed ? terms.slowLogins().take(slowLogins, 0, nowMillis) : 0;
    }

    /// Counts a refusal, and admits it all the same where nothing is enforced.
    int judged(int wait) {
        if (wait == 0) {
            return 0;
        }
        refused.increment();
        return policy.enforce() ? wait : 0;
    }

    record Terms(
            TokenBucket auth,
            TokenBucket webhook,
            TokenBucket request,
            TokenBucket connection,
            TokenBucket slowLogins) {

        private static Terms of(LimitPolicy policy) {
            return new Terms(
                    new TokenBucket(policy.auth()),
                    new TokenBucket(policy.webhook()),
                    new TokenBucket(policy.request()),
                    new TokenBucket(policy.connection()),
                    new TokenBucket(SLOW_LOGINS));
        }
    }
}
