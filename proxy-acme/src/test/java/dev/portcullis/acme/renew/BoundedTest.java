package dev.portcullis.acme.renew;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.acme.AcmeFailure;
import dev.portcullis.acme.AcmeTrouble.Cause;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class BoundedTest {

    /// More than it takes for a thread to be seen alive after its work is done.
    private static final int TIMES = 20_000;

    @Test
    void work_that_ended_never_stands_in_the_way_of_what_follows_at_once() throws Exception {
        Bounded bounded = new Bounded("here", Duration.ofMinutes(1));

        for (int i = 0; i < TIMES; i++) {
            int number = i;
            assertThat(bounded.run(() -> number)).isEqualTo(number);
        }
    }

    @Test
    void nothing_begins_while_work_that_was_given_up_still_goes_on() throws Exception {
        Bounded bounded = new Bounded("here", Duration.ofMillis(1));
        CountDownLatch over = new CountDownLatch(1);
        assertThatThrownBy(() -> bounded.run(() -> {
                    awaitUninterruptibly(over);
                    return true;
                }))
                .isInstanceOfSatisfying(
                        AcmeFailure.class,
                        failure -> assertThat(failure.trouble().cause()).isEqualTo(Cause.UNREACHABLE));

        assertThatThrownBy(() -> bounded.run(() -> true))
                .hasMessageContaining("an earlier attempt still has not ended");
        over.countDown();
    }

    private static void awaitUninterruptibly(CountDownLatch over) {
        boolean interrupted = true;
        while (interrupted) {
            try {
                over.await();
                interrupted = false;
            } catch (InterruptedException _) {
                // What it is about: work that does not heed it.
            }
        }
    }
}
