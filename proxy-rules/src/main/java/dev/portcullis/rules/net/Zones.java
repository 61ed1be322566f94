package dev.portcullis.rules.net;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which zone an address is in: the most specific network decides, whatever is in none is [Zone#INTERNET].
public final class Zones {

    private final List<Zone> all;
    private final PrefixTable table;
    private final Zone[] zoneByIndex;

    private Zones(List<Zone> all, Map<Cidr, Zone> zoneByCidr) {
        this.all = all;
        this.table = new PrefixTable(zoneByCidr.keySet());
        this.zoneByIndex = table.sorted().stream().map(zoneByCidr::get).toArray(Zone[]::new);
    }

    /// The zones with their networks, in the order of the map; a zone may have none.
    ///
    /// @throws IllegalArgumentException if a zone is called `internet`, or if two zones have the same network
    public static Zones of(Map<String, ? extends Collection<Cidr>> networks) {
        List<Zone> all = new ArrayList<>();
        Map<Cidr, Zone> zoneByCidr = new HashMap<>();
        networks.forEach((name, cidrs) -> {
            if (name.equals(Zone.INTERNET.name())) {
                throw new IllegalArgumentException(
                        "internet: cannot be defined (expected: another name). It is whatever is in no other zone.");
            }
            Zone zone = new Zone(name);
            all.add(zone);
            for (Cidr cidr : cidrs) {
                Zone earlier = zoneByCidr.put(cidr, zone);
                if (earlier != null && !earlier.equals(zone)) {
                    throw new IllegalArgumentException(name + ": " + cidr + " is also in " + earlier
                            + " (expected: each network in one zone). Remove it from one of them.");
                }
            }
        });
        all.add(Zone.INTERNET);
        return new Zones(List.copyOf(all), zoneByCidr);
    }

    /// The zone of an address; allocates nothing.
    public Zone zoneOf(Address address) {
        int index = table.find(address);
        return index < 0 ? Zone.INTERNET : zoneByIndex[index];
    }

    /// All zones in the order in which they were given, [Zone#INTERNET] last.
    public List<Zone> all() {
        return all;
    }

    /// What `default` stands for in zone `lan`: loopback (RFC 1122 §3.2.1.3, RFC 4291 §2.5.3), link-local (RFC
    /// 3927, RFC 4291 §2.5.6), private (RFC 1918) and unique local addresses (RFC 4193).
    public static List<Cidr> defaultLan() {
        return List.of(
                Cidr.parse("127.0.0.0/8"),
                Cidr.parse("::1/128"),
                Cidr.parse("169.254.0.0/16"),
                Cidr.parse("fe80::/10"),
                Cidr.parse("10.0.0.0/8"),
                Cidr.parse("172.16.0.0/12"),
                Cidr.parse("192.168.0.0/16"),
                Cidr.parse("fc00::/7"));
    }
}
