package dev.portcullis.rules.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigInteger;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CidrTest {

    private static boolean contains(String cidr, String address) {
        return Cidr.parse(cidr).contains(Address.parse(address).orElseThrow());
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8, 10.0.0.0/8",
        "192.168.1.7, 192.168.1.7/32",
        "::1, ::1/128",
        "0.0.0.0/0, 0.0.0.0/0",
        "::/0, ::/0",
        "FC00::/7, fc00::/7",
        "2001:db8:0:0::/64, 2001:db8::/64",
        "::ffff:0:0/96, 0.0.0.0/0",
        "::ffff:192.168.0.0/112, 192.168.0.0/16",
        "::ffff:192.168.1.7, 192.168.1.7/32",
        "::/96, ::/96",
    })
    void reads_a_network_and_writes_it_canonically(String text, String canonical) {
        assertThat(Cidr.parse(text)).hasToString(canonical).isEqualTo(Cidr.parse(canonical));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "192.168.1.50/24 | \"192.168.1.50/24\": bits beyond the prefix are set (expected: a network address). Did you mean \"192.168.1.0/24\"?",
                "2001:db8::1/64 | \"2001:db8::1/64\": bits beyond the prefix are set (expected: a network address). Did you mean \"2001:db8::/64\"?",
                "1.2.3.4/0 | \"1.2.3.4/0\": bits beyond the prefix are set (expected: a network address). Did you mean \"0.0.0.0/0\"?",
                "::ffff:0:0/90 | \"::ffff:0:0/90\": bits beyond the prefix are set (expected: a network address). Did you mean \"::ffc0:0:0/90\"?",
                "10.0.0.0/33 | \"10.0.0.0/33\": bad prefix length (expected: 0 to 32)",
                "fc00::/129 | \"fc00::/129\": bad prefix length (expected: 0 to 128)",
                "10.0.0.0/ | \"10.0.0.0/\": bad prefix length (expected: 0 to 32)",
                "10.0.0.0/08 | \"10.0.0.0/08\": bad prefix length (expected: 0 to 32)",
                "10.0.0.0/-1 | \"10.0.0.0/-1\": bad prefix length (expected: 0 to 32)",
                "10.0.0.0/8/8 | \"10.0.0.0/8/8\": bad prefix length (expected: 0 to 32)",
                "10.0.0.0/255.0.0.0 | \"10.0.0.0/255.0.0.0\": bad prefix length (expected: 0 to 32)",
                "10.0.0.0/4294967304 | \"10.0.0.0/4294967304\": bad prefix length (expected: 0 to 32)",
                "localhost | \"localhost\": not an address or network (expected: for example 192.168.1.0/24 or fd00::/8).",
                "fe80::1%eth0/64 | \"fe80::1%eth0/64\": not an address or network (expected: for example 192.168.1.0/24 or fd00::/8). Leave out the zone id behind %.",
                "[fc00::]/7 | \"[fc00::]/7\": not an address or network (expected: for example 192.168.1.0/24 or fd00::/8). Leave out the brackets and the port.",
            })
    void refuses_with_a_message_that_says_what_to_write(String text, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> Cidr.parse(text)).withMessage(message);
    }

    @Test
    void a_record_made_by_hand_obeys_the_same_rules() {
        assertThatIllegalArgumentException().isThrownBy(() -> new Cidr(Address.ofIpv4(1), 31));
        assertThatIllegalArgumentException().isThrownBy(() -> new Cidr(Address.ofIpv4(0), 33));
        assertThatIllegalArgumentException().isThrownBy(() -> new Cidr(new Address(0, 0), -1));
    }

    @Test
    void a_mapped_address_is_in_the_ipv4_network_that_it_spells() {
        assertThat(contains("192.168.0.0/16", "::ffff:192.168.1.5")).isTrue();
        assertThat(contains("192.168.0.0/16", "::ffff:192.169.1.5")).isFalse();
        assertThat(contains("::ffff:192.168.0.0/112", "192.168.1.5")).isTrue();
    }

    @Test
    void everything_of_one_family_is_nothing_of_the_other() {
        assertThat(contains("::/0", "2001:db8::1")).isTrue();
        assertThat(contains("::/0", "192.0.2.1")).isFalse();
        assertThat(contains("::/0", "::ffff:192.0.2.1")).isFalse();
        assertThat(contains("::/64", "192.0.2.1")).isFalse();
        assertThat(contains("0.0.0.0/0", "192.0.2.1")).isTrue();
        assertThat(contains("0.0.0.0/0", "::1")).isFalse();
        assertThat(contains("0.0.0.0/0", "::192.0.2.1")).isFalse();
    }

    @Test
    void overlaps_when_one_lies_within_the_other() {
        Cidr ten = Cidr.parse("10.0.0.0/8");

        assertThat(ten.overlaps(Cidr.parse("10.1.0.0/16"))).isTrue();
        assertThat(Cidr.parse("10.1.0.0/16").overlaps(ten)).isTrue();
        assertThat(ten.overlaps(ten)).isTrue();
        assertThat(ten.overlaps(Cidr.parse("11.0.0.0/8"))).isFalse();
        assertThat(ten.overlaps(Cidr.parse("::/0"))).isFalse();
    }

    @Test
    void agrees_with_big_integers_on_a_million_random_pairs() {
        SplittableRandom random = new SplittableRandom(4291);
        int mismatches = 0;
        int inside = 0;
        for (int i = 0; i < 1_000_000; i++) {
            boolean ipv4 = random.nextBoolean();
            int width = ipv4 ? 32 : 128;
            int length = random.nextInt(width + 1);
            Address seed = randomAddress(random, ipv4);
            Cidr cidr = new Cidr(seed.masked(128 - width + length), length);
            // Half of the probes differ from the network in one bit, so that both answers are common.
            Address probe = random.nextBoolean()
                    ? flipOneBit(seed, random.nextInt(width))
                    : randomAddress(random, random.nextBoolean());
            boolean found = cidr.contains(probe);
            inside += found ? 1 : 0;
            mismatches += found == reference(cidr, probe) ? 0 : 1;
        }
        assertThat(mismatches).isZero();
        assertThat(inside).isBetween(200_000, 800_000);
    }

    private static Address randomAddress(SplittableRandom random, boolean ipv4) {
        return ipv4
                ? Address.ofIpv4(random.nextLong() & 0xffff_ffffL)
                : new Address(random.nextLong() & (-1L << random.nextInt(64)), random.nextLong());
    }

    private static Address flipOneBit(Address address, int bit) {
        return bit < 64
                ? new Address(address.high(), address.low() ^ (1L << bit))
                : new Address(address.high() ^ (1L << (bit - 64)), address.low());
    }

    private static boolean reference(Cidr cidr, Address address) {
        byte[] network = cidr.network().toInetAddress().getAddress();
        byte[] octets = address.toInetAddress().getAddress();
        if (network.length != octets.length) {
            return false;
        }
        int shift = 8 * network.length - cidr.prefixLength();
        return new BigInteger(1, network).shiftRight(shift).equals(new BigInteger(1, octets).shiftRight(shift));
    }
}
