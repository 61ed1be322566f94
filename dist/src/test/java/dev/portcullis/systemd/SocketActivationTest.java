package dev.portcullis.systemd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.core.InheritedSockets;
import dev.portcullis.core.ListenAddress;
import dev.portcullis.core.StartFailure;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Which inherited socket stands for which listener.
class SocketActivationTest {

    private static final ListenAddress ALL_443 = new ListenAddress(null, 443);
    private static final ListenAddress ALL_80 = new ListenAddress(null, 80);
    private static final ListenAddress ONE_443 = new ListenAddress("192.0.2.1", 443);

    private static GivenSocket socket(int descriptor, String name, String address, int port) {
        try {
            return new GivenSocket(descriptor, name, InetAddress.getByName(address), port);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void the_address_decides() throws StartFailure {
        GivenSocket https = socket(3, "portcullis.socket", "::", 443);
        GivenSocket http = socket(4, "portcullis.socket", "::", 80);

        assertThat(SocketActivation.assigned(List.of(https, http), List.of(ALL_443), List.of(ALL_80)))
                .isEqualTo(Map.of("listen.https :443", List.of(https), "listen.http :80", List.of(http)));
    }

    @Test
    void a_socket_of_each_family_stands_for_a_listener_at_every_address() throws StartFailure {
        GivenSocket four = socket(3, "", "0.0.0.0", 443);
        GivenSocket six = socket(4, "", "::", 443);

        assertThat(SocketActivation.assigned(List.of(four, six), List.of(ALL_443), List.of()))
                .isEqualTo(Map.of("listen.https :443", List.of(four, six)));
    }

    @Test
    void one_address_is_that_address_only() throws StartFailure {
        GivenSocket one = socket(3, "", "192.0.2.1", 443);

        assertThat(SocketActivation.assigned(
                        List.of(one), List.of(new ListenAddress("192.0.2.2", 443), ONE_443), List.of()))
                .isEqualTo(Map.of("listen.https 192.0.2.1:443", List.of(one)));
    }

    @Test
    void a_name_decides_where_the_address_says_nothing() throws StartFailure {
        GivenSocket redirected = socket(3, "https", "127.0.0.1", 10443);

        assertThat(SocketActivation.assigned(List.of(redirected), List.of(ALL_443), List.of(ALL_80)))
                .isEqualTo(Map.of("listen.https :443", List.of(redirected)));
    }

    @Test
    void a_named_socket_takes_no_listener_that_another_stands_for() throws StartFailure {
        GivenSocket named = socket(3, "https", "127.0.0.1", 10443);
        GivenSocket first = socket(4, "https", "::", 443);

        assertThat(SocketActivation.assigned(List.of(named, first), List.of(ALL_443, ONE_443), List.of()))
                .isEqualTo(Map.of("listen.https :443", List.of(first), "listen.https 192.0.2.1:443", List.of(named)));
    }

    @Test
    void a_socket_that_stands_for_nothing_is_refused_with_what_there_is() {
        GivenSocket stray = socket(3, "portcullis.socket", "::", 8443);

        assertThatThrownBy(() -> SocketActivation.assigned(List.of(stray), List.of(ALL_443), List.of(ALL_80)))
                .isInstanceOf(StartFailure.class)
                .hasMessage(
                        "LISTEN_FDS: socket 3 (\"portcullis.socket\", :8443) stands for no listener (expected: one of"
                                + " [listen.https :443, listen.http :80]). Hint: let ListenStream= in portcullis.socket and"
                                + " \"listen\" in portcullis.yaml name the same.");
    }

    @Test
    void a_socket_named_http_is_never_where_tls_is_spoken() {
        GivenSocket plain = socket(3, "http", "::", 443);

        assertThatThrownBy(() -> SocketActivation.assigned(List.of(plain), List.of(ALL_443), List.of()))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("stands for no listener");
    }

    @Test
    void sockets_of_another_process_are_not_ours() throws StartFailure {
        Map<String, String> environment = Map.of("LISTEN_PID", "7", "LISTEN_FDS", "1");

        assertThat(SocketActivation.of(environment::get, 8, List.of(ALL_443), List.of()))
                .isSameAs(InheritedSockets.NONE);
    }

    @Test
    void a_descriptor_that_is_not_open_is_named() {
        Map<String, String> environment = Map.of("LISTEN_PID", "7", "LISTEN_FDS", "60000", "LISTEN_FDNAMES", "https");

        assertThatThrownBy(() -> SocketActivation.of(environment::get, 7, List.of(ALL_443), List.of()))
                .isInstanceOf(StartFailure.class)
                .hasMessageContaining("cannot be used: ")
                .hasMessageEndingWith("portcullis.socket wants ListenStream= and Accept=no.");
    }
}
