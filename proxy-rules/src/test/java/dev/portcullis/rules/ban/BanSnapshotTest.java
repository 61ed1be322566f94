package dev.portcullis.rules.ban;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Cidr;
import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BanSnapshotTest {

    private static final long NOW = 1_800_000_000_000L;

    private static Address address(String text) {
        return Address.parse(text).orElseThrow();
    }

    private static BanSnapshot banning(String network) {
        return BanSnapshot.NONE.with(Cidr.parse(network), NOW);
    }

    @Test
    void a_ban_holds_until_its_end_and_no_longer() {
        BanSnapshot bans = banning("203.0.113.9");
        assertThat(bans.bans(address("203.0.113.9"), NOW - 1)).isTrue();
        assertThat(bans.bans(address("::ffff:203.0.113.9"), NOW - 1)).isTrue();
        assertThat(bans.bans(address("203.0.113.9"), NOW)).isFalse();
        assertThat(bans.bans(address("203.0.113.8"), NOW - 1)).isFalse();
    }

    @Test
    void an_ipv6_client_is_banned_with_all_its_addresses() {
        BanSnapshot bans = banning("2001:db8:1:2::/64");
        assertThat(bans.bans(address("2001:db8:1:2:ffff::1"), 0)).isTrue();
        assertThat(bans.bans(address("2001:db8:1:3::1"), 0)).isFalse();
    }

    @Test
    void networks_of_any_length_hold_their_addresses_only() {
        assertThat(banning("198.51.100.0/24").bans(address("198.51.100.77"), 0)).isTrue();
        assertThat(banning("198.51.100.0/24").bans(address("198.51.101.0"), 0)).isFalse();
        assertThat(banning("2001:db8:1::/48").bans(address("2001:db8:1:77::5"), 0))
                .isTrue();
        assertThat(banning("2001:db8::5/128").bans(address("2001:db8::5"), 0)).isTrue();
        assertThat(banning("2001:db8::5/128").bans(address("2001:db8::6"), 0)).isFalse();
        assertThat(banning("2001:db8::/96").bans(address("2001:db8::6:7"), 0)).isTrue();
        assertThat(banning("0.0.0.0/0").bans(address("8.8.8.8"), 0)).isTrue();
        assertThat(banning("::/0").bans(address("8.8.8.8"), 0)).isFalse();
        assertThat(banning("0.0.0.0").bans(address("0.0.0.0"), 0)).isTrue();
        assertThat(banning("0.0.0.0").bans(address("::"), 0)).isFalse();
    }

    @Test
    void a_network_around_an_ended_ban_holds_on() {
        BanSnapshot bans = banning("198.51.100.0/24").with(Cidr.parse("198.51.100.7"), NOW - 10);
        assertThat(bans.bans(address("198.51.100.7"), NOW - 5)).isTrue();
    }

    @Test
    void one_for_ever_never_ends() {
        BanSnapshot bans = BanSnapshot.of(Map.of(Cidr.parse("203.0.113.9"), Long.MAX_VALUE));
        assertThat(bans.bans(address("203.0.113.9"), Long.MAX_VALUE - 1)).isTrue();
    }

    @Test
    void another_snapshot_leaves_this_one_as_it_was() {
        BanSnapshot before = banning("203.0.113.9");
        BanSnapshot more = before.with(Cidr.parse("203.0.113.10"), NOW);
        BanSnapshot less = more.without(Cidr.parse("203.0.113.9"));
        assertThat(before.size()).isEqualTo(1);
        assertThat(before.bans(address("203.0.113.10"), 0)).isFalse();
        assertThat(more.bans(address("203.0.113.9"), 0)).isTrue();
        assertThat(less.bans(address("203.0.113.9"), 0)).isFalse();
        assertThat(less.without(Cidr.parse("203.0.113.9"))).isSameAs(less);
    }

    @Test
    void what_is_over_is_swept_out_and_the_rest_stays() {
        BanSnapshot bans = banning("203.0.113.9").with(Cidr.parse("198.51.100.0/24"), NOW + 1);
        for (int turn = 0; turn < 1_024; turn++) {
            bans = bans.swept(turn, NOW);
        }
        assertThat(bans.size()).isEqualTo(1);
        assertThat(bans.bans(address("198.51.100.1"), NOW)).isTrue();
        assertThat(bans.swept(3, NOW)).isSameAs(bans);
    }

    @Test
    void a_hundred_thousand_random_changes_come_to_what_a_map_says() {
        Random random = new Random(7);
        Map<Cidr, Long> expected = new HashMap<>();
        BanSnapshot bans = BanSnapshot.NONE;
        for (int i = 0; i < 100_000; i++) {
            Cidr network = randomClient(random);
            if (random.nextInt(3) == 0) {
                expected.remove(network);
                bans = bans.without(network);
            } else {
                long until = NOW + random.nextInt(1_000);
                expected.put(network, until);
                bans = bans.with(network, until);
            }
        }
        assertThat(bans.size()).isEqualTo(expected.size());
        BanSnapshot built = BanSnapshot.of(expected);
        for (int i = 0; i < 100_000; i++) {
            Cidr network = randomClient(random);
            long now = NOW + random.nextInt(1_000);
            boolean banned = expected.getOrDefault(network, 0L) > now;
            assertThat(bans.bans(network.network(), now)).isEqualTo(banned);
            assertThat(built.bans(network.network(), now)).isEqualTo(banned);
        }
    }

    @Test
    void while_time_goes_by_and_what_is_over_is_swept_out_a_look_up_says_what_a_map_says() {
        Random random = new Random(11);
        Map<Cidr, Long> expected = new HashMap<>();
        BanSnapshot bans = BanSnapshot.NONE;
        for (int i = 0; i < 200_000; i++) {
            long now = NOW + i;
            Cidr network = randomClient(random);
            switch (random.nextInt(8)) {
                case 0, 1 -> {
                    expected.remove(network);
                    bans = bans.without(network);
                }
                case 2 -> {
                    expected.put(network, Long.MAX_VALUE);
                    bans = bans.with(network, Long.MAX_VALUE);
                }
                default -> {
                    long until = now + 1 + random.nextLong(1L << random.nextInt(1, 40));
                    expected.put(network, until);
                    bans = bans.with(network, until);
                }
            }
            bans = bans.swept(i, now);
            Cidr asked = randomClient(random);
            assertThat(bans.bans(asked.network(), now)).isEqualTo(expected.getOrDefault(asked, 0L) > now);
        }
        for (Map.Entry<Cidr, Long> ban : expected.entrySet()) {
            Address client = ban.getKey().network();
            long last = Math.max(NOW + 200_000, ban.getValue() - 1);
            assertThat(bans.bans(client, last)).isEqualTo(ban.getValue() > last);
            assertThat(bans.bans(client, ban.getValue())).isFalse();
        }
    }

    @Test
    void ends_that_lie_centuries_apart_are_all_exact() {
        Map<Cidr, Long> ends = new HashMap<>();
        for (int i = 0; i < 63; i++) {
            ends.put(new Cidr(new Address(0, 0xffff_0000_0000L | i), 32), 1L << i);
            ends.put(new Cidr(new Address((long) i << 32, 1L << 63), 65), 1L << i);
        }
        BanSnapshot bans = BanSnapshot.of(ends);
        assertThat(ends).allSatisfy((network, end) -> {
            assertThat(bans.bans(network.network(), end - 1)).isTrue();
            assertThat(bans.bans(network.network(), end)).isFalse();
        });
    }

    @Test
    void a_hundred_thousand_that_are_over_give_their_room_back() {
        Map<Cidr, Long> ends = new HashMap<>();
        IntStream.range(0, 100_000).forEach(i -> ends.put(new Cidr(new Address(0, 0xffff_0000_0000L | i), 32), NOW));
        BanSnapshot bans = BanSnapshot.of(ends).with(Cidr.parse("198.51.100.7"), NOW + 1);
        assertThat(bans.swept(5, NOW - 1).size()).isEqualTo(100_001);
        assertThat(bans.swept(5, NOW).size()).isEqualTo(1);
        assertThat(bans.swept(5, NOW).bans(address("198.51.100.7"), NOW)).isTrue();
    }

    private static Cidr randomClient(Random random) {
        long number = random.nextInt(20_000);
        return random.nextBoolean()
                ? new Cidr(new Address(0, 0xffff_0000_0000L | number), 32)
                : new Cidr(new Address(0x2001_0db8_0000_0000L | number, 0), 64);
    }

    @Test
    void a_look_up_among_two_hundred_thousand_allocates_nothing() {
        Map<Cidr, Long> ends = new HashMap<>();
        IntStream.range(0, 200_000).forEach(i -> ends.put(new Cidr(new Address(0, 0xffff_0000_0000L | i), 32), NOW));
        BanSnapshot bans = BanSnapshot.of(ends);
        Address[] clients = IntStream.range(0, 1_000)
                .mapToObj(i -> new Address(0, 0xffff_0000_0000L | (i * 400L)))
                .toArray(Address[]::new);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        int banned = 0;
        for (Address client : clients) {
            banned += bans.bans(client, 0) ? 1 : 0;
        }
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        assertThat(banned).isEqualTo(500);
        assertThat(allocated).isLessThan(1_000);
    }
}
