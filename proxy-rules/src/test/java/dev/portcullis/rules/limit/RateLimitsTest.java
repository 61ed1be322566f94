package dev.portcullis.rules.limit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.rules.net.Address;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RateLimitsTest {

    private static final long NOW = Instant.parse("2026-05-01T12:00:00Z").toEpochMilli();
    private static final Address CLIENT = address("203.0.113.9");

    private final RateLimits limits = new RateLimits(LimitPolicy.DEFAULT);
    private final ClientAllowance client = limits.of(CLIENT);

    private static Address address(String text) {
        return Address.parse(text).orElseThrow();
    }

    private static LimitPolicy policy(boolean enforce, int open, int clients) {
        LimitPolicy d = LimitPolicy.DEFAULT;
        return new LimitPolicy(enforce, d.auth(), d.webhook(), d.request(), d.connection(), open, clients);
    }

    private int admitted(RequestKind kind, int attempts, long now) {
        return (int) IntStream.range(0, attempts)
                .filter(_ -> client.request(kind, false, now) == 0)
                .count();
    }

    @Test
    void a_page_load_of_150_requests_is_admitted() {
        assertThat(admitted(RequestKind.OTHER, 150, NOW)).isEqualTo(150);
        assertThat(limits.refused()).isZero();
    }

    @Test
    void a_burst_of_logins_is_admitted_and_then_one_every_six_seconds() {
        assertThat(admitted(RequestKind.AUTH, 30, NOW)).isEqualTo(20);
        assertThat(client.request(RequestKind.AUTH, false, NOW)).isEqualTo(6);
        assertThat(client.request(RequestKind.AUTH, false, NOW + 5_999)).isEqualTo(1);
        assertThat(client.request(RequestKind.AUTH, false, NOW + 6_000)).isZero();
        assertThat(client.request(RequestKind.AUTH, false, NOW + 6_000)).isEqualTo(6);
        assertThat(limits.refused()).isEqualTo(13);
    }

    @Test
    void refused_webhooks_leave_other_requests_alone() {
        assertThat(admitted(RequestKind.WEBHOOK, 500, NOW)).isEqualTo(60);
        assertThat(admitted(RequestKind.OTHER, 500, NOW)).isEqualTo(340);
    }

    @Test
    void an_ipv6_client_has_one_allowance_for_its_whole_64() {
        ClientAllowance one = limits.of(address("2001:db8:1:2::1"));
        assertThat(limits.of(address("2001:db8:1:2:ffff::9"))).isSameAs(one);
        assertThat(limits.of(address("2001:db8:1:3::1"))).isNotSameAs(one);
    }

    @Test
    void a_clock_that_steps_back_an_hour_refuses_no_longer_than_usual() {
        admitted(RequestKind.AUTH, 20, NOW);
        long earlier = NOW - Duration.ofHours(1).toMillis();
        assertThat(admitted(RequestKind.AUTH, 30, earlier)).isEqualTo(20);
        assertThat(client.request(RequestKind.AUTH, false, earlier)).isEqualTo(6);
        assertThat(client.request(RequestKind.AUTH, false, earlier + 6_000)).isZero();
    }

    @Test
    void a_thread_with_a_slightly_older_time_gets_nothing_more() {
        admitted(RequestKind.AUTH, 20, NOW);
        assertThat(admitted(RequestKind.AUTH, 30, NOW - 500)).isZero();
    }

    @Test
    void a_clock_that_jumps_ten_years_ahead_and_back_never_shuts_anybody_out() {
        admitted(RequestKind.AUTH, 20, NOW);
        long later = NOW + Duration.ofDays(3_650).toMillis();
        assertThat(admitted(RequestKind.AUTH, 30, later)).isEqualTo(20);
        assertThat(admitted(RequestKind.AUTH, 30, NOW)).isEqualTo(20);
        assertThat(client.request(RequestKind.AUTH, false, NOW + 6_000)).isZero();
    }

    @Test
    void no_more_connections_are_open_than_may_be() {
        RateLimits few = new RateLimits(policy(true, 3, 1_000));
        ClientAllowance one = few.of(CLIENT);
        assertThat(IntStream.range(0, 5).filter(_ -> one.connect(NOW)).count()).isEqualTo(3);
        one.disconnect();
        assertThat(one.connect(NOW)).isTrue();
        assertThat(one.connect(NOW)).isFalse();
        assertThat(few.refused()).isEqualTo(3);
    }

    @Test
    void new_connections_have_a_rate() {
        assertThat(IntStream.range(0, 150).filter(_ -> client.connect(NOW)).count())
                .isEqualTo(100);
        assertThat(client.connect(NOW + 50)).isTrue();
        assertThat(client.connect(NOW + 50)).isFalse();
    }

    @Test
    void a_flood_of_other_clients_does_not_reset_the_count_of_open_connections() {
        RateLimits small = new RateLimits(policy(true, 2, 100));
        ClientAllowance held = small.of(CLIENT);
        assertThat(held.connect(NOW)).isTrue();
        assertThat(held.connect(NOW)).isTrue();
        IntStream.range(0, 5_000).forEach(i -> small.of(new Address(i + 1, 0)));
        assertThat(small.of(CLIENT)).isSameAs(held);
        assertThat(small.of(CLIENT).connect(NOW)).isFalse();
        held.disconnect();
        assertThat(small.of(CLIENT).connect(NOW)).isTrue();
    }

    @Test
    void many_sources_leave_the_table_at_its_size() {
        RateLimits bounded = new RateLimits(policy(true, 200, 1_000));
        for (int i = 0; i < 300_000; i++) {
            ClientAllowance allowance = bounded.of(new Address(0x2001_0db8L << 32 | i, 0));
            if (allowance.connect(NOW)) {
                allowance.disconnect();
            }
        }
        assertThat(bounded.clients()).isLessThanOrEqualTo(1_000);
        assertThat(bounded.openConnections().size()).isZero();
    }

    @Test
    void slowed_logins_are_shared_by_all_strangers() {
        limits.slowLogins(Instant.ofEpochMilli(NOW + 600_000));
        long admitted = IntStream.range(0, 50)
                .filter(i -> limits.of(address("198.51.100." + i)).request(RequestKind.LOGIN, true, NOW) == 0)
                .count();
        assertThat(admitted).isEqualTo(6);
        assertThat(client.request(RequestKind.LOGIN, true, NOW + 10_000)).isZero();
        assertThat(client.request(RequestKind.LOGIN, true, NOW + 10_000)).isEqualTo(10);
    }

    @Test
    void slowed_logins_do_not_concern_the_household_the_home_network_or_other_requests() {
        limits.slowLogins(Instant.ofEpochMilli(NOW + 600_000));
        IntStream.range(0, 10)
                .forEach(i -> limits.of(address("198.51.100." + i)).request(RequestKind.LOGIN, true, NOW));
        assertThat(client.request(RequestKind.OTHER, true, NOW)).isZero();
        assertThat(client.request(RequestKind.LOGIN, false, NOW)).isZero();
        assertThat(client.request(RequestKind.LOGIN, true, NOW)).isPositive();
        limits.household(CLIENT);
        assertThat(client.request(RequestKind.LOGIN, true, NOW)).isZero();
    }

    @Test
    void slowed_logins_of_a_clock_that_was_ahead_are_over() {
        limits.slowLogins(Instant.ofEpochMilli(NOW + 600_001));
        long admitted = IntStream.range(0, 50)
                .filter(i -> limits.of(address("198.51.100." + i)).request(RequestKind.AUTH, true, NOW) == 0)
                .count();
        assertThat(admitted).isEqualTo(50);
    }

    @Test
    void slowed_logins_end() {
        limits.slowLogins(Instant.ofEpochMilli(NOW + 1_000));
        IntStream.range(0, 10)
                .forEach(i -> limits.of(address("198.51.100." + i)).request(RequestKind.LOGIN, true, NOW));
        assertThat(client.request(RequestKind.LOGIN, true, NOW + 999)).isPositive();
        assertThat(client.request(RequestKind.LOGIN, true, NOW + 1_000)).isZero();
    }

    @Test
    void slowed_logins_leave_tokens_alone_and_both_share_a_client_s_bucket() {
        limits.slowLogins(Instant.ofEpochMilli(NOW + 600_000));
        IntStream.range(0, 10)
                .forEach(i -> limits.of(address("198.51.100." + i)).request(RequestKind.LOGIN, true, NOW));
        assertThat(client.request(RequestKind.AUTH, true, NOW)).isZero();
        ClientAllowance other = limits.of(address("203.0.113.77"));
        for (int i = 0; i < 10; i++) {
            assertThat(other.request(RequestKind.LOGIN, false, NOW)).isZero();
            assertThat(other.request(RequestKind.AUTH, false, NOW)).isZero();
        }
        assertThat(other.request(RequestKind.LOGIN, false, NOW)).isPositive();
        assertThat(other.request(RequestKind.AUTH, false, NOW)).isPositive();
    }

    @Test
    void a_request_is_of_the_kind_that_its_method_and_path_make_it() {
        assertThat(RequestKind.of("POST", "/auth/login_flow")).isEqualTo(RequestKind.LOGIN);
        assertThat(RequestKind.of("POST", "/auth/login_flow/0a1b")).isEqualTo(RequestKind.LOGIN);
        assertThat(RequestKind.of("POST", "/auth/token")).isEqualTo(RequestKind.AUTH);
        assertThat(RequestKind.of("GET", "/auth/login_flow")).isEqualTo(RequestKind.OTHER);
        assertThat(RequestKind.of("POST", "/auth/login_flows")).isEqualTo(RequestKind.OTHER);
        assertThat(RequestKind.of("GET", "/api/webhook/x")).isEqualTo(RequestKind.WEBHOOK);
    }

    @Test
    void observing_admits_everything_and_counts_what_would_have_been_refused() {
        RateLimits watching = new RateLimits(policy(false, 2, 1_000));
        ClientAllowance one = watching.of(CLIENT);
        assertThat(IntStream.range(0, 30).allMatch(_ -> one.request(RequestKind.AUTH, false, NOW) == 0))
                .isTrue();
        assertThat(watching.refused()).isEqualTo(10);
        assertThat(IntStream.range(0, 5).allMatch(_ -> one.connect(NOW))).isTrue();
        assertThat(watching.refused()).isEqualTo(13);
    }

    @Test
    void a_rule_has_a_bucket_of_its_own() {
        LimitPolicy.Bucket two = new LimitPolicy.Bucket(2, Duration.ofMinutes(1), 2);
        assertThat(IntStream.range(0, 5)
                        .filter(_ -> client.request(7, two, NOW) == 0)
                        .count())
                .isEqualTo(2);
        assertThat(client.request(8, two, NOW)).isZero();
        assertThat(client.request(7, two, NOW)).isEqualTo(30);
        assertThat(client.request(7, new LimitPolicy.Bucket(4, Duration.ofMinutes(1), 4), NOW))
                .isZero();
    }

    @Test
    void many_threads_get_no_more_than_one_would() throws Exception {
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            var counts = IntStream.range(0, 4)
                    .mapToObj(_ -> threads.submit(() -> admitted(RequestKind.OTHER, 1_000, NOW)))
                    .toList();
            int sum = 0;
            for (Future<Integer> count : counts) {
                sum += count.get();
            }
            assertThat(sum).isEqualTo(400);
        }
    }
}
