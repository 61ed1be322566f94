package dev.portcullis.rules.net;

/// Whom we count and ban: one IPv4 address, or the /64 that an IPv6 client can move about in at will (RFC 4291
/// §2.5.4).
///
/// @param prefix the IPv4 address, or the first address of the /64
public record ClientKey(Address prefix) {

    public ClientKey {
        if (!prefix.isIpv4() && prefix.low() != 0) {
            throw new IllegalArgumentException(prefix + ": has bits beyond /64 (expected: the first address of a /64)");
        }
    }

    /// The client behind an address.
    public static ClientKey of(Address address) {
        return new ClientKey(address.isIpv4() ? address : address.masked(64));
    }

    /// `203.0.113.9` or `2001:db8:1:2::/64`.
    @Override
    public String toString() {
        return prefix.isIpv4() ? prefix.toString() : prefix + "/64";
    }
}
