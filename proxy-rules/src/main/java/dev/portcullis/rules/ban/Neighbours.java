package dev.portcullis.rules.ban;

import dev.portcullis.rules.net.Cidr;
import dev.portcullis.rules.net.Zones;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Which network has so many banned clients that it is banned as a whole.
public final class Neighbours {

    /// Nobody's to ban: private networks, and the shared address space of RFC 6598.
    private static final List<Cidr> PRIVATE = Stream.concat(
                    Zones.defaultLan().stream(), Stream.of(Cidr.parse("100.64.0.0/10")))
            .toList();

    private Neighbours() {}

    /// The network around a banned client that is now to be banned, if there is one.
    public static Optional<Cidr> tooMany(BanLedger ledger, Cidr client, BanPolicy policy, Instant now) {
        BanPolicy.Widening terms = policy.terms().widen();
        boolean ipv4 = client.network().isIpv4();
        int length = ipv4 ? terms.ipv4() : terms.ipv6();
        if (terms.after() <= 0 || length >= client.prefixLength()) {
            return Optional.empty();
        }
        Cidr around = Cidr.around(client.network(), length);
        boolean spared = ledger.enforcedClients(around, now) < terms.after()
                || PRIVATE.stream().anyMatch(around::overlaps)
                || policy.neverBan().networks().cidrs().stream().anyMatch(around::overlaps)
                || policy.neverBan().hosts().keySet().stream().anyMatch(host -> around.contains(host.prefix()));
        return spared ? Optional.empty() : Optional.of(around);
    }
}
