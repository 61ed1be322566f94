package dev.portcullis.rules.route;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.DictionaryFile;
import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.portcullis.rules.Mutations;
import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Zone;
import dev.portcullis.rules.path.NormalPath;
import dev.portcullis.rules.path.PathPattern;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// A normal build runs seeds and changes of them; `bench/fuzz` looks for more.
class RouteFuzzTest {

    private static final Address CLIENT = Address.parse("192.0.2.1").orElseThrow();
    private static final Zone LAN = new Zone("lan");
    private static final Origins ANYWHERE = Origins.zones("lan", "internet");
    private static final List<String> METHODS = List.of("GET", "POST", "DELETE");

    @Test
    void changes_of_seeds() {
        Mutations.of(RouteFuzzTest.class, "any_patterns_and_path", "route.dict")
                .each(25_000, this::any_patterns_and_path);
    }

    /// Lines are patterns, one route each, and the last is the path.
    @FuzzTest
    @DictionaryFile(resourcePath = "route.dict")
    void any_patterns_and_path(byte[] octets) {
        List<String> lines =
                new String(octets, StandardCharsets.ISO_8859_1).lines().toList();
        if (lines.isEmpty()) {
            return;
        }
        List<Route> routes = new ArrayList<>();
        for (String line : lines.subList(0, lines.size() - 1)) {
            add(line, routes);
        }
        for (Preset preset : Preset.values()) {
            routes.addAll(Exposure.preset(preset, ANYWHERE, OptionalLong.empty()));
        }
        try {
            NormalPath path = NormalPath.of(lines.getLast());
            METHODS.forEach(method -> decides(routes, method, path));
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("expected: ");
        }
    }

    private static void add(String pattern, List<Route> routes) {
        try {
            List<PathPattern> patterns = List.of(PathPattern.parse(pattern));
            Set<String> methods = routes.size() % 2 == 0 ? Set.of() : Set.of("POST");
            routes.addAll(Exposure.paths(patterns, methods, Origins.zones("lan"), OptionalLong.empty()));
        } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("expected: ");
        }
    }

    /// The indexed table says what asking each route in turn says.
    private static void decides(List<Route> routes, String method, NormalPath path) {
        RouteTable table = RouteTable.of(routes);
        for (Zone zone : List.of(LAN, Zone.INTERNET)) {
            Route first = null;
            for (Route route : routes) {
                if (route.check(method, path, zone, CLIENT) == RouteCheck.Result.MATCHED) {
                    first = route;
                    break;
                }
            }
            assertThat(table.match(method, path, zone, CLIENT)).isSameAs(first);
            List<RouteCheck> told = table.explain(method, path, zone, CLIENT);
            assertThat(told.getLast().result() == RouteCheck.Result.MATCHED).isEqualTo(first != null);
            assertThat(first == null || told.getLast().route().equals(first)).isTrue();
        }
    }
}
