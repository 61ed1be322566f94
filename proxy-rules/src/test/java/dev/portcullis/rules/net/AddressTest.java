package dev.portcullis.rules.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AddressTest {

    @ParameterizedTest
    @CsvSource({
        "0.0.0.0, 0.0.0.0",
        "203.0.113.9, 203.0.113.9",
        "255.255.255.255, 255.255.255.255",
        "::ffff:203.0.113.9, 203.0.113.9",
        "::FFFF:cb00:7109, 203.0.113.9",
        "0:0:0:0:0:ffff:1.2.3.4, 1.2.3.4",
        "::, ::",
        "::1, ::1",
        "1::, 1::",
        "0:0:0:0:0:0:0:1, ::1",
        "2001:DB8::A, 2001:db8::a",
        "2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1",
        "2001:0:0:1:0:0:0:1, 2001:0:0:1::1",
        "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1",
        "1:2:3:4:5:6:7::, 1:2:3:4:5:6:7:0",
        "::2:3:4:5:6:7:8, 0:2:3:4:5:6:7:8",
        "1::3:4:5:6:7:8, 1:0:3:4:5:6:7:8",
        "::1.2.3.4, ::102:304",
        "64:ff9b::192.0.2.33, 64:ff9b::c000:221",
        "1:2:3:4:5:6:1.2.3.4, 1:2:3:4:5:6:102:304",
        "fe80::1, fe80::1",
        "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff, ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff",
    })
    void reads_a_literal_and_writes_it_canonically(String text, String canonical) {
        Address address = Address.parse(text).orElseThrow();

        assertThat(address).hasToString(canonical);
        assertThat(Address.parse(canonical)).contains(address);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                ".",
                ":",
                ":::",
                "1",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.4.",
                ".1.2.3.4",
                "1..2.3",
                "256.1.1.1",
                "01.2.3.4",
                "1.2.3.00",
                "0x7f.0.0.1",
                "127.1",
                "2130706433",
                "1.2.3.4 ",
                " 1.2.3.4",
                "1.2.3.4:80",
                "1.2.3.-4",
                "+1.2.3.4",
                "1.2.3.1000",
                "١.2.3.4",
                "localhost",
                "example.org",
                "[::1]",
                "::1%eth0",
                "::1%1",
                "fe80::1%25eth0",
                ":1",
                "1:",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "::1:2:3:4:5:6:7:8",
                "1::2::3",
                "1:::2",
                "12345::",
                "g::",
                "::1.2.3",
                "::1.2.3.4.5",
                "::1.2.3.4:5",
                "::01.2.3.4",
                "1.2.3.4::",
                "1:2:3:4:5:6:7:1.2.3.4",
                "1:2:3:4:5:1.2.3.4",
                "1::3:4:5:6:7:1.2.3.4",
                "::ffff:256.0.0.1",
                "::1/128",
                "1.2.3.4/32",
                "::1\n",
                "::\u00001"
            })
    void is_no_address(String text) {
        assertThat(Address.parse(text)).isEmpty();
    }

    @Test
    void both_spellings_of_an_ipv4_address_are_one_value() {
        Address dotted = Address.parse("192.168.1.5").orElseThrow();
        Address mapped = Address.parse("::ffff:192.168.1.5").orElseThrow();

        assertThat(mapped).isEqualTo(dotted).hasSameHashCodeAs(dotted);
        assertThat(mapped.isIpv4()).isTrue();
        assertThat(Address.parse("::192.168.1.5").orElseThrow().isIpv4()).isFalse();
    }

    @Test
    void goes_to_the_jdk_and_back_without_loss() {
        SplittableRandom random = new SplittableRandom(20261123);
        for (int i = 0; i < 10_000; i++) {
            Address address = i % 2 == 0
                    ? new Address(random.nextLong(), random.nextLong())
                    : Address.ofIpv4(random.nextLong() & 0xffff_ffffL);
            InetAddress jdk = address.toInetAddress();

            assertThat(jdk).isInstanceOf(address.isIpv4() ? Inet4Address.class : Inet6Address.class);
            assertThat(Address.of(jdk)).isEqualTo(address);
            assertThat(Address.parse(address.toString())).contains(address);
            assertThat(Address.parse(jdk.getHostAddress())).contains(address);
        }
    }

    @Test
    void leaves_out_the_zone_id_of_a_link_local_peer() throws UnknownHostException {
        byte[] octets = Address.parse("fe80::7").orElseThrow().toInetAddress().getAddress();

        assertThat(Address.of(Inet6Address.getByAddress(null, octets, 3))).hasToString("fe80::7");
    }

    @Test
    void orders_by_unsigned_value() {
        assertThat(Address.parse("8000::").orElseThrow())
                .isGreaterThan(Address.parse("7fff::").orElseThrow());
        assertThat(Address.parse("::8000:0:0:0").orElseThrow())
                .isGreaterThan(Address.parse("::1").orElseThrow());
        assertThat(Address.parse("9.9.9.9").orElseThrow())
                .isLessThan(Address.parse("10.0.0.0").orElseThrow());
    }
}
