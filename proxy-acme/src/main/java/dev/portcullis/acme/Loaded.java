package dev.portcullis.acme;

import java.util.List;

/// A usable certificate and what its owner should nevertheless hear about it.
///
/// @param pair what was read or made
/// @param warnings messages in the form `where: what was found (expected: …). Hint.`; empty when all is well
public record Loaded(KeyAndChain pair, List<String> warnings) {

    public Loaded {
        warnings = List.copyOf(warnings);
    }
}
