package dev.portcullis.rules.route;

import dev.portcullis.rules.limit.LimitPolicy.Bucket;
import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Zone;
import dev.portcullis.rules.path.NormalPath;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// One thing that the owner exposes: which requests, and from where.
///
/// @param name for the owner's eyes: `webhooks doorbell-8c1f04`, `preset ui`, `paths /local/**`. It can hold a
///     webhook id, which is a secret: it is shown on request and never logged
/// @param kind what it was made of
/// @param selections what it takes in: any of these
/// @param exclusions what it leaves out all the same
/// @param from from where it may be used
/// @param maxBody largest request body in bytes; empty for the site's own limit
/// @param rate how often one client may make requests that this route decides; empty where only the general limits
///     hold
public record Route(
        String name,
        RouteKind kind,
        List<Selection> selections,
        List<Exclusion> exclusions,
        Origins from,
        OptionalLong maxBody,
        Optional<Bucket> rate) {

    public Route {
        selections = List.copyOf(selections);
        exclusions = List.copyOf(exclusions);
    }

    /// Without a rate of its own.
    public Route(
            String name,
            RouteKind kind,
            List<Selection> selections,
            List<Exclusion> exclusions,
            Origins from,
            OptionalLong maxBody) {
        this(name, kind, selections, exclusions, from, maxBody, Optional.empty());
    }

    /// The same with a rate of its own.
    public Route withRate(Bucket bucket) {
        return new Route(name, kind, selections, exclusions, from, maxBody, Optional.of(bucket));
    }

    RouteCheck.Result check(String method, NormalPath path, Zone zone, Address client) {
        RouteCheck.Result taken = select(method, path);
        if (taken != RouteCheck.Result.MATCHED) {
            return taken;
        }
        if (!from.contains(zone, client)) {
            return RouteCheck.Result.ORIGIN;
        }
        for (int i = 0; i < exclusions.size(); i++) {
            if (exclusions.get(i).applies(zone, path)) {
                return RouteCheck.Result.EXCLUDED;
            }
        }
        return RouteCheck.Result.MATCHED;
    }

    private RouteCheck.Result select(String method, NormalPath path) {
        RouteCheck.Result closest = RouteCheck.Result.PATH;
        for (int i = 0; i < selections.size(); i++) {
            Selection selection = selections.get(i);
            if (selection.takesPath(path)) {
                if (selection.takesMethod(method)) {
                    return RouteCheck.Result.MATCHED;
                }
                closest = RouteCheck.Result.METHOD;
            }
        }
        return closest;
    }
}
