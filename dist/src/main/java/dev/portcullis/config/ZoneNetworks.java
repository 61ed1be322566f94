package dev.portcullis.config;

import dev.portcullis.rules.net.Cidr;
import dev.portcullis.rules.net.Zones;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// The zones as configured; one of them may take in the networks of this host's own interfaces.
///
/// @param networks the networks of each zone, in the file's order; no network is in two zones
/// @param interfaceZone the zone with `interfaces`
public record ZoneNetworks(Map<String, List<Cidr>> networks, Optional<String> interfaceZone) {

    public ZoneNetworks {
        Map<String, List<Cidr>> copy = new LinkedHashMap<>();
        networks.forEach((name, cidrs) -> copy.put(name, List.copyOf(cidrs)));
        networks = Collections.unmodifiableMap(copy);
    }

    /// The zones on a host with these interfaces. A network that the file gives to a zone stays there.
    ///
    /// @param interfacePrefixes networks of the host's interfaces; unused where no zone has `interfaces`
    public Zones on(Collection<Cidr> interfacePrefixes) {
        return Zones.of(networksOn(interfacePrefixes));
    }

    /// The networks of each zone on a host with these interfaces.
    public Map<String, List<Cidr>> networksOn(Collection<Cidr> interfacePrefixes) {
        Map<String, List<Cidr>> all = new LinkedHashMap<>(networks);
        Set<Cidr> configured = networks.values().stream().flatMap(List::stream).collect(Collectors.toSet());
        interfaceZone.ifPresent(zone -> {
            List<Cidr> more = new ArrayList<>(networks.getOrDefault(zone, List.of()));
            interfacePrefixes.stream().filter(it -> !configured.contains(it)).forEach(more::add);
            all.put(zone, more);
        });
        return all;
    }
}
