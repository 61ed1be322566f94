package dev.portcullis.rules.route;

import dev.portcullis.rules.net.Zone;
import dev.portcullis.rules.path.NormalPath;
import dev.portcullis.rules.path.PathPattern;
import java.util.List;

/// Paths that a route leaves out for one zone. It says nothing to other routes: one that takes such a path in
/// exposes it.
///
/// @param zone for whom they are left out
/// @param paths any of these
public record Exclusion(Zone zone, List<PathPattern> paths) {

    public Exclusion {
        paths = List.copyOf(paths);
    }

    boolean applies(Zone client, NormalPath path) {
        return zone.equals(client) && Selection.matchesAny(paths, path);
    }
}
