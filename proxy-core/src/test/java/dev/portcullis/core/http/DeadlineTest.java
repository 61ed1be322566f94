package dev.portcullis.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DeadlineTest {

    private int fired;
    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final Deadline deadline = new Deadline(channel.eventLoop(), () -> fired++);

    @BeforeEach
    void freeze() {
        channel.freezeTime();
    }

    @AfterEach
    void close() {
        channel.finishAndReleaseAll();
    }

    @Test
    void fires_once_at_its_time() {
        set(10);
        assertThat(deadline.isSet()).isTrue();
        pass(9);
        assertThat(fired).isZero();
        pass(1);
        assertThat(fired).isEqualTo(1);
        assertThat(deadline.isSet()).isFalse();
        pass(100);
        assertThat(fired).isEqualTo(1);
    }

    @Test
    void can_be_pushed_back_again_and_again() {
        for (int i = 0; i < 20; i++) {
            set(10);
            pass(9);
        }
        assertThat(fired).isZero();
        pass(1);
        assertThat(fired).isEqualTo(1);
    }

    @Test
    void can_be_brought_forward() {
        set(100);
        set(10);
        pass(10);
        assertThat(fired).isEqualTo(1);
        pass(100);
        assertThat(fired).isEqualTo(1);
    }

    @Test
    void can_be_cleared_and_set_again() {
        set(10);
        deadline.clear();
        assertThat(deadline.isSet()).isFalse();
        pass(5);
        set(20);
        pass(19);
        assertThat(fired).isZero();
        pass(1);
        assertThat(fired).isEqualTo(1);
    }

    @Test
    void can_be_set_again_after_the_timer_ran_out_while_cleared() {
        set(10);
        deadline.clear();
        pass(50);
        assertThat(fired).isZero();
        set(10);
        pass(10);
        assertThat(fired).isEqualTo(1);
    }

    @Test
    void can_be_set_again_from_within() {
        Deadline[] again = new Deadline[1];
        again[0] = new Deadline(channel.eventLoop(), () -> {
            if (++fired < 3) {
                again[0].in(TimeUnit.SECONDS.toNanos(10));
            }
        });
        again[0].in(TimeUnit.SECONDS.toNanos(10));
        pass(10);
        pass(10);
        assertThat(fired).isEqualTo(2);
        pass(10);
        assertThat(fired).isEqualTo(3);
    }

    @Test
    void never_fires_once_cancelled() {
        set(10);
        deadline.cancel();
        pass(100);
        assertThat(fired).isZero();
    }

    @Test
    void lets_go_of_its_timer_when_cancelled() {
        set(10);
        deadline.cancel();
        assertThat(channel.hasPendingTasks()).isFalse();
    }

    private void set(int seconds) {
        deadline.in(TimeUnit.SECONDS.toNanos(seconds));
    }

    private void pass(int seconds) {
        channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
        channel.runScheduledPendingTasks();
    }
}
