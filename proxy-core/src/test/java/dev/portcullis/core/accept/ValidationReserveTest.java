package dev.portcullis.core.accept;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.core.http.Refusal;
import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Zone;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ValidationReserveTest {

    private static final int PLACES = 6;
    private static final int VALIDATIONS = 5;

    private boolean awaited = true;
    private final ValidationReserve reserve = new ValidationReserve(() -> awaited, PLACES, VALIDATIONS);

    private final class Visitor {
        private final EmbeddedChannel channel = new EmbeddedChannel();
        private final ClientConnection connection;
        private final boolean spared;

        Visitor(String address) {
            connection = new ClientConnection(
                    new ClientIdentity(Address.parse(address).orElseThrow(), Zone.INTERNET));
            spared = reserve.spares(channel, connection, Refusal.BANNED);
        }

        Visitor validating() {
            connection.validates();
            return this;
        }

        boolean open() {
            channel.runPendingTasks();
            return channel.isOpen();
        }
    }

    private List<Visitor> visitors(int count, String network) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> new Visitor(network + i))
                .toList();
    }

    @Test
    void while_nothing_is_awaited_nobody_is_spared() {
        awaited = false;
        Visitor visitor = new Visitor("192.0.2.1");

        assertThat(visitor.spared).isFalse();
        assertThat(visitor.connection.spared()).isNull();
    }

    @Test
    void who_comes_newly_takes_the_place_of_who_was_silent_longest() {
        List<Visitor> silent = visitors(PLACES, "192.0.2.");
        Visitor newcomer = new Visitor("192.0.2.9");

        assertThat(newcomer.spared).isTrue();
        assertThat(newcomer.open()).isTrue();
        assertThat(silent.getFirst().open()).isFalse();
        assertThat(silent.subList(1, PLACES)).allMatch(Visitor::open);
        assertThat(silent.getFirst().connection.spared()).as("is still told").isNotNull();
    }

    @Test
    void the_network_that_holds_most_gives_way_first() {
        Visitor authority = new Visitor("198.51.100.1");
        Visitor neighbour = new Visitor("2001:db8:1:ffff::1");
        List<Visitor> flood = visitors(PLACES - 2, "192.0.2.");

        Visitor newcomer = new Visitor("203.0.113.1");
        List<Visitor> more = visitors(20, "192.0.2.1");

        assertThat(List.of(authority, neighbour, newcomer)).allMatch(Visitor::open);
        assertThat(flood).noneMatch(Visitor::open);
        assertThat(more.stream().filter(Visitor::open)).hasSize(PLACES - 3);
    }

    @Test
    void silent_connections_take_nothing_from_a_validation() {
        Visitor authority = new Visitor("192.0.2.1").validating();
        List<Visitor> flood = visitors(3 * PLACES, "192.0.2.");

        assertThat(authority.open()).isTrue();
        assertThat(authority.connection.spared()).isNull();
        assertThat(flood.stream().filter(Visitor::open)).hasSize(PLACES);
    }

    @Test
    void validations_that_never_end_do_not_keep_others_out() {
        List<Visitor> endless = new ArrayList<>();
        for (int i = 0; i < VALIDATIONS; i++) {
            endless.add(new Visitor("10.0." + i + ".1").validating());
        }
        Visitor authority = new Visitor("198.51.100.1").validating();

        assertThat(authority.open()).isTrue();
        assertThat(endless.getFirst().open()).isFalse();
        assertThat(endless.subList(1, VALIDATIONS)).allMatch(Visitor::open);
    }

    @Test
    void one_network_validates_four_times_at_once() {
        List<Visitor> four =
                visitors(4, "192.0.2.").stream().map(Visitor::validating).toList();
        Visitor other = new Visitor("2001:db8:1:1::1").validating();
        assertThat(four).allMatch(Visitor::open);

        Visitor fifth = new Visitor("192.0.2.200").validating();

        assertThat(fifth.open()).isTrue();
        assertThat(four.getFirst().open()).isFalse();
        assertThat(four.subList(1, 4)).allMatch(Visitor::open);
        assertThat(other.open()).isTrue();
    }

    @Test
    void who_has_lost_its_place_cannot_validate_any_more() {
        Visitor late = new Visitor("192.0.2.1");
        visitors(PLACES, "192.0.2.1");
        late.connection.validates();

        assertThat(late.connection.spared()).as("is still told").isNotNull();
        assertThat(late.open()).isFalse();
    }

    @Test
    void a_place_is_free_once_its_connection_has_ended() {
        Visitor silent = new Visitor("192.0.2.1");
        Visitor validating = new Visitor("192.0.3.1").validating();
        for (int i = 0; i < 10; i++) {
            new Visitor("192.0.2.2").channel.close();
            new Visitor("192.0.3.2").validating().channel.close();
        }
        assertThat(silent.open()).isTrue();
        assertThat(validating.open()).isTrue();
    }
}
