package dev.portcullis.acme.order;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.AcmeTrouble;
import dev.portcullis.acme.AcmeTrouble.Cause;
import dev.portcullis.acme.Pause;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Asks again and again until something has come to its end, as often as the authority likes (RFC 8555 §7.5.1).
final class Polling {

    private static final Duration LONGEST = Duration.ofMinutes(3);
    private static final int[] SECONDS = {1, 2, 3, 5};

    private final InstantSource time;
    private final Pause pause;

    Polling(InstantSource time, Pause pause) {
        this.time = time;
        this.pause = pause;
    }

    /// Asks until the answer is not to be waited for any longer.
    ///
    /// Only the waiting is counted against the three minutes, so a clock that is set in between does no harm.
    ///
    /// @param what for the trouble: `validation of home.example.org`
    /// @param first the answer that is there already
    /// @throws AcmeFailure `AUTHORITY_BROKEN` if it takes longer than three minutes
    <T> T until(String what, T first, Asked<T> asked) throws AcmeFailure, InterruptedException {
        Duration waited = Duration.ZERO;
        T answer = first;
        for (int turn = 0; !asked.isDone(answer); turn++) {
            Optional<Instant> askAgain = asked.askAgain(answer);
            Duration wait = wait(turn, askAgain);
            waited = waited.plus(wait);
            if (waited.compareTo(LONGEST) > 0) {
                AcmeTrouble slow = AcmeTrouble.of(
                        Cause.AUTHORITY_BROKEN,
                        what,
                        "the authority has not decided within three minutes",
                        "Nothing to do: Portcullis goes on with this order at the next attempt.");
                throw new AcmeFailure(askAgain.map(slow::until).orElse(slow));
            }
            pause.take(wait);
            answer = asked.ask();
        }
        return answer;
    }

    private Duration wait(int turn, Optional<Instant> askAgain) {
        Duration usual = Duration.ofSeconds(SECONDS[Math.min(turn, SECONDS.length - 1)]);
        return askAgain.map(moment -> Duration.between(time.instant(), moment))
                .filter(asked -> asked.compareTo(Duration.ofSeconds(1)) > 0)
                .orElse(usual);
    }

    /// What is asked for.
    interface Asked<T> {
        T ask() throws AcmeFailure;

        boolean isDone(T answer);

        Optional<Instant> askAgain(T answer);
    }
}
