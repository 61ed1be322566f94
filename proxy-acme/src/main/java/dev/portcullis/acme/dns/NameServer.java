package dev.portcullis.acme.dns;

import java.net.InetSocketAddress;
import java.util.List;

/// Somebody to ask for a record.
///
/// @param name as NS records name it, or an address
/// @param addresses none if none was found
/// @param authoritative whether it keeps the zone; else it is a resolver, which asks others and remembers
record NameServer(String name, List<InetSocketAddress> addresses, boolean authoritative) {
    NameServer {
        addresses = List.copyOf(addresses);
    }
}
