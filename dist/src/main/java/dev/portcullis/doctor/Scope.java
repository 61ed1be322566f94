package dev.portcullis.doctor;

import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Cidr;
import java.util.List;
import java.util.Map;

/// Who can reach an address.
enum Scope {
    LOOPBACK,
    LINK_LOCAL,
    /// RFC 1918, RFC 4193.
    PRIVATE,
    /// Shared by a provider's customers (RFC 6598): nobody outside reaches it.
    CARRIER,
    /// Multicast, reserved, unspecified.
    NOBODY,
    PUBLIC;

    private static final Map<Scope, List<Cidr>> NETWORKS = Map.of(
            LOOPBACK, networks("127.0.0.0/8", "::1"),
            LINK_LOCAL, networks("169.254.0.0/16", "fe80::/10"),
            PRIVATE, networks("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"),
            CARRIER, networks("100.64.0.0/10"),
            NOBODY, networks("0.0.0.0/8", "224.0.0.0/3"));

    /// 2000::/3 is all that was ever given out (RFC 4291 §2.4).
    private static final Cidr GIVEN_OUT = Cidr.parse("2000::/3");

    static Scope of(Address address) {
        for (Scope scope : values()) {
            if (NETWORKS.getOrDefault(scope, List.of()).stream().anyMatch(network -> network.contains(address))) {
                return scope;
            }
        }
        return address.isIpv4() || GIVEN_OUT.contains(address) ? PUBLIC : NOBODY;
    }

    private static List<Cidr> networks(String... texts) {
        return List.of(texts).stream().map(Cidr::parse).toList();
    }
}
