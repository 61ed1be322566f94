package dev.portcullis.certificates;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.acme.Pause;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class WatchingTest {

    private final SettableTime time = new SettableTime();
    private final AtomicInteger often = new AtomicInteger();
    private final AtomicInteger daily = new AtomicInteger();

    @Test
    void what_is_daily_is_done_at_the_first_look_and_once_a_day() {
        var watching = new Watching(often::incrementAndGet, daily::incrementAndGet, time, Pause.SLEEPING);

        watching.look();
        time.pass(Duration.ofHours(23));
        watching.look();
        assertThat(daily).hasValue(1);
        time.pass(Duration.ofHours(2));
        watching.look();

        assertThat(often).hasValue(3);
        assertThat(daily).hasValue(2);
    }

    @Test
    void a_look_that_fails_unexpectedly_ends_neither_the_watch_nor_the_other_work() throws Exception {
        CountDownLatch twice = new CountDownLatch(2);
        // A third look never comes.
        Semaphore looks = new Semaphore(2);
        Pause pause = _ -> looks.acquire();
        Runnable failing = () -> {
            twice.countDown();
            throw new IllegalStateException("broken");
        };
        try (var watching = new Watching(failing, daily::incrementAndGet, time, pause)) {
            watching.start();

            assertThat(twice.await(60, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(daily).hasValue(1);
    }
}
