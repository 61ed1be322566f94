package dev.portcullis.acme.dns;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.util.Optional;

/// Where the rest of the world sees this machine.
///
/// @param ipv6 this machine's own, as there is no translation; empty without IPv6
public record PublicAddress(Optional<Inet4Address> ipv4, Optional<Inet6Address> ipv6) {

    static final PublicAddress NONE = new PublicAddress(Optional.empty(), Optional.empty());

    /// What of this is not in the other one.
    PublicAddress without(PublicAddress other) {
        return new PublicAddress(
                ipv4.filter(address -> !other.ipv4.equals(Optional.of(address))),
                ipv6.filter(address -> !other.ipv6.equals(Optional.of(address))));
    }

    /// This one, with the other's where this one has none.
    PublicAddress or(PublicAddress other) {
        return new PublicAddress(ipv4.or(other::ipv4), ipv6.or(other::ipv6));
    }

    boolean isEmpty() {
        return ipv4.isEmpty() && ipv6.isEmpty();
    }

    /// For people: `203.0.113.7, 2001:db8::7`.
    @Override
    public String toString() {
        String first = ipv4.map(Inet4Address::getHostAddress).orElse("");
        String second = ipv6.map(Inet6Address::getHostAddress).orElse("");
        return first + (first.isEmpty() || second.isEmpty() ? "" : ", ") + second;
    }
}
