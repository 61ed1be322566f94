package dev.portcullis.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Cidr;
import dev.portcullis.rules.signal.Credential;
import dev.portcullis.rules.signal.Observation;
import dev.portcullis.rules.signal.Observation.Answer;
import dev.portcullis.rules.signal.Outcome;
import dev.portcullis.rules.signal.ProbeCatalog;
import dev.portcullis.rules.signal.RequestTrace;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who is a private address that everybody seems to come from, and who only looks like one.
class SharedAddressesTest {

    private static final Address BRIDGE = address("172.17.0.1");
    private static final Address TUNNEL = address("192.168.1.50");
    private static final Address TABLET = address("192.168.1.60");
    private static final List<String> AGENTS =
            List.of("zgrab/0.x", "Expanse", "masscan/1.3", "python-requests/2.31", "CensysInspect/1.1", "Nuclei");

    private Instant now = Instant.parse("2026-11-23T12:00:00Z");
    private final List<Address> found = new ArrayList<>();
    private final List<List<Cidr>> spared = new ArrayList<>();
    private final SharedAddresses shared = starting(List.of());

    private static Address address(String text) {
        return Address.parse(text).orElseThrow();
    }

    private SharedAddresses starting(List<Address> earlier) {
        return new SharedAddresses(earlier, ProbeCatalog.standard(), this::sparesOthers, found::add, () -> now);
    }

    private void sparesOthers() {
        spared.add(shared.networks());
    }

    private void connects(Address peer, int times) {
        for (int i = 0; i < times; i++) {
            shared.arrived(peer);
        }
    }

    private void shows(Address client, String agent, List<String> families) {
        shared.seen(new Observation(
                now,
                client,
                "lan",
                "home.test",
                new RequestTrace("GET", "/.env", agent, false),
                Answer.of(404),
                Outcome.NONE,
                Credential.NONE,
                "",
                families,
                List.of()));
    }

    /// Different scanners, one after the other.
    private void scanned(Address client, int scanners, Duration apart) {
        for (String agent : AGENTS.subList(0, scanners)) {
            connects(client, 256);
            shows(client, agent, List.of("secrets"));
            now = now.plus(apart);
        }
    }

    @Test
    void five_scanners_in_an_hour_at_an_address_that_everybody_comes_from_are_strangers() {
        scanned(BRIDGE, 4, Duration.ofMinutes(15));
        assertThat(shared.has(BRIDGE)).isFalse();

        scanned(BRIDGE, 5, Duration.ofMinutes(15));

        assertThat(found).containsExactly(BRIDGE);
        assertThat(shared.has(BRIDGE)).isTrue();
        assertThat(shared.networks()).containsExactly(Cidr.parse("172.17.0.1/32"));
        assertThat(shared.warnings()).singleElement().asString().startsWith("172.17.0.1: nearly every client");
    }

    @Test
    void an_ipv6_address_is_found_by_the_address_that_connects_and_its_network_is_spared() {
        Address bridge = address("fd00:17::1");

        scanned(bridge, 5, Duration.ofMinutes(15));

        assertThat(shared.has(bridge)).isTrue();
        assertThat(shared.has(address("fd00:17::2"))).isFalse();
        assertThat(shared.networks()).containsExactly(Cidr.parse("fd00:17::/64"));
    }

    @Test
    void an_owner_who_tries_a_scanner_that_changes_its_agents_is_no_stranger() {
        scanned(TUNNEL, 6, Duration.ofMinutes(5));

        assertThat(found).isEmpty();
    }

    @Test
    void versions_make_no_other_scanner() {
        for (int version = 0; version < 20; version++) {
            connects(BRIDGE, 256);
            shows(BRIDGE, "zgrab/" + version, List.of("secrets"));
            now = now.plus(Duration.ofMinutes(20));
        }

        assertThat(found).isEmpty();
    }

    @Test
    void what_a_households_own_devices_may_ask_for_makes_no_scanner() {
        for (String agent : AGENTS) {
            connects(BRIDGE, 256);
            shows(BRIDGE, agent, List.of("unexposed-home", "not-found"));
            now = now.plus(Duration.ofMinutes(20));
        }

        assertThat(found).isEmpty();
    }

    @Test
    void scanners_that_came_more_than_a_week_ago_count_no_more() {
        scanned(BRIDGE, 6, Duration.ofDays(2));

        assertThat(found).isEmpty();
    }

    @Test
    void where_one_connection_in_ten_is_somebody_elses_the_addresses_are_real() {
        for (String agent : AGENTS) {
            connects(BRIDGE, 230);
            connects(address("203.0.113.9"), 26);
            shows(BRIDGE, agent, List.of("secrets"));
            now = now.plus(Duration.ofMinutes(20));
        }

        assertThat(found).isEmpty();
    }

    @Test
    void an_address_is_no_tunnels_while_others_of_the_house_connect_too() {
        for (String agent : AGENTS) {
            connects(TABLET, 1);
            connects(TUNNEL, 256);
            shows(TUNNEL, agent, List.of("secrets"));
            now = now.plus(Duration.ofMinutes(20));
        }
        assertThat(found).isEmpty();

        now = now.plus(Duration.ofHours(1));
        shows(TUNNEL, "yet another", List.of("secrets"));

        assertThat(found).containsExactly(TUNNEL);
    }

    @Test
    void a_routers_or_bridges_address_is_one_whoever_else_is_at_home() {
        for (String agent : AGENTS) {
            connects(TABLET, 1);
            connects(BRIDGE, 255);
            shows(BRIDGE, agent, List.of("secrets"));
            now = now.plus(Duration.ofMinutes(20));
        }

        assertThat(found).containsExactly(BRIDGE);
    }

    @Test
    void an_address_with_nearly_all_connections_is_spared_before_it_is_judged_and_no_longer_than_that() {
        connects(TUNNEL, 256);
        shows(TUNNEL, "zgrab", List.of("secrets"));
        assertThat(spared).containsExactly(List.of(Cidr.parse("192.168.1.50/32")));
        assertThat(shared.has(TUNNEL)).isFalse();

        connects(address("203.0.113.9"), 200);
        shows(TUNNEL, "zgrab", List.of("secrets"));

        assertThat(spared).last().isEqualTo(List.of());
        assertThat(spared).hasSize(2);
    }

    @Test
    void a_public_address_is_never_one() {
        scanned(address("203.0.113.9"), 6, Duration.ofMinutes(20));

        assertThat(found).isEmpty();
        assertThat(shared.networks()).isEmpty();
    }

    @Test
    void what_was_found_is_known_after_a_restart(@TempDir Path state) throws Exception {
        SharedAddressFile file = new SharedAddressFile(state);
        assertThat(file.read()).isEmpty();
        file.write(List.of(BRIDGE, address("fd00:17::1")));

        SharedAddresses later = starting(new SharedAddressFile(state).read());

        assertThat(later.has(BRIDGE)).isTrue();
        assertThat(later.all()).containsExactly(BRIDGE, address("fd00:17::1"));
        Files.writeString(state.resolve("shared-addresses"), "nonsense\n172.17.0.1\n");
        assertThat(file.read()).containsExactly(BRIDGE);
    }
}
