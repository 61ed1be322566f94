package dev.portcullis.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.ClientKey;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class NeverBanHostsTest {

    private static final String HOME = "home.example.org";
    private static final String PHONE = "phone.example.org";

    private final Map<String, List<InetAddress>> names = new ConcurrentHashMap<>();
    private final List<Map<ClientKey, String>> told = new ArrayList<>();

    @Test
    void a_name_spares_the_clients_behind_its_addresses() {
        names.put(HOME, List.of(address("203.0.113.9"), address("2001:db8:1:2::7")));
        try (NeverBanHosts hosts = hosts(HOME)) {
            hosts.lookUp(HOME);

            assertThat(hosts.now()).isEqualTo(Map.of(client("203.0.113.9"), HOME, client("2001:db8:1:2::99"), HOME));
            assertThat(told).containsExactly(hosts.now());
            assertThat(hosts.warnings()).isEmpty();
        }
    }

    @Test
    void a_name_that_moves_takes_its_protection_along() {
        names.put(HOME, List.of(address("203.0.113.9")));
        try (NeverBanHosts hosts = hosts(HOME)) {
            hosts.lookUp(HOME);
            names.put(HOME, List.of(address("198.51.100.4")));
            hosts.lookUp(HOME);
            hosts.lookUp(HOME);

            assertThat(hosts.now()).isEqualTo(Map.of(client("198.51.100.4"), HOME));
            assertThat(told).hasSize(2);
        }
    }

    @Test
    void the_last_good_answer_holds_while_a_name_does_not_resolve() {
        names.put(HOME, List.of(address("203.0.113.9")));
        try (NeverBanHosts hosts = hosts(HOME)) {
            hosts.lookUp(HOME);
            names.clear();
            hosts.lookUp(HOME);

            assertThat(hosts.now()).containsOnlyKeys(client("203.0.113.9"));
            assertThat(hosts.warnings())
                    .containsExactly(
                            "protection.never_ban: home.example.org: does not resolve (expected: the name of an"
                                    + " address). Its last answer still counts: [203.0.113.9].");
            names.put(HOME, List.of(address("203.0.113.9")));
            hosts.lookUp(HOME);
            assertThat(hosts.warnings()).isEmpty();
        }
    }

    @Test
    void a_name_that_never_resolved_is_a_warning_and_harms_no_other() {
        names.put(PHONE, List.of(address("203.0.113.9")));
        try (NeverBanHosts hosts = hosts(HOME, PHONE)) {
            hosts.start(Duration.ofMinutes(5));

            assertThat(hosts.now()).isEqualTo(Map.of(client("203.0.113.9"), PHONE));
            assertThat(hosts.warnings())
                    .containsExactly(
                            "protection.never_ban: home.example.org: does not resolve (expected: the name of an"
                                    + " address). It spares nobody.");
        }
    }

    @Test
    void the_start_does_not_wait_for_a_resolver_that_hangs() {
        CountDownLatch never = new CountDownLatch(1);
        NeverBanHosts.Resolver hanging = _ -> {
            try {
                never.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            return List.of();
        };
        try (NeverBanHosts hosts = new NeverBanHosts(List.of(HOME), hanging, told::add)) {
            hosts.start(Duration.ofMillis(1));

            assertThat(hosts.now()).isEmpty();
        }
    }

    @Test
    void without_names_there_is_nothing_to_wait_for() {
        try (NeverBanHosts hosts = NeverBanHosts.start(List.of(), this::addresses, told::add)) {
            assertThat(hosts.now()).isEmpty();
        }
    }

    private NeverBanHosts hosts(String... all) {
        return new NeverBanHosts(List.of(all), this::addresses, told::add);
    }

    private List<InetAddress> addresses(String host) throws UnknownHostException {
        List<InetAddress> known = names.get(host);
        if (known == null) {
            throw new UnknownHostException(host);
        }
        return known;
    }

    private static InetAddress address(String literal) {
        return Address.parse(literal).orElseThrow().toInetAddress();
    }

    private static ClientKey client(String literal) {
        return ClientKey.of(Address.parse(literal).orElseThrow());
    }
}
