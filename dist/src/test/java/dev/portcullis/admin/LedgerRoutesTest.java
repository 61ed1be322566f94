package dev.portcullis.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.rules.ban.Ban;
import dev.portcullis.rules.ban.Cause;
import dev.portcullis.rules.history.Standing;
import dev.portcullis.rules.net.Cidr;
import dev.portcullis.rules.net.ClientKey;
import dev.portcullis.store.BanRow;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LedgerRoutesTest {

    private static final Instant NOW = Instant.parse("2026-11-23T14:03:00Z");

    private final FakeLedger ledger = new FakeLedger();
    private final FakeDesk desk = new FakeDesk(ledger, NOW);
    private final LedgerRoutes routes = new LedgerRoutes(ledger, desk, InstantSource.fixed(NOW));

    @Test
    void a_ban_is_added_for_as_long_as_it_was_asked_for() {
        BanEntry hour = added(Map.of("network", "203.0.113.9"));
        BanEntry days = added(Map.of("network", "203.0.113.0/24", "for", "2d", "reason", "noisy"));
        BanEntry ever = added(Map.of("network", "198.51.100.7", "for", "forever"));

        assertThat(hour.until()).contains(NOW.plusSeconds(3600));
        assertThat(days.until()).contains(NOW.plusSeconds(2 * 86_400));
        assertThat(days.note()).isEqualTo("noisy");
        assertThat(days.cause()).isEqualTo("owner");
        assertThat(ever.until()).isEmpty();
        assertThat(ever.active()).isTrue();
    }

    @Test
    void an_ipv6_address_stands_for_its_64() {
        assertThat(added(Map.of("network", "2001:db8:1:2:3:4:5:6")).network()).isEqualTo("2001:db8:1:2::/64");
        assertThat(added(Map.of("network", "2001:db8::/48")).network()).isEqualTo("2001:db8::/48");
    }

    @Test
    void members_of_a_body_do_as_well_as_parameters() {
        AdminAnswer answer = post("add", Map.of(), "{\"network\": \"192.168.1.5\", \"for\": \"5m\", \"force\": true}");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(ledger.bans).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource({
        "192.168.1.5, 198.51.100.1",
        "192.0.0.0/8, 198.51.100.1",
        "198.51.100.1, 198.51.100.1",
        "198.51.100.0/24, 198.51.100.1",
        "2001:db8::/64, 2001:db8::9",
        "2001:db8::77, 2001:db8::9",
        "0.0.0.0/0, 198.51.100.1"
    })
    void whoever_is_spared_and_oneself_is_banned_by_force_only(String network, String own) {
        AdminAnswer refused = post("add", Map.of("network", network, "own", own), "");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json()).contains("expected: others");
        assertThat(ledger.bans).isEmpty();
        assertThat(post("add", Map.of("network", network, "own", own, "force", "true"), "")
                        .status())
                .isEqualTo(200);
        assertThat(ledger.bans).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "network=",
                "network=x",
                "network=203.0.113.9/24",
                "network=203.0.113.9&for=1x",
                "network=203.0.113.9&for=0s",
                "network=203.0.113.9&for=-1d",
                "network=203.0.113.9&for=99999999999d",
                "network=203.0.113.9&force=yes",
                "network=203.0.113.9&own=me"
            })
    void a_malformed_wish_changes_nothing(String query) {
        Map<String, String> parameters = new java.util.HashMap<>();
        for (String pair : query.split("&", -1)) {
            parameters.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
        }

        assertThat(post("add", parameters, "").status()).isEqualTo(400);
        assertThat(post("add", Map.of(), "[1]").status()).isEqualTo(400);
        assertThat(ledger.bans).isEmpty();
    }

    @Test
    void what_is_not_on_disk_is_not_promised() {
        desk.diskIsFull = true;

        AdminAnswer answer = post("add", Map.of("network", "203.0.113.9"), "");

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.json()).contains("the disk is full");
    }

    @Test
    void bans_end_one_by_one_or_all_at_once() {
        added(Map.of("network", "203.0.113.9"));
        added(Map.of("network", "203.0.113.10"));
        added(Map.of("network", "203.0.113.11"));

        assertThat(post("remove", Map.of("network", "203.0.113.9"), "").status())
                .isEqualTo(200);
        assertThat(post("remove", Map.of("network", "203.0.113.9"), "").status())
                .isEqualTo(404);
        assertThat(post("remove", Map.of(), "").status()).isEqualTo(400);
        assertThat(post("remove", Map.of("all", "true", "network", "203.0.113.10"), "")
                        .status())
                .isEqualTo(400);
        assertThat(BansReport.parse(post("remove", Map.of("all", "true"), "").json())
                        .orElseThrow()
                        .bans())
                .hasSize(2);
        assertThat(post("remove", Map.of("all", "true"), "").status()).isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"198.51.100.9", "198.51.100.0/24"})
    void a_client_of_the_household_is_banned_by_force_only(String network) {
        ledger.owners.put(Cidr.parse("198.51.100.9"), NOW.minusSeconds(60));
        desk.standing = Optional.of(standing(Optional.of(NOW.minusSeconds(60))));

        AdminAnswer refused = post("add", Map.of("network", network), "");

        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json()).contains("a client that logged in " + NOW.minusSeconds(60));
        assertThat(post("import", Map.of(), "{\"bans\":[{\"network\":\"" + network + "\"}]}")
                        .status())
                .isEqualTo(409);
        assertThat(ledger.bans).isEmpty();
        assertThat(post("add", Map.of("network", network, "force", "true"), "").status())
                .isEqualTo(200);
    }

    @Test
    void a_client_that_belonged_to_the_household_long_ago_is_banned_as_any_other() {
        ledger.owners.put(Cidr.parse("198.51.100.9"), NOW.minusSeconds(100_000_000));
        desk.standing = Optional.of(standing(Optional.empty()));

        assertThat(post("add", Map.of("network", "198.51.100.9"), "").status()).isEqualTo(200);
    }

    private static Standing standing(Optional<Instant> ownerSince) {
        ClientKey client = ClientKey.of(Cidr.parse("198.51.100.9").network());
        return new Standing(client, 0, 0, 1, "", ownerSince, Optional.empty(), List.of());
    }

    @Test
    void what_no_ledger_can_hold_is_not_imported() {
        for (String entry : List.of(
                "\"until\":\"+10000-01-01T00:00:00Z\"", "\"until\":null,\"reason\":\"" + "x".repeat(201) + "\"")) {
            assertThat(post("import", Map.of(), "{\"bans\":[{\"network\":\"198.51.100.9\"," + entry + "}]}")
                            .status())
                    .as(entry)
                    .isEqualTo(400);
        }
        assertThat(ledger.bans).isEmpty();
    }

    @Test
    void an_import_is_taken_in_whole_or_not_at_all() {
        String good = "{\"network\":\"203.0.113.9\",\"until\":null,\"reason\":\"old\"}";
        String over = "{\"network\":\"203.0.113.8\",\"until\":\"2026-11-23T14:02:59Z\"}";
        String wrong = "{\"network\":\"nonsense\"}";
        String late = "{\"network\":\"203.0.113.7\",\"until\":\"tomorrow\"}";

        AdminAnswer refused = post("import", Map.of(), "{\"bans\":[%s,%s,%s]}".formatted(good, wrong, late));
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.json()).contains("bans[1].network", "bans[2].until");
        assertThat(ledger.bans).isEmpty();

        AdminAnswer taken = post("import", Map.of(), "{\"bans\":[%s,%s,%s]}".formatted(good, over, good));
        assertThat(taken.status()).isEqualTo(200);
        assertThat(ledger.bans)
                .singleElement()
                .satisfies(row -> assertThat(row.ban().cause()).isEqualTo(Cause.IMPORT))
                .satisfies(row -> assertThat(row.ban().until()).isEqualTo(Instant.MAX));
        assertThat(post("import", Map.of(), "{}").status()).isEqualTo(400);
    }

    @Test
    void bans_are_listed_by_zone_cause_time_and_network() {
        ban("203.0.113.9", Cause.PROBES, 60, 3600);
        ban("192.168.7.7", Cause.OWNER, 7200, 86_400);
        ban("198.51.100.0/24", Cause.NEIGHBOURS, 90_000, 90_000);

        assertThat(listed(Map.of())).containsExactly("203.0.113.9/32", "192.168.7.7/32");
        assertThat(listed(Map.of("all", "true"))).hasSize(3);
        assertThat(listed(Map.of("zone", "lan"))).containsExactly("192.168.7.7/32");
        assertThat(listed(Map.of("reason", "probes"))).containsExactly("203.0.113.9/32");
        assertThat(listed(Map.of("since", "1h"))).containsExactly("203.0.113.9/32");
        assertThat(listed(Map.of("since", "2026-11-23T14:00:00Z"))).containsExactly("203.0.113.9/32");
        assertThat(listed(Map.of("since", "2026-11-22", "all", "true"))).hasSize(3);
        assertThat(listed(Map.of("ip", "198.51.100.77", "all", "true"))).containsExactly("198.51.100.0/24");
        assertThat(listed(Map.of("limit", "1"))).containsExactly("203.0.113.9/32");
        assertThat(BansReport.parse(get("", Map.of("limit", "1")).json())
                        .orElseThrow()
                        .total())
                .isEqualTo(2);
        assertThat(get("", Map.of("since", "yesterday")).status()).isEqualTo(400);
        assertThat(get("", Map.of("limit", "-1")).status()).isEqualTo(400);
    }

    @Test
    void whoever_was_never_banned_is_not_found() {
        assertThat(get("/show", Map.of("ip", "203.0.113.9")).status()).isEqualTo(404);
        assertThat(get("/show", Map.of()).status()).isEqualTo(400);
        ban("203.0.113.9", Cause.PROBES, 60, 3600);
        assertThat(get("/show", Map.of("ip", "203.0.113.9")).status()).isEqualTo(200);
    }

    @Test
    void what_is_only_known_to_a_server_is_not_found_without_one() {
        assertThat(routes.answer("GET", "/v1/status", new AdminRequest(Map.of(), ""))
                        .status())
                .isEqualTo(404);
    }

    private void ban(String network, Cause cause, int ago, int seconds) {
        Instant from = NOW.minusSeconds(ago);
        Ban ban = new Ban(
                ledger.bans.size() + 1, Cidr.parse(network), from, from.plusSeconds(seconds), cause, "", 1, true, "");
        ledger.bans.add(new BanRow(ban, Optional.empty(), "", 0, Optional.empty()));
    }

    private List<String> listed(Map<String, String> parameters) {
        return BansReport.parse(get("", parameters).json()).orElseThrow().bans().stream()
                .map(BanEntry::network)
                .toList();
    }

    private BanEntry added(Map<String, String> parameters) {
        AdminAnswer answer = post("add", parameters, "");
        assertThat(answer.status()).as(answer.json()).isEqualTo(200);
        return BansReport.parse(answer.json()).orElseThrow().bans().getFirst();
    }

    private AdminAnswer get(String path, Map<String, String> parameters) {
        return routes.answer("GET", "/v1/bans" + path, new AdminRequest(parameters, ""));
    }

    private AdminAnswer post(String path, Map<String, String> parameters, String body) {
        return routes.answer("POST", "/v1/bans/" + path, new AdminRequest(parameters, body));
    }
}
