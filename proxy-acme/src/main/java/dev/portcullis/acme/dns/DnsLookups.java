package dev.portcullis.acme.dns;

import dev.portcullis.acme.AcmeFailure;
import java.util.Set;

/// What DNS shows the rest of the world.
///
/// Blocks, for a bounded time; called on virtual threads.
public interface DnsLookups {

    /// Where a record is really kept: the end of the chain of CNAMEs that begins here, or the name itself.
    ///
    /// A CNAME that a wildcard above has lent the name delegates nothing: a record of the name's own takes its
    /// place.
    String delegated(String name) throws AcmeFailure;

    /// The same, where no record of the name's own can be made, so that a wildcard's CNAME counts too.
    default String delegatedThroughWildcards(String name) throws AcmeFailure {
        return delegated(name);
    }

    /// Returns when every authoritative name server of the name's zone shows all these TXT values.
    ///
    /// @throws AcmeFailure with `DNS_NOT_SPREAD` and the servers that lag when it took too long
    void awaitEverywhere(String name, Set<String> values) throws AcmeFailure;
}
