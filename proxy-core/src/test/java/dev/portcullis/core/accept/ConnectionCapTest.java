package dev.portcullis.core.accept;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.core.accept.ConnectionCap.Seat;
import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Zone;
import org.junit.jupiter.api.Test;

class ConnectionCapTest {

    private static final ClientIdentity STRANGER = client(Zone.INTERNET);
    private static final ClientIdentity HOME = client(new Zone("lan"));

    private final ConnectionCap cap = new ConnectionCap(3, 2);

    private static ClientIdentity client(Zone zone) {
        return new ClientIdentity(Address.parse("192.0.2.1").orElseThrow(), zone);
    }

    private static ClientConnection named(ClientIdentity client) {
        ClientConnection connection = new ClientConnection(HOME);
        connection.identity(client);
        return connection;
    }

    private static Seat seated(Seat seat) {
        assertThat(seat).isNotNull();
        return seat;
    }

    @Test
    void the_internet_gets_all_but_what_is_reserved() {
        seated(cap.enter(STRANGER));

        assertThat(cap.enter(STRANGER)).isNull();
        seated(cap.enter(HOME));
        seated(cap.enterUnnamed());
        assertThat(cap.enter(HOME)).isNull();
        assertThat(cap.enterUnnamed()).isNull();
        assertThat(cap.open()).isEqualTo(3);
    }

    @Test
    void a_place_is_given_back_once() {
        Seat one = seated(cap.enter(STRANGER));
        one.leave();
        one.leave();

        assertThat(cap.open()).isZero();
        seated(cap.enter(STRANGER));
        assertThat(cap.enter(STRANGER)).isNull();
    }

    @Test
    void whom_a_proxy_names_takes_a_place_of_his_own_kind() {
        Seat proxied = seated(cap.enterUnnamed());
        assertThat(proxied.takenBy(named(STRANGER))).isTrue();
        assertThat(cap.enter(STRANGER)).isNull();

        Seat later = seated(cap.enterUnnamed());
        assertThat(later.takenBy(named(STRANGER))).isFalse();
        later.beyond();
        proxied.leave();
        seated(cap.enter(STRANGER));
        assertThat(cap.open()).isEqualTo(2);
    }

    @Test
    void a_proxy_that_speaks_for_itself_is_not_the_internet() {
        seated(cap.enter(STRANGER));

        assertThat(seated(cap.enterUnnamed()).takenBy(new ClientConnection(STRANGER)))
                .isTrue();
    }

    @Test
    void whoever_goes_on_beyond_the_limit_takes_nobodys_place() {
        Seat beyond = cap.enterBeyond();
        seated(cap.enter(HOME));
        seated(cap.enter(HOME));
        seated(cap.enter(HOME));
        assertThat(cap.open()).isEqualTo(4);

        beyond.leave();
        assertThat(cap.open()).isEqualTo(3);
    }

    @Test
    void a_connection_that_is_gone_takes_no_place_any_more() {
        Seat gone = seated(cap.enterUnnamed());
        gone.leave();

        assertThat(gone.takenBy(named(STRANGER))).isTrue();
        assertThat(cap.open()).isZero();
    }
}
