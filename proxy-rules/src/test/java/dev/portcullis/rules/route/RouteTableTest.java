package dev.portcullis.rules.route;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Cidr;
import dev.portcullis.rules.net.CidrSet;
import dev.portcullis.rules.net.Zone;
import dev.portcullis.rules.path.NormalPath;
import dev.portcullis.rules.path.PathPattern;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class RouteTableTest {

    private static final Zone LAN = new Zone("lan");
    private static final Address HOME = Address.parse("192.168.1.5").orElseThrow();
    private static final Address AWAY = Address.parse("203.0.113.9").orElseThrow();

    private static Route route(String name, Set<String> methods, Origins from, String... patterns) {
        return new Route(
                name, RouteKind.PATHS, List.of(Selection.of(methods, patterns)), List.of(), from, OptionalLong.empty());
    }

    @Test
    void an_empty_table_refuses_everything() {
        RouteTable table = RouteTable.of(List.of());

        assertThat(table.match("GET", NormalPath.of("/"), LAN, HOME)).isNull();
        assertThat(table.explain("GET", NormalPath.of("/"), LAN, HOME)).isEmpty();
    }

    @Test
    void the_first_route_that_matches_decides() {
        Route all = route("all", Set.of(), Origins.zones("lan"), "/**");
        Route one = route("one", Set.of(), Origins.zones("lan"), "/a/b");
        Route some = route("some", Set.of(), Origins.zones("lan"), "/a/*");
        NormalPath path = NormalPath.of("/a/b");

        assertThat(RouteTable.of(List.of(all, one, some)).match("GET", path, LAN, HOME))
                .isSameAs(all);
        assertThat(RouteTable.of(List.of(one, some, all)).match("GET", path, LAN, HOME))
                .isSameAs(one);
        assertThat(RouteTable.of(List.of(some, one, all)).match("GET", path, LAN, HOME))
                .isSameAs(some);
        assertThat(RouteTable.of(List.of(some, one, all)).match("GET", NormalPath.of("/x"), LAN, HOME))
                .isSameAs(all);
    }

    @Test
    void a_route_is_open_to_its_zones_and_its_networks() {
        Origins from = new Origins(Set.of("lan"), CidrSet.of(List.of(Cidr.parse("203.0.113.0/24"))));
        RouteTable table = RouteTable.of(List.of(route("r", Set.of(), from, "/**")));
        NormalPath path = NormalPath.of("/x");

        assertThat(table.match("GET", path, LAN, HOME)).isNotNull();
        assertThat(table.match("GET", path, Zone.INTERNET, AWAY)).isNotNull();
        assertThat(table.match(
                        "GET",
                        path,
                        Zone.INTERNET,
                        Address.parse("::ffff:203.0.113.9").orElseThrow()))
                .isNotNull();
        assertThat(table.match(
                        "GET", path, Zone.INTERNET, Address.parse("203.0.114.9").orElseThrow()))
                .isNull();
        assertThat(table.match("GET", path, new Zone("vpn"), HOME)).isNull();
    }

    @Test
    void explains_what_kept_each_route_from_matching_and_stops_at_the_winner() {
        List<Route> routes = new ArrayList<>();
        routes.add(route("other path", Set.of(), Origins.zones("internet"), "/local/**"));
        routes.add(route("other method", Set.of("POST"), Origins.zones("internet"), "/api/**"));
        routes.add(route("not from here", Set.of(), Origins.zones("lan"), "/api/**"));
        routes.addAll(Exposure.preset(Preset.UI, Origins.zones("internet"), OptionalLong.empty()));
        routes.add(route("winner", Set.of("GET"), Origins.zones("internet"), "/api/hassio/info"));
        routes.add(route("never asked", Set.of(), Origins.zones("internet"), "/**"));
        RouteTable table = RouteTable.of(routes);

        List<RouteCheck> checks = table.explain("GET", NormalPath.of("/api/hassio/info"), Zone.INTERNET, AWAY);

        assertThat(checks)
                .extracting(RouteCheck::result)
                .containsExactly(
                        RouteCheck.Result.PATH,
                        RouteCheck.Result.METHOD,
                        RouteCheck.Result.ORIGIN,
                        RouteCheck.Result.EXCLUDED,
                        RouteCheck.Result.MATCHED);
        assertThat(checks).extracting(RouteCheck::route).containsExactlyElementsOf(routes.subList(0, 5));
    }

    @Test
    void the_index_finds_what_asking_each_of_five_hundred_routes_finds() {
        SplittableRandom random = new SplittableRandom(500);
        List<Route> routes = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            Origins from = random.nextBoolean() ? Origins.zones("internet") : Origins.zones("lan");
            Set<String> methods = random.nextBoolean() ? Set.of("GET") : Set.of("POST");
            String segment = "s" + random.nextInt(40);
            switch (random.nextInt(4)) {
                case 0 ->
                    routes.addAll(
                            Exposure.webhooks(Map.of("w" + random.nextInt(60), methods), from, OptionalLong.empty()));
                case 1 -> routes.add(route("p" + i, methods, from, "/" + segment + "/**"));
                case 2 -> routes.add(route("p" + i, methods, from, "/" + segment + "/x", "/api/*/w" + i));
                default -> routes.add(route("p" + i, methods, from, "/*/" + segment, "/" + segment));
            }
        }
        RouteTable table = RouteTable.of(routes);
        int matched = 0;
        for (int i = 0; i < 20_000; i++) {
            NormalPath path = NormalPath.of(
                    switch (random.nextInt(4)) {
                        case 0 -> "/api/webhook/w" + random.nextInt(80);
                        case 1 -> "/s" + random.nextInt(50) + "/x";
                        case 2 -> "/s" + random.nextInt(50);
                        default -> "/t/s" + random.nextInt(50);
                    });
            String method = random.nextBoolean() ? "GET" : "POST";
            Zone zone = random.nextBoolean() ? Zone.INTERNET : LAN;
            List<RouteCheck> checks = table.explain(method, path, zone, AWAY);
            boolean expected = checks.getLast().result() == RouteCheck.Result.MATCHED;
            matched += expected ? 1 : 0;
            assertThat(table.match(method, path, zone, AWAY))
                    .as("%s %s %s", method, path, zone)
                    .isSameAs(expected ? checks.getLast().route() : null);
        }
        assertThat(matched).isBetween(2_000, 18_000);
    }

    @Test
    void origins_show_themselves_in_the_order_given() {
        Origins from = new Origins(
                new LinkedHashSet<>(List.of("vpn", "internet", "lan")), CidrSet.of(List.of(Cidr.parse("10.0.0.0/8"))));

        assertThat(from).hasToString("vpn, internet, lan, 10.0.0.0/8");
    }

    @Test
    void a_literal_path_is_no_pattern() {
        PathPattern star = PathPattern.exactly(NormalPath.of("/a*"));

        assertThat(star.matches(NormalPath.of("/a*"))).isTrue();
        assertThat(star.matches(NormalPath.of("/ab"))).isFalse();
        assertThat(star).isNotEqualTo(PathPattern.parse("/a*"));
    }
}
