package dev.portcullis.acme;

import java.util.List;

/// A certificate that somebody wants to have and to keep.
///
/// @param names what it is for: host names in ASCII (punycode), `*.name`, address literals; at least one
/// @param authorities to ask in this order; at least one
/// @param challenges to try in this order; at least one
public record WantedCertificate(
        List<String> names, List<AuthoritySettings> authorities, List<ChallengeType> challenges, KeyType keyType) {

    /// @throws IllegalArgumentException if a list is empty
    public WantedCertificate {
        names = List.copyOf(names);
        authorities = List.copyOf(authorities);
        challenges = List.copyOf(challenges);
        if (names.isEmpty() || authorities.isEmpty() || challenges.isEmpty()) {
            throw new IllegalArgumentException("wanted certificate: no name, authority or challenge (expected: each)");
        }
    }

    /// What it is called in files, messages and on the command line: its first name.
    public String label() {
        return names.getFirst();
    }
}
