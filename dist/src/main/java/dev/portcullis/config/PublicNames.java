package dev.portcullis.config;

import dev.portcullis.acme.Names;
import dev.portcullis.rules.net.Address;
import dev.portcullis.rules.net.Cidr;
import dev.portcullis.rules.net.CidrSet;
import dev.portcullis.rules.net.Zones;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// Which names a public authority can issue for at all.
final class PublicNames {

    /// Reserved for use at home or for examples (RFC 6761, RFC 6762, RFC 8375), or never to be delegated by ICANN.
    private static final Set<String> NEVER_PUBLIC = Set.of(
            "localhost",
            "local",
            "lan",
            "internal",
            "localdomain",
            "home",
            "corp",
            "intranet",
            "private",
            "test",
            "example",
            "invalid");

    private static final CidrSet PRIVATE = CidrSet.of(
            Stream.concat(Zones.defaultLan().stream(), Stream.of(Cidr.parse("100.64.0.0/10"), Cidr.parse("0.0.0.0/8")))
                    .toList());

    private PublicNames() {}

    static boolean isAddress(String host) {
        return Address.parse(host).isPresent();
    }

    /// Without a leading `*.`.
    static String base(String host) {
        return Names.base(host);
    }

    static boolean isPublic(String host) {
        return Address.parse(host).map(address -> !PRIVATE.contains(address)).orElseGet(() -> isPublicName(base(host)));
    }

    private static boolean isPublicName(String name) {
        List<String> labels = List.of(name.split("\\.", -1));
        return labels.size() > 1 && !NEVER_PUBLIC.contains(labels.getLast()) && !(name + ".").endsWith("home.arpa.");
    }
}
