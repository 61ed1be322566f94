package dev.portcullis.acme.dns;

import dev.portcullis.acme.AcmeFailure;
import java.net.Inet4Address;
import java.net.Inet6Address;
import java.util.Optional;

/// The A and AAAA records of a zone that somebody else keeps.
public interface AddressRecords {

    /// Whether the name can be pointed anywhere here, as far as it tells.
    default boolean points(String name) {
        return true;
    }

    /// Lets the name point to these addresses; an empty one leaves that kind of record as it is.
    ///
    /// A name gets no AAAA record that it did not have: nobody may have opened the way in over IPv6, and who has
    /// IPv6 goes that way first.
    void point(String name, Optional<Inet4Address> ipv4, Optional<Inet6Address> ipv6) throws AcmeFailure;
}
