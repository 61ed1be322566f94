package dev.portcullis.acme.dns;

import dev.portcullis.acme.Secret;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How TXT records are set and looked for.
///
/// @param resolvers asked for delegations and name servers; empty for the system's
/// @param spreadWithin how long to wait until every name server of the zone shows a record
/// @param updateAddress whether A and AAAA of the names follow the public address
public record DnsSettings(
        Provider provider, List<InetSocketAddress> resolvers, Duration spreadWithin, boolean updateAddress) {

    public DnsSettings {
        resolvers = List.copyOf(resolvers);
    }

    /// Who keeps the zone.
    public sealed interface Provider {

        record DuckDns(Secret token) implements Provider {}

        record Cloudflare(Secret token) implements Provider {}

        record Desec(Secret token) implements Provider {}

        /// A name server that takes updates (RFC 2136), signed with TSIG (RFC 8945) where a key is given.
        record Rfc2136(InetSocketAddress server, Optional<TransactionKey> key) implements Provider {}

        /// A program of the owner's: `program add|remove NAME VALUE`.
        record Exec(Path program) implements Provider {}
    }

    /// A TSIG key.
    ///
    /// @param algorithm such as `hmac-sha256`
    /// @param secret base64
    public record TransactionKey(String name, String algorithm, Secret secret) {}
}
