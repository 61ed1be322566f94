package dev.portcullis.acme.order;

import dev.portcullis.acme.ChallengeType;
import java.net.URI;
import java.security.KeyPair;
import java.time.Instant;
import java.util.List;

/// An order that was begun and has not come to its end.
///
/// @param directory the authority's
/// @param key the certificate's, made before the order so that whatever is issued can be used
/// @param challenge the type that its names are proven with
public record OpenOrder(
        URI directory, URI url, List<String> names, KeyPair key, ChallengeType challenge, Instant begun) {

    public OpenOrder {
        names = List.copyOf(names);
    }

    /// Nothing of the key.
    @Override
    public String toString() {
        return "OpenOrder[" + url + ", " + names + ", " + challenge.key() + "]";
    }
}
