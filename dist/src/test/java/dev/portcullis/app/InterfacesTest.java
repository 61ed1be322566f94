package dev.portcullis.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Cidr;
import java.net.SocketException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InterfacesTest {

    @ParameterizedTest
    @CsvSource({
        "192.168.1.77, 24, 192.168.1.0/24",
        "10.9.8.7, 8, 10.0.0.0/8",
        "203.0.113.9, 32, 203.0.113.9/32",
        "203.0.113.9, 0, 0.0.0.0/0",
        "2001:db8:1:2:3:4:5:6, 64, 2001:db8:1:2::/64",
        "2001:db8:1:2:3:4:5:6, 72, 2001:db8:1:2::/72",
        "2001:db8:1:2:3:4:5:6, 128, 2001:db8:1:2:3:4:5:6/128",
        "2001:db8::1, 0, ::/0",
    })
    void an_interface_stands_in_the_network_of_its_prefix(String address, int prefixLength, String network) {
        assertThat(Interfaces.network(Address.parse(address).orElseThrow(), prefixLength))
                .isEqualTo(Cidr.parse(network));
    }

    @Test
    void loopback_is_among_the_networks_of_every_machine() throws SocketException {
        assertThat(Interfaces.networks()).contains(Cidr.parse("127.0.0.0/8"));
        assertThat(Interfaces.has("127.0.0.1")).isTrue();
        assertThat(Interfaces.has("203.0.113.9")).isFalse();
    }
}
