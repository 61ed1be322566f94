package dev.portcullis.rules;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Zone;
import dev.portcullis.rules.net.Zones;
import dev.portcullis.rules.path.NormalPath;
import dev.portcullis.rules.path.PathPattern;
import dev.portcullis.rules.route.Exposure;
import dev.portcullis.rules.route.Origins;
import dev.portcullis.rules.route.Preset;
import dev.portcullis.rules.route.Route;
import dev.portcullis.rules.route.RouteTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyEngineTest {

    private static final Zones ZONES = Zones.of(Map.of("lan", Zones.defaultLan()));
    private static final String AWAY = "203.0.113.9";

    /// The smallest useful config: one webhook from the internet, the whole interface at home.
    private static List<Route> webhooksOutsideUiAtHome() {
        List<Route> routes = new ArrayList<>(Exposure.webhooks(
                Map.of("doorbell-8c1f04", Set.of()), Origins.zones("internet"), OptionalLong.empty()));
        routes.addAll(Exposure.preset(Preset.UI, Origins.zones("lan", "vpn"), OptionalLong.empty()));
        return routes;
    }

    private static PolicyEngine engine(Otherwise otherwise, boolean homeAssistant, List<Route> routes) {
        return new PolicyEngine(
                new Policy(List.of(new SitePolicy("home", RouteTable.of(routes), otherwise, homeAssistant))));
    }

    private static Decision decide(PolicyEngine engine, String method, String path, String from) {
        Address client = Address.parse(from).orElseThrow();
        return engine.decide(new Facts(0, client, ZONES.zoneOf(client), method, NormalPath.of(path)));
    }

    @ParameterizedTest
    @CsvSource({
        "POST, /api/webhook/doorbell-8c1f04, 203.0.113.9, true",
        "POST, /api/webhook/doorbell-8c1f04, 2001:db8::1, true",
        "POST, /api/webhook/%64oorbell-8c1f04, 203.0.113.9, true",
        "DELETE, /api/webhook/doorbell-8c1f04, 203.0.113.9, false",
        "POST, /api/webhook/other, 203.0.113.9, false",
        "GET, /, 203.0.113.9, false",
        "GET, /, 100.64.0.1, false",
        "GET, /, 0.0.0.0, false",
        "GET, /, ::, false",
        "GET, /, ::192.168.1.5, false",
        "GET, /, 192.168.1.5, true",
        "GET, /, ::ffff:192.168.1.5, true",
        "GET, /, ::1, true",
        "GET, /, fe80::1, true",
        "GET, /, fd00::5, true",
        "GET, /api/websocket, 10.0.0.8, true",
        "GET, /api/websocket, 203.0.113.9, false",
    })
    void lets_through_what_is_exposed_to_the_clients_zone(String method, String path, String from, boolean through) {
        PolicyEngine engine = engine(Otherwise.DROP, true, webhooksOutsideUiAtHome());

        assertThat(decide(engine, method, path, from))
                .isInstanceOf(through ? Decision.Forward.class : Decision.Refuse.class);
    }

    @Test
    void a_site_that_exposes_nothing_refuses_everybody() {
        PolicyEngine engine = engine(Otherwise.DROP, true, List.of());

        assertThat(decide(engine, "GET", "/", "127.0.0.1")).isEqualTo(new Decision.Refuse(Otherwise.DROP));
    }

    @ParameterizedTest
    @EnumSource(Otherwise.class)
    void refuses_in_the_way_that_the_site_asks_for(Otherwise otherwise) {
        assertThat(decide(engine(otherwise, true, List.of()), "GET", "/api/states", AWAY))
                .isEqualTo(new Decision.Refuse(otherwise));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/auth/token", "/api/webhook/abc", "/api/webhook/", "/auth/%74oken"})
    void never_answers_what_would_log_an_owner_out(String path) {
        for (Otherwise otherwise : Otherwise.values()) {
            assertThat(decide(engine(otherwise, true, List.of()), "POST", path, AWAY))
                    .isEqualTo(new Decision.Refuse(Otherwise.DROP));
            assertThat(decide(engine(otherwise, false, List.of()), "POST", path, AWAY))
                    .isEqualTo(new Decision.Refuse(otherwise));
        }
    }

    @Test
    void each_site_has_its_own_policy() {
        List<Route> everything = Exposure.preset(Preset.EVERYTHING, Origins.zones("internet"), OptionalLong.empty());
        PolicyEngine engine = new PolicyEngine(new Policy(List.of(
                new SitePolicy("open", RouteTable.of(everything), Otherwise.DROP, false),
                new SitePolicy("closed", RouteTable.of(List.of()), Otherwise.FORBIDDEN, false))));
        Address client = Address.parse(AWAY).orElseThrow();
        NormalPath path = NormalPath.of("/x");

        assertThat(engine.decide(new Facts(0, client, Zone.INTERNET, "GET", path)))
                .isEqualTo(new Decision.Forward(everything.getFirst()));
        assertThat(engine.decide(new Facts(1, client, Zone.INTERNET, "GET", path)))
                .isEqualTo(new Decision.Refuse(Otherwise.FORBIDDEN));
    }

    @Test
    void an_ingress_tail_with_separators_passes_only_where_a_rule_exposes_it() {
        String path = "/api/hassio_ingress/tok/a%2Fb;c";
        List<Route> ui = Exposure.preset(Preset.UI, Origins.zones("lan", "internet"), OptionalLong.empty());
        List<Route> named = new ArrayList<>(ui);
        named.addAll(Exposure.paths(
                List.of(PathPattern.parse("/api/hassio_ingress/**")),
                Set.of(),
                Origins.zones("internet"),
                OptionalLong.empty()));

        assertThat(decide(engine(Otherwise.DROP, true, ui), "GET", path, AWAY)).isInstanceOf(Decision.Refuse.class);
        assertThat(decide(engine(Otherwise.DROP, true, ui), "GET", path, "10.0.0.1"))
                .isInstanceOf(Decision.Forward.class);
        assertThat(decide(engine(Otherwise.DROP, true, named), "GET", path, AWAY))
                .isInstanceOf(Decision.Forward.class);
    }

    @Test
    void hands_out_the_same_decision_again() {
        PolicyEngine engine = engine(Otherwise.NOT_FOUND, true, webhooksOutsideUiAtHome());

        assertThat(decide(engine, "GET", "/", "10.0.0.1")).isSameAs(decide(engine, "GET", "/lovelace", "10.0.0.2"));
        assertThat(decide(engine, "GET", "/", AWAY)).isSameAs(decide(engine, "GET", "/lovelace", AWAY));
    }
}
