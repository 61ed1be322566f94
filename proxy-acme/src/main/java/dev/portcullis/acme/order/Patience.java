package dev.portcullis.acme.order;

import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.AcmeTrouble.Cause;
import dev.portcullis.acme.Pause;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/// How often and how soon a call is repeated that failed for a reason that may pass by itself.
final class Patience {

    private static final Duration FIRST = Duration.ofSeconds(1);
    /// Whoever is told to stay away for longer does so, and tries again as a whole later.
    private static final Duration LONGEST = Duration.ofSeconds(60);

    private final InstantSource time;
    private final Pause pause;
    private final RandomGenerator random;

    Patience(InstantSource time, Pause pause, RandomGenerator random) {
        this.time = time;
        this.pause = pause;
        this.random = random;
    }

    /// Waits before a call is repeated: 1, 2, 4, 8 s and up to a quarter more, or as long as the authority asks.
    ///
    /// @param failures so far, at least one
    /// @return false, at once, if the call is not to be repeated
    boolean waited(int failures, AcmeTrouble trouble) throws InterruptedException {
        Duration backOff = FIRST.multipliedBy(1L << (failures - 1));
        Duration wait = backOff.plusMillis(random.nextLong(backOff.toMillis() / 4));
        boolean told = trouble.notBefore().isPresent();
        if (told) {
            Instant now = time.instant();
            Instant notBefore = trouble.notBefore().get();
            if (notBefore.isAfter(now.plus(LONGEST))) {
                return false;
            }
            Duration asked = Duration.between(now, notBefore);
            wait = asked.compareTo(wait) > 0 ? asked : wait;
        }
        if (!mayPass(trouble.cause(), told)) {
            return false;
        }
        pause.take(wait);
        return true;
    }

    private static boolean mayPass(Cause cause, boolean told) {
        return cause == Cause.UNREACHABLE || cause == Cause.AUTHORITY_BROKEN || (cause == Cause.RATE_LIMITED && told);
    }
}
