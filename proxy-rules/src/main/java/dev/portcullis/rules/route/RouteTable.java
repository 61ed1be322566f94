package dev.portcullis.rules.route;

import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Zone;
import dev.portcullis.rules.path.NormalPath;
import dev.portcullis.rules.path.PathPattern;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The routes of a site in order: the first that matches decides, and what none matches is refused.
///
/// Two indexes keep hundreds of routes cheap: routes with single paths (webhooks) by the path, others by first
/// segment.
public final class RouteTable {

    private static final int[] NONE = {};

    private final List<Route> routes;
    private final Map<String, int[]> byPath;
    private final FirstSegments bySegment;

    private RouteTable(List<Route> routes) {
        this.routes = List.copyOf(routes);
        Map<String, SortedSet<Integer>> paths = new HashMap<>();
        Map<String, SortedSet<Integer>> segments = new HashMap<>();
        SortedSet<Integer> anywhere = new TreeSet<>();
        for (int i = 0; i < routes.size(); i++) {
            for (Selection selection : routes.get(i).selections()) {
                for (PathPattern pattern : selection.paths()) {
                    String path = pattern.onlyPath();
                    String segment = pattern.firstSegment();
                    if (path != null) {
                        paths.computeIfAbsent(path, key -> new TreeSet<>()).add(i);
                    } else if (segment != null) {
                        segments.computeIfAbsent(segment, key -> new TreeSet<>())
                                .add(i);
                    } else {
                        anywhere.add(i);
                    }
                }
            }
        }
        segments.values().forEach(indexes -> indexes.addAll(anywhere));
        byPath = sorted(paths);
        bySegment = new FirstSegments(sorted(segments), sorted(anywhere));
    }

    /// The table of these routes.
    public static RouteTable of(List<Route> routes) {
        return new RouteTable(routes);
    }

    private static Map<String, int[]> sorted(Map<String, SortedSet<Integer>> indexes) {
        Map<String, int[]> sorted = new HashMap<>();
        indexes.forEach((key, set) -> sorted.put(key, sorted(set)));
        return sorted;
    }

    private static int[] sorted(SortedSet<Integer> indexes) {
        return indexes.stream().mapToInt(Integer::intValue).toArray();
    }

    /// The routes in order.
    public List<Route> routes() {
        return routes;
    }

    /// The route that decides, or null if the request is refused; allocates nothing.
    public @Nullable Route match(String method, NormalPath path, Zone zone, Address client) {
        int[] single = byPath.getOrDefault(path.value(), NONE);
        int[] several = bySegment.find(path.value());
        int s = 0;
        int t = 0;
        while (s < single.length || t < several.length) {
            boolean takeSingle = t == several.length || (s < single.length && single[s] <= several[t]);
            int index = takeSingle ? single[s++] : several[t++];
            Route route = routes.get(index);
            if (route.check(method, path, zone, client) == RouteCheck.Result.MATCHED) {
                return route;
            }
        }
        return null;
    }

    /// What each route says, in order, down to the one that decides.
    public List<RouteCheck> explain(String method, NormalPath path, Zone zone, Address client) {
        List<RouteCheck> checks = new ArrayList<>();
        for (Route route : routes) {
            RouteCheck.Result result = route.check(method, path, zone, client);
            checks.add(new RouteCheck(route, result));
            if (result == RouteCheck.Result.MATCHED) {
                break;
            }
        }
        return checks;
    }
}
