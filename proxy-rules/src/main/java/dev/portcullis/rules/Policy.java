package dev.portcullis.rules;

import java.util.List;

/// All that the owner decided about requests.
///
/// @param sites the index is the site's identity everywhere
public record Policy(List<SitePolicy> sites) {

    public Policy {
        sites = List.copyOf(sites);
    }
}
