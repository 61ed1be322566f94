package dev.portcullis.rules.limit;

import java.util.concurrent.atomic.AtomicLongArray;

/// The terms of a token bucket. Its state is one number, kept by whom it belongs to: the time at which the bucket
/// will be full again, in microseconds since the epoch (the virtual scheduling form of the Generic Cell Rate
/// Algorithm, ITU-T I.371). 0 is a full bucket.
///
/// Threads that read the clock a little apart leave the bucket empty at worst, never in debt; a clock that steps back
/// by more than a minute beyond that fills it. Used on any thread.
final class TokenBucket {

    private static final long MICROS = 1_000;
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final long STEP_BACK = 60 * MICROS_PER_SECOND;

    private final long microsPerToken;
    private final long capacity;

    TokenBucket(LimitPolicy.Bucket terms) {
        microsPerToken = Math.max(1, terms.per().toNanos() / 1_000 / Math.max(1, terms.amount()));
        capacity = Math.multiplyExact(microsPerToken, Math.max(1, terms.burst()));
    }

    /// Takes one token, if there is one.
    ///
    /// @return 0, or after how many seconds there will be one
    int take(AtomicLongArray states, int index, long nowMillis) {
        long now = nowMillis * MICROS;
        while (true) {
            long state = states.get(index);
            boolean steppedBack = state > now + capacity + STEP_BACK;
            long full = steppedBack ? now : Math.clamp(state, now, now + capacity);
            long next = full + microsPerToken;
            long missing = next - now - capacity;
            boolean admitted = missing <= 0;
            if (!admitted && full == state) {
                return seconds(missing);
            }
            if (states.compareAndSet(index, state, admitted ? next : full)) {
                return admitted ? 0 : seconds(missing);
            }
        }
    }

    private static int seconds(long micros) {
        return Math.toIntExact(Math.min(Integer.MAX_VALUE, Math.ceilDiv(micros, MICROS_PER_SECOND)));
    }
}
