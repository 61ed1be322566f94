package dev.portcullis.config;

import dev.portcullis.rules.net.Cidr;
import dev.portcullis.rules.net.Zone;
import dev.portcullis.rules.net.Zones;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Puts the zones together, and refuses what would leave it open which zone an address is in.
final class ZoneChecks {

    /// Who has a network.
    ///
    /// @param written whether the zone is in the file, not only a default
    private record Owner(String zone, boolean written) {}

    private final Section zones;
    private final Findings findings;
    private final Map<Cidr, Owner> owners = new HashMap<>();
    private final Map<String, List<Cidr>> networks = new LinkedHashMap<>();
    private Optional<String> interfaceZone = Optional.empty();

    private ZoneChecks(Section zones, Findings findings) {
        this.zones = zones;
        this.findings = findings;
    }

    static ZoneNetworks run(Section zones, Findings findings) {
        return new ZoneChecks(zones, findings).all();
    }

    /// Every name that may stand in a `from`.
    static List<String> names(Section zones) {
        List<String> names = new ArrayList<>(List.of(ZoneKeys.LAN.name(), ZoneKeys.VPN.name()));
        names.addAll(zones.otherNames());
        names.add(Zone.INTERNET.name());
        return names;
    }

    private ZoneNetworks all() {
        for (Key<List<Found<ZoneMember>>> key : List.of(ZoneKeys.LAN, ZoneKeys.VPN)) {
            add(key.name(), zones.get(key), zones.has(key));
        }
        zones.others(ZoneKeys.MORE).forEach((name, members) -> add(name, members.value(), true));
        return new ZoneNetworks(networks, interfaceZone);
    }

    private void add(String zone, List<Found<ZoneMember>> members, boolean written) {
        List<Cidr> mine = networks.computeIfAbsent(zone, _ -> new ArrayList<>());
        for (Found<ZoneMember> member : members) {
            switch (member.value()) {
                case ZoneMember.Network network -> own(zone, List.of(network.cidr()), member.where(), written, mine);
                case ZoneMember.DefaultLan _ -> own(zone, Zones.defaultLan(), member.where(), written, mine);
                case ZoneMember.Interfaces _ -> ownInterfaces(zone, member.where());
            }
        }
    }

    /// Takes several networks of one item; when all of them are another zone's, that is said once.
    private void own(String zone, List<Cidr> cidrs, Where where, boolean written, List<Cidr> mine) {
        Map<Cidr, Owner> taken = new LinkedHashMap<>();
        for (Cidr cidr : cidrs) {
            Owner owner = owners.putIfAbsent(cidr, new Owner(zone, written));
            if (owner == null) {
                mine.add(cidr);
            } else if (!owner.zone.equals(zone)) {
                taken.put(cidr, owner);
            }
        }
        if (taken.size() > 1 && taken.size() == cidrs.size() && new HashSet<>(taken.values()).size() == 1) {
            report("default", taken.values().iterator().next(), where);
        } else {
            taken.forEach((cidr, owner) -> report(cidr.toString(), owner, where));
        }
    }

    private void report(String network, Owner owner, Where where) {
        String hint = owner.written
                ? ""
                : "It is in the default of zones." + owner.zone + ": write zones." + owner.zone + " without it.";
        findings.problem(where, new Fault(network + " is in " + owner.zone + " too", "each network in one zone", hint));
    }

    private void ownInterfaces(String zone, Where where) {
        if (interfaceZone.isPresent() && !interfaceZone.get().equals(zone)) {
            findings.problem(
                    where, new Fault("interfaces is in " + interfaceZone.get() + " too", "interfaces in one zone"));
        }
        interfaceZone = Optional.of(zone);
    }
}
