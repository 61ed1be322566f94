package dev.portcullis.core.accept;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.core.http.Refusal;
import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Zone;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LiveConnectionsTest {

    private static final ClientIdentity CLIENT =
            new ClientIdentity(Address.parse("192.0.2.1").orElseThrow(), Zone.INTERNET);

    private final LiveConnections live = new LiveConnections();
    private final ValidationReserve reserve = new ValidationReserve(() -> true, 2, 2);

    private EmbeddedChannel open(boolean mayValidate) {
        EmbeddedChannel channel = new EmbeddedChannel();
        ClientConnection connection = new ClientConnection(CLIENT);
        connection.owner(CLIENT);
        if (mayValidate) {
            connection.untilShown(() -> reserve.spares(channel, connection, Refusal.BANNED));
        }
        live.add(channel, connection);
        return channel;
    }

    @Test
    void a_ban_closes_all_but_what_the_reserve_has_places_for() {
        List<EmbeddedChannel> hopeful =
                Stream.generate(() -> open(true)).limit(20).toList();
        List<EmbeddedChannel> ordinary =
                Stream.generate(() -> open(false)).limit(20).toList();

        live.evict(CLIENT.address()::equals);
        hopeful.forEach(EmbeddedChannel::runPendingTasks);

        assertThat(ordinary).noneMatch(EmbeddedChannel::isOpen);
        assertThat(hopeful.stream().filter(EmbeddedChannel::isOpen)).hasSize(2);
        assertThat(live.all()).hasSize(2);
    }

    @Test
    void a_ban_leaves_other_clients_alone() {
        EmbeddedChannel channel = open(false);

        live.evict(address -> false);

        assertThat(channel.isOpen()).isTrue();
    }
}
