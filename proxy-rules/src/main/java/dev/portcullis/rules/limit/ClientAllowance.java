package dev.portcullis.rules.limit;

import dev.portcullis.rules.net.ClientKey;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;

/// What one client may still do. Shared by all its connections, used on any thread.
public final class ClientAllowance {

    private static final int CONNECTION = 0;
    private static final int REQUEST = 1;
    private static final int AUTH = 2;
    private static final int WEBHOOK = 3;
    private static final int KINDS = 4;

    private final RateLimits limits;
    private final ClientKey client;
    private final AtomicLongArray buckets = new AtomicLongArray(KINDS);
    private final AtomicReference<RuleBuckets> ruleBuckets = new AtomicReference<>(RuleBuckets.NONE);
    /// Changed by [OpenConnections] only, one thread at a time for each client.
    private volatile int open;

    ClientAllowance(RateLimits limits, ClientKey client) {
        this.limits = limits;
        this.client = client;
    }

    /// Takes one connection, if the rate and the number of open ones allow it; then [#disconnect] is owed.
    public boolean connect(long nowMillis) {
        boolean enforce = limits.policy().enforce();
        boolean within = limits.terms().connection().take(buckets, CONNECTION, nowMillis) == 0;
        if (!within) {
            limits.countRefusal();
            if (enforce) {
                return false;
            }
        }
        int most = limits.policy().open();
        if (limits.openConnections().opened(this, enforce ? most : Integer.MAX_VALUE)) {
            if (within && open > most) {
                limits.countRefusal();
            }
            return true;
        }
        limits.countRefusal();
        return false;
    }

    /// A connection that was taken has ended.
    public void disconnect() {
        limits.openConnections().closed(this);
    }

    /// Takes one request.
    ///
    /// @param stranger whether the client is in zone `internet`, whose logins may be slowed for all
    /// @return 0 if it is admitted, else after how many seconds to try again
    public int request(RequestKind kind, boolean stranger, long nowMillis) {
        RateLimits.Terms terms = limits.terms();
        int wait = switch (kind) {
            case LOGIN, AUTH -> terms.auth().take(buckets, AUTH, nowMillis);
            case WEBHOOK -> terms.webhook().take(buckets, WEBHOOK, nowMillis);
            case OTHER -> 0;
        };
        if (wait == 0) {
            wait = terms.request().take(buckets, REQUEST, nowMillis);
        }
        if (wait == 0 && stranger && kind == RequestKind.LOGIN) {
            wait = limits.takeSlowLogin(client, nowMillis);
        }
        return limits.judged(wait);
    }

    /// Takes one request of a rule that has a rate of its own.
    ///
    /// @param rule any number that is the rule's own
    /// @return 0 if it is admitted, else after how many seconds to try again
    public int request(int rule, LimitPolicy.Bucket bucket, long nowMillis) {
        RuleBuckets known = ruleBuckets.updateAndGet(before -> before.with(rule, bucket));
        return limits.judged(known.take(rule, nowMillis));
    }

    ClientKey client() {
        return client;
    }

    int open() {
        return open;
    }

    void open(int connections) {
        open = connections;
    }
}
