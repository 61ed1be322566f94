package dev.portcullis.acme.dns;

import dev.portcullis.acme.AcmeFailure;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.AAAARecord;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/// Finds the name servers that keep a name's zone.
///
/// @param port of the name servers, which is 53 everywhere but in tests
record ZoneServers(Resolvers resolvers, int port) {

    private static final Logger LOG = LoggerFactory.getLogger("portcullis");

    /// Zones have at most 13 name servers in practice, with an address or two each; a stranger's zone may claim any
    /// number.
    private static final int MOST_SERVERS = 16;

    private static final int MOST_ADDRESSES = 4;

    /// The name servers of the nearest zone above; the resolvers where there is none to be found.
    ///
    /// @throws AcmeFailure if no resolver gives an answer
    List<NameServer> of(Name name) throws AcmeFailure, InterruptedException {
        for (Name candidate = name; candidate.labels() > 1; candidate = new Name(candidate, 1)) {
            if (!resolvers.ask(candidate, Type.SOA).isEmpty()) {
                List<NameServer> servers = serversOf(candidate);
                if (servers.stream().anyMatch(server -> !server.addresses().isEmpty())) {
                    return servers;
                }
                break;
            }
        }
        LOG.info("DNS: no name servers of a zone are found for {}; the resolvers are asked instead", name);
        return ofResolvers();
    }

    /// The resolvers, as if they kept the zone.
    List<NameServer> ofResolvers() {
        return resolvers.addresses().stream()
                .map(resolver -> new NameServer(Spelled.server(resolver), List.of(resolver), false))
                .toList();
    }

    private List<NameServer> serversOf(Name zone) throws AcmeFailure, InterruptedException {
        List<NameServer> servers = new ArrayList<>();
        for (Record record : resolvers.ask(zone, Type.NS)) {
            if (record instanceof NSRecord server && servers.size() < MOST_SERVERS) {
                servers.add(new NameServer(server.getTarget().toString(true), addresses(server.getTarget()), true));
            }
        }
        return servers;
    }

    private List<InetSocketAddress> addresses(Name server) throws InterruptedException {
        List<InetSocketAddress> found = new ArrayList<>();
        for (int type : new int[] {Type.A, Type.AAAA}) {
            try {
                resolvers.ask(server, type).stream()
                        .limit(MOST_ADDRESSES)
                        .map(ZoneServers::address)
                        .filter(address -> !address.isAnyLocalAddress() && !address.isMulticastAddress())
                        .forEach(address -> found.add(new InetSocketAddress(address, port)));
            } catch (AcmeFailure unknown) {
                LOG.debug("DNS: {}", unknown.getMessage());
            }
        }
        return found;
    }

    private static InetAddress address(Record record) {
        return switch (record) {
            case ARecord v4 -> v4.getAddress();
            case AAAARecord v6 -> v6.getAddress();
            default -> throw new IllegalStateException("DNS: a record of another type than asked for: " + record);
        };
    }
}
