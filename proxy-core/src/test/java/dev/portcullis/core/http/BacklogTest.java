package dev.portcullis.core.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BacklogTest {

    private final List<String> givenUp = new ArrayList<>();
    private final Backlog backlog = new Backlog(100);
    private final Backlog.Holder first = () -> givenUp.add("first");
    private final Backlog.Holder second = () -> givenUp.add("second");
    private final Backlog.Holder third = () -> givenUp.add("third");

    @Test
    void whoever_has_not_moved_for_longest_is_given_up() {
        backlog.holds(first, 40, true);
        backlog.holds(second, 40, true);
        backlog.holds(first, 50, false);
        backlog.holds(third, 40, true);

        assertThat(givenUp).containsExactly("first");
        assertThat(backlog.total()).isEqualTo(80);
    }

    @Test
    void whoever_moves_stands_last_again() {
        backlog.holds(first, 40, true);
        backlog.holds(second, 40, true);
        backlog.holds(first, 40, true);
        backlog.holds(third, 40, true);

        assertThat(givenUp).containsExactly("second");
    }

    @Test
    void what_is_let_go_is_not_counted() {
        backlog.holds(first, 90, true);
        backlog.holds(first, 0, false);
        backlog.holds(second, 90, true);

        assertThat(givenUp).isEmpty();
        assertThat(backlog.total()).isEqualTo(90);
    }

    @Test
    void one_alone_is_never_given_up_and_many_are_as_many_as_it_takes() {
        backlog.holds(first, 30, true);
        backlog.holds(second, 30, true);
        backlog.holds(third, 1_000, true);

        assertThat(givenUp).containsExactly("first", "second");
        assertThat(backlog.total()).isEqualTo(1_000);
    }

    @Test
    void who_lets_go_of_what_it_held_while_it_is_given_up_is_counted_once() {
        Backlog.Holder[] self = new Backlog.Holder[1];
        self[0] = () -> {
            givenUp.add("self");
            backlog.holds(self[0], 0, true);
        };
        backlog.holds(self[0], 60, true);
        backlog.holds(second, 60, true);

        assertThat(givenUp).containsExactly("self");
        assertThat(backlog.total()).isEqualTo(60);
    }
}
