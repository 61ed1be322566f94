package dev.portcullis.core.accept;

import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Zone;

/// Who a request comes from, as far as policy and the upstream are concerned: never a proxy that we were told
/// about.
///
/// *Reads* the peer's address, a PROXY protocol header, or `X-Forwarded-For` of a listed front proxy. *Passes on*
/// the derived address and its zone.
///
/// @param text the address as it is written into `X-Forwarded-For`
public record ClientIdentity(Address address, Zone zone, String text) {

    public ClientIdentity(Address address, Zone zone) {
        this(address, zone, address.toString());
    }
}
