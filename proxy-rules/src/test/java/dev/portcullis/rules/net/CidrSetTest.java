package dev.portcullis.rules.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CidrSetTest {

    private static Address address(String text) {
        return Address.parse(text).orElseThrow();
    }

    @Test
    void an_empty_set_holds_nobody() {
        assertThat(CidrSet.EMPTY.isEmpty()).isTrue();
        assertThat(CidrSet.EMPTY.contains(address("127.0.0.1"))).isFalse();
        assertThat(CidrSet.EMPTY.contains(address("::"))).isFalse();
    }

    @Test
    void finds_the_outer_network_behind_the_end_of_an_inner_one() {
        CidrSet set = CidrSet.of(List.of(
                Cidr.parse("10.0.0.0/8"),
                Cidr.parse("10.1.0.0/16"),
                Cidr.parse("10.1.2.0/24"),
                Cidr.parse("12.0.0.1")));

        assertThat(set.contains(address("10.0.0.0"))).isTrue();
        assertThat(set.contains(address("10.1.3.0"))).isTrue();
        assertThat(set.contains(address("10.200.0.0"))).isTrue();
        assertThat(set.contains(address("11.0.0.0"))).isFalse();
        assertThat(set.contains(address("12.0.0.1"))).isTrue();
        assertThat(set.contains(address("12.0.0.2"))).isFalse();
        assertThat(set.contains(address("9.255.255.255"))).isFalse();
    }

    @Test
    void all_of_ipv6_beside_some_ipv4_lets_no_other_ipv4_in() {
        CidrSet set = CidrSet.of(List.of(Cidr.parse("::/0"), Cidr.parse("192.0.2.0/24")));

        assertThat(set.contains(address("ffff::1"))).isTrue();
        assertThat(set.contains(address("::1"))).isTrue();
        assertThat(set.contains(address("192.0.2.9"))).isTrue();
        assertThat(set.contains(address("::ffff:192.0.2.9"))).isTrue();
        assertThat(set.contains(address("192.0.3.9"))).isFalse();
        assertThat(set.contains(address("::ffff:192.0.3.9"))).isFalse();
    }

    @Test
    void keeps_the_order_given_and_drops_repetitions() {
        CidrSet set = CidrSet.of(List.of(Cidr.parse("fc00::/7"), Cidr.parse("10.0.0.0/8"), Cidr.parse("fc00::/7")));

        assertThat(set.cidrs()).containsExactly(Cidr.parse("fc00::/7"), Cidr.parse("10.0.0.0/8"));
        assertThat(set).isEqualTo(CidrSet.of(set.cidrs())).hasToString("[fc00::/7, 10.0.0.0/8]");
    }

    @Test
    void agrees_with_asking_each_of_ten_thousand_networks() {
        SplittableRandom random = new SplittableRandom(10_000);
        List<Cidr> cidrs = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            boolean ipv4 = random.nextBoolean();
            int length = ipv4 ? 12 + random.nextInt(21) : 20 + random.nextInt(60);
            cidrs.add(new Cidr(randomAddress(random, ipv4).masked((ipv4 ? 96 : 0) + length), length));
        }
        CidrSet set = CidrSet.of(cidrs);
        int inside = 0;
        for (int i = 0; i < 2_000; i++) {
            Address probe = randomAddress(random, random.nextBoolean());
            boolean expected = cidrs.stream().anyMatch(c -> c.contains(probe));
            inside += expected ? 1 : 0;
            assertThat(set.contains(probe)).as(probe.toString()).isEqualTo(expected);
        }
        assertThat(inside).isBetween(200, 1_800);
    }

    private static Address randomAddress(SplittableRandom random, boolean ipv4) {
        return ipv4
                ? Address.ofIpv4(random.nextLong() & 0x0fff_ffffL)
                : new Address(((random.nextLong() >>> 48) << 36) | random.nextInt(1024), random.nextLong());
    }
}
