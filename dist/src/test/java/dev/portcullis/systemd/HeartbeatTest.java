package dev.portcullis.systemd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

class HeartbeatTest {

    private static final Executor AT_ONCE = Runnable::run;

    private final Queue<Runnable> waiting = new ArrayDeque<>();

    @Test
    void every_beat_is_a_sign_of_life_while_all_parts_answer() {
        HandHeartbeat heart = new HandHeartbeat(Map.of("one", AT_ONCE, "two", AT_ONCE));

        heart.beat();
        heart.beat();
        heart.beat();

        assertThat(heart.signs()).isEqualTo(3);
    }

    @Test
    void one_part_that_does_not_answer_is_enough_for_silence() {
        HandHeartbeat heart = new HandHeartbeat(Map.of("well", AT_ONCE, "stuck", waiting::add));

        heart.beat();
        for (int i = 0; i < 20; i++) {
            heart.beat();
        }

        assertThat(heart.signs()).isEqualTo(1);
    }

    @Test
    void a_part_that_answers_late_is_alive_again_and_was_asked_once() {
        HandHeartbeat heart = new HandHeartbeat(Map.of("slow", waiting::add));
        heart.beat();
        heart.beat();
        heart.beat();

        assertThat(waiting).hasSize(1);
        waiting.remove().run();
        heart.beat();

        assertThat(heart.signs()).isEqualTo(2);
    }

    @Test
    void a_part_that_has_ended_is_as_silent_as_one_that_hangs() {
        HandHeartbeat heart = new HandHeartbeat(Map.of("gone", _ -> {
            throw new RejectedExecutionException("ended");
        }));

        heart.beat();
        heart.beat();

        assertThat(heart.signs()).isEqualTo(1);
    }
}
