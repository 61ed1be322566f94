package dev.portcullis.rules.signal;

import dev.portcullis.rules.path.PathPattern;
import java.util.Optional;
import java.util.OptionalInt;

/// A rule of the owner's own: which requests it means, and what one of them weighs.
///
/// @param name what it is called in bans and their evidence
/// @param weight how many ordinary probes one match counts for
/// @param enforced false only writes down what would have happened
public record OwnRule(String name, Match match, int weight, boolean enforced) {

    /// Everything that is present must hold.
    ///
    /// @param header a field's name, or `name: text` for a field that holds the text, whatever its case
    public record Match(
            Optional<PathPattern> path, Optional<String> method, Optional<String> header, OptionalInt status) {}
}
