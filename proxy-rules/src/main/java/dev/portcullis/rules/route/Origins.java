package dev.portcullis.rules.route;

import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.CidrSet;
import dev.portcullis.rules.net.Zone;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// From where a route may be used: any of these zones or networks.
///
/// @param zones names, `internet` among them
/// @param cidrs networks beside the zones
public record Origins(Set<String> zones, CidrSet cidrs) {

    public Origins {
        zones = Collections.unmodifiableSet(new LinkedHashSet<>(zones));
    }

    /// These zones and no further networks.
    public static Origins zones(String... names) {
        return new Origins(new LinkedHashSet<>(List.of(names)), CidrSet.EMPTY);
    }

    /// Whether a client may use the route.
    ///
    /// @param zone the zone that the address is in
    public boolean contains(Zone zone, Address address) {
        return zones.contains(zone.name()) || cidrs.contains(address);
    }

    /// `internet, lan, 203.0.113.0/24`.
    @Override
    public String toString() {
        return Stream.concat(zones.stream(), cidrs.cidrs().stream().map(Object::toString))
                .collect(Collectors.joining(", "));
    }
}
