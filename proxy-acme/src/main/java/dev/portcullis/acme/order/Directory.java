package dev.portcullis.acme.order;

import java.util.Set;

/// What an authority says of itself (RFC 8555 §7.1.1).
///
/// @param terms where its terms of service are; empty if it has none
/// @param needsBinding whether accounts need an external one
/// @param renewalInfo whether it says when to renew (RFC 9773)
/// @param profiles the profiles it offers; empty if it knows none
public record Directory(String terms, boolean needsBinding, boolean renewalInfo, Set<String> profiles) {
    public Directory {
        profiles = Set.copyOf(profiles);
    }
}
