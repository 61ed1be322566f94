package dev.portcullis.rules.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ZonesTest {

    private static final Zones HOME = Zones.of(Map.of("lan", Zones.defaultLan()));

    private static String zoneOf(Zones zones, String address) {
        return zones.zoneOf(Address.parse(address).orElseThrow()).name();
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, lan",
        "127.255.255.255, lan",
        "::1, lan",
        "::ffff:127.0.0.1, lan",
        "::ffff:192.168.1.5, lan",
        "192.168.1.5, lan",
        "10.255.255.255, lan",
        "172.16.0.0, lan",
        "172.31.255.255, lan",
        "169.254.169.254, lan",
        "fe80::1, lan",
        "febf:ffff::1, lan",
        "fc00::1, lan",
        "fdff::1, lan",
        "0.0.0.0, internet",
        "::, internet",
        "::2, internet",
        "::127.0.0.1, internet",
        "::192.168.1.5, internet",
        "126.255.255.255, internet",
        "128.0.0.0, internet",
        "172.32.0.0, internet",
        "192.169.0.0, internet",
        "100.64.0.1, internet",
        "255.255.255.255, internet",
        "fec0::1, internet",
        "fe00::1, internet",
        "2001:db8::1, internet",
        "64:ff9b::192.168.1.5, internet",
        "2002:c0a8:0105::1, internet",
    })
    void default_lan_holds_what_is_at_home_and_nothing_else(String address, String zone) {
        assertThat(zoneOf(HOME, address)).isEqualTo(zone);
    }

    @Test
    void the_most_specific_network_decides_whatever_the_order() {
        Map<String, List<Cidr>> networks = new LinkedHashMap<>();
        networks.put("lan", List.of(Cidr.parse("10.0.0.0/8")));
        networks.put("vpn", List.of(Cidr.parse("10.8.0.0/24"), Cidr.parse("0.0.0.0/0")));
        networks.put("guests", List.of(Cidr.parse("10.8.0.128/25")));
        Zones zones = Zones.of(networks);

        assertThat(zoneOf(zones, "10.8.0.1")).isEqualTo("vpn");
        assertThat(zoneOf(zones, "10.8.0.129")).isEqualTo("guests");
        assertThat(zoneOf(zones, "10.8.1.1")).isEqualTo("lan");
        assertThat(zoneOf(zones, "8.8.8.8")).isEqualTo("vpn");
        assertThat(zoneOf(zones, "2001:db8::1")).isEqualTo("internet");
    }

    @Test
    void lists_zones_in_order_and_the_internet_last() {
        Map<String, List<Cidr>> networks = new LinkedHashMap<>();
        networks.put("vpn", List.of());
        networks.put("lan", Zones.defaultLan());

        assertThat(Zones.of(networks).all()).containsExactly(new Zone("vpn"), new Zone("lan"), Zone.INTERNET);
    }

    @Test
    void refuses_to_define_the_internet() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Zones.of(Map.of("internet", List.of())))
                .withMessageStartingWith("internet: cannot be defined");
    }

    @Test
    void refuses_one_network_in_two_zones_whatever_its_spelling() {
        Map<String, List<Cidr>> networks = new LinkedHashMap<>();
        networks.put("lan", List.of(Cidr.parse("10.0.0.0/8")));
        networks.put("vpn", List.of(Cidr.parse("::ffff:10.0.0.0/104")));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Zones.of(networks))
                .withMessage(
                        "vpn: 10.0.0.0/8 is also in lan (expected: each network in one zone). Remove it from one of"
                                + " them.");
    }

    @Test
    void the_same_network_twice_in_one_zone_is_harmless() {
        Zones zones = Zones.of(Map.of("lan", List.of(Cidr.parse("10.0.0.0/8"), Cidr.parse("10.0.0.0/8"))));

        assertThat(zoneOf(zones, "10.1.1.1")).isEqualTo("lan");
    }
}
