package dev.portcullis.acme.order;

import dev.portcullis.acme.KeyType;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/// What is to be got from one authority.
///
/// @param profile empty for the authority's default
/// @param replaces the certificate that is served until then
public record Ordering(List<String> names, KeyType keyType, String profile, Optional<X509Certificate> replaces) {
    public Ordering {
        names = List.copyOf(names);
    }
}
