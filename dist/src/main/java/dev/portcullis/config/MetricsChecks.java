package dev.portcullis.config;

import dev.portcullis.core.ListenAddress;
import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Cidr;
import java.util.List;
import java.util.Optional;

/// Refuses metrics where the internet could read them: there is no TLS before them and no password.
final class MetricsChecks {

    private static final String EXPECTED = "loopback, or an address in a zone of yours";
    private static final List<String> EVERYWHERE = List.of("::", "0.0.0.0");
    private static final List<Cidr> LOOPBACK = List.of(Cidr.parse("127.0.0.0/8"), Cidr.parse("::1/128"));

    private MetricsChecks() {}

    static void run(Section listen, ZoneNetworks zones, Findings findings) {
        for (Found<ListenAddress> found : listen.get(ListenKeys.METRICS)) {
            String host = found.value().host();
            Optional<Address> address = host == null ? Optional.empty() : Address.parse(host);
            if (address.isEmpty() || EVERYWHERE.contains(address.get().toString())) {
                report(found, "listens on every address, those that the internet reaches included", findings);
            } else if (!isAtHome(address.get(), zones)) {
                report(found, "is in no zone, so it counts as the internet's", findings);
            }
        }
    }

    /// Which networks `interfaces` stands for shows on the machine alone; the listener asks there for each client.
    private static boolean isAtHome(Address address, ZoneNetworks zones) {
        return zones.interfaceZone().isPresent()
                || LOOPBACK.stream().anyMatch(network -> network.contains(address))
                || zones.networks().values().stream()
                        .flatMap(List::stream)
                        .anyMatch(network -> network.contains(address));
    }

    private static void report(Found<ListenAddress> found, String what, Findings findings) {
        findings.problem(
                found.where(),
                new Fault(
                        Quoted.of(found.value().toString()) + " " + what,
                        EXPECTED,
                        "For example \"127.0.0.1:" + found.value().port() + "\"."));
    }
}
