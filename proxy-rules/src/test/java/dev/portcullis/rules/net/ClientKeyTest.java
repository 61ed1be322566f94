package dev.portcullis.rules.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

class ClientKeyTest {

    private static ClientKey key(String address) {
        return ClientKey.of(Address.parse(address).orElseThrow());
    }

    @Test
    void each_ipv4_address_is_a_client_of_its_own() {
        assertThat(key("203.0.113.9")).hasToString("203.0.113.9").isNotEqualTo(key("203.0.113.10"));
        assertThat(key("::ffff:203.0.113.9")).isEqualTo(key("203.0.113.9"));
    }

    @Test
    void a_64_of_ipv6_is_one_client() {
        assertThat(key("2001:db8:1:2:3:4:5:6"))
                .hasToString("2001:db8:1:2::/64")
                .isEqualTo(key("2001:db8:1:2:ffff::1"))
                .isNotEqualTo(key("2001:db8:1:3:3:4:5:6"));
    }

    @Test
    void refuses_a_prefix_that_is_longer_than_its_network() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ClientKey(new Address(1, 1)));
    }
}
