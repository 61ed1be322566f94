package dev.portcullis.rules.ban;

import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.CidrSet;
import dev.portcullis.rules.net.ClientKey;
import java.util.Map;
import java.util.Set;

/// Who is never banned. Immutable: another look-up of host names makes another one.
///
/// @param zones names of zones
/// @param networks networks and single addresses
/// @param hosts what the host names stand for now; the whole client (an IPv6 /64) is spared
public record NeverBan(Set<String> zones, CidrSet networks, Map<ClientKey, String> hosts) {

    public static final NeverBan NOBODY = new NeverBan(Set.of(), CidrSet.EMPTY, Map.of());

    public NeverBan {
        zones = Set.copyOf(zones);
        hosts = Map.copyOf(hosts);
    }

    /// Why this client is spared: `zone lan`, `network 203.0.113.0/24`, `host home.example.org`; empty if it is not.
    ///
    /// @param zone of the address
    public String reason(Address client, String zone) {
        if (zones.contains(zone)) {
            return "zone " + zone;
        }
        if (networks.contains(client)) {
            return "network "
                    + networks.cidrs().stream()
                            .filter(cidr -> cidr.contains(client))
                            .findFirst()
                            .orElseThrow();
        }
        String host = hosts.get(ClientKey.of(client));
        return host == null ? "" : "host " + host;
    }
}
