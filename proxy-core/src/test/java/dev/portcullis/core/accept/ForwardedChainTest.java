package dev.portcullis.core.accept;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.core.http.BadMessage;
import dev.portcullis.core.http.Refusal;
import dev.portcullis.core.http1.Parsed;
import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Cidr;
import dev.portcullis.rules.net.CidrSet;
import dev.portcullis.rules.net.Zones;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Front proxies are 198.51.100.0/24 and 2001:db8:f::/48.
class ForwardedChainTest {

    private static final Zones ZONES = Zones.of(Map.of("lan", Zones.defaultLan()));
    private static final CidrSet FRONT =
            CidrSet.of(List.of(Cidr.parse("198.51.100.0/24"), Cidr.parse("2001:db8:f::/48")));
    private final ForwardedChain chain = new ForwardedChain(FRONT, ZONES);

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            198.51.100.1        | 192.0.2.7                              | 192.0.2.7
            ::ffff:198.51.100.1 | 192.0.2.7                              | 192.0.2.7
            2001:db8:f::1       | 2001:db8::7                            | 2001:db8::7
            198.51.100.1        | ::ffff:192.0.2.7                       | 192.0.2.7
            198.51.100.1        | 10.0.0.1, 192.0.2.7                    | 192.0.2.7
            198.51.100.1        | 10.0.0.1, 192.0.2.7, 198.51.100.2      | 192.0.2.7
            198.51.100.1        | junk, 192.0.2.7                        | 192.0.2.7
            198.51.100.1        | , 192.0.2.7,198.51.100.2               | 192.0.2.7
            198.51.100.1        | 198.51.100.9, 198.51.100.8             | 198.51.100.9
            198.51.100.1        | 192.168.1.5                            | 192.168.1.5
            203.0.113.9         | 10.0.0.1                               | 203.0.113.9
            203.0.113.9         | 198.51.100.1                           | 203.0.113.9
            203.0.113.9         | junk                                   | 203.0.113.9
            """)
    void the_client_is_the_first_from_the_right_that_is_not_listed(String peer, String field, String client)
            throws BadMessage {
        ClientIdentity derived = derive(peer, "X-Forwarded-For: " + field + "\r\n");
        assertThat(derived).isEqualTo(identity(client));
    }

    @Test
    void several_fields_are_one_list() throws BadMessage {
        assertThat(derive(
                        "198.51.100.1",
                        "X-Forwarded-For: 10.0.0.1\r\nX: y\r\nx-forwarded-for: 192.0.2.7\r\n"
                                + "X-Forwarded-For: 198.51.100.3\r\n"))
                .isEqualTo(identity("192.0.2.7"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Forwarded: for=10.0.0.1\r\n", "X-Real-IP: 10.0.0.1\r\n", "CF-Connecting-IP: 10.0.0.1\r\n",
                "True-Client-IP: 10.0.0.1\r\n", "X-Client-IP: 10.0.0.1\r\n", "X-Cluster-Client-IP: 10.0.0.1\r\n",
                "X-Forwarded: 10.0.0.1\r\n", "X-Forwarded-For-Original: 10.0.0.1\r\n", ""
            })
    void nothing_but_x_forwarded_for_is_believed(String fields) throws BadMessage {
        assertThat(derive("198.51.100.1", fields)).isEqualTo(identity("198.51.100.1"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "junk",
                "",
                " ",
                "192.0.2.7,",
                "192.0.2.7:1234",
                "[2001:db8::7]",
                "\"192.0.2.7\"",
                "192.0.2.07",
                "unknown",
                "_hidden",
                "192.0.2.7 10.0.0.1",
                "192.0.2.7;10.0.0.1",
                "10.0.0.1, junk, 198.51.100.2",
                "fe80::1%eth0"
            })
    void a_listed_proxy_that_vouches_for_no_address_is_refused(String field) {
        assertThatThrownBy(() -> derive("198.51.100.1", "X-Forwarded-For: " + field + "\r\n"))
                .isInstanceOfSatisfying(
                        BadMessage.class, bad -> assertThat(bad.refusal()).isEqualTo(Refusal.FORWARDED_FOR));
    }

    @Test
    void what_stands_in_front_of_fifty_hops_is_not_looked_at() throws BadMessage {
        String hops = ", 198.51.100.2".repeat(50);
        assertThat(derive("198.51.100.1", "X-Forwarded-For: 10.0.0.1" + hops + "\r\n"))
                .isEqualTo(identity("198.51.100.2"));
        assertThat(derive("198.51.100.1", "X-Forwarded-For: 10.0.0.1" + hops.substring(14) + "\r\n"))
                .isEqualTo(identity("10.0.0.1"));
    }

    @Test
    void without_front_proxies_nobody_is_believed() throws BadMessage {
        ClientIdentity peer = identity("198.51.100.1");
        assertThat(new ForwardedChain(CidrSet.EMPTY, ZONES)
                        .derive(peer, Parsed.fields("X-Forwarded-For: 10.0.0.1\r\n")))
                .isSameAs(peer);
    }

    private ClientIdentity derive(String peer, String fields) throws BadMessage {
        return chain.derive(identity(peer), Parsed.fields(fields));
    }

    private static ClientIdentity identity(String address) {
        Address parsed = Address.parse(address).orElseThrow();
        return new ClientIdentity(parsed, ZONES.zoneOf(parsed));
    }
}
