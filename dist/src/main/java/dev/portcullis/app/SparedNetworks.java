package dev.portcullis.app;

import dev.portcullis.config.Config;
import dev.portcullis.config.ZoneNetworks;
import dev.portcullis.core.StartFailure;
import dev.portcullis.rules.ban.BanPolicy;
import dev.portcullis.rules.ban.NeverBan;
import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Cidr;
import dev.portcullis.rules.net.ClientKey;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// Why the owner may not want to ban a network: who in it is spared otherwise, or is this machine itself.
final class SparedNetworks {

    private final Map<String, ? extends Collection<Cidr>> zones;
    private final Supplier<NeverBan> neverBan;
    private final Collection<Address> own;

    /// Those of a configuration's zones, on this machine.
    ///
    /// @param neverBan host names are looked up again and again
    static SparedNetworks of(ZoneNetworks networks, Supplier<NeverBan> neverBan) throws StartFailure {
        try {
            Map<String, List<Cidr>> zones = networks.networksOn(Interfaces.networks());
            return new SparedNetworks(zones, neverBan, Interfaces.addresses());
        } catch (SocketException e) {
            throw new StartFailure("zones: the interfaces of this machine cannot be listed: " + e.getMessage() + ".");
        }
    }

    /// @param zones the networks of each zone
    /// @param neverBan host names are looked up again and again
    /// @param own addresses of this machine
    SparedNetworks(
            Map<String, ? extends Collection<Cidr>> zones, Supplier<NeverBan> neverBan, Collection<Address> own) {
        this.zones = zones;
        this.neverBan = neverBan;
        this.own = List.copyOf(own);
    }

    /// Networks of zones that are never banned, as far as they lie in no other zone: what a ban of many neighbours must
    /// not take along.
    List<Cidr> ofZones() {
        Set<String> never = neverBan.get().zones();
        return zones.entrySet().stream()
                .filter(zone -> never.contains(zone.getKey()))
                .flatMap(zone -> zone.getValue().stream())
                .filter(network -> zones.entrySet().stream()
                        .noneMatch(other -> !never.contains(other.getKey())
                                && other.getValue().stream().anyMatch(network::overlaps)))
                .toList();
    }

    /// The policy without those that it must not hit: zones of the never-banned, and proxies that the owner lists.
    /// These carry many clients, so what they do in their own name bans nobody.
    BanPolicy sparing(BanPolicy policy, Config.Listen proxies) {
        return policy.sparing(ofZones())
                .sparing(proxies.forwardedFrom().cidrs())
                .sparing(proxies.proxyProtocolFrom().cidrs());
    }

    /// One line for each reason; none if nobody is hit.
    List<String> in(Cidr network) {
        NeverBan spared = neverBan.get();
        List<String> reasons = new ArrayList<>();
        own.stream()
                .filter(network::contains)
                .forEach(address -> reasons.add(address + " is an address of this machine"));
        zones.forEach((zone, networks) -> {
            if (spared.zones().contains(zone) && networks.stream().anyMatch(network::overlaps)) {
                reasons.add("zone " + zone + " is in protection.never_ban");
            }
        });
        spared.networks().cidrs().stream()
                .filter(network::overlaps)
                .forEach(cidr -> reasons.add(cidr + " is in protection.never_ban"));
        spared.hosts().entrySet().stream()
                .filter(host -> holds(network, host.getKey()))
                .forEach(host -> reasons.add(host.getValue() + " is in protection.never_ban"));
        return reasons;
    }

    private static boolean holds(Cidr network, ClientKey client) {
        Address prefix = client.prefix();
        return network.overlaps(new Cidr(prefix, prefix.isIpv4() ? 32 : 64));
    }
}
