package dev.portcullis.rules.signal;

import java.util.List;

/// Where in Home Assistant's own paths less, or nothing, counts as a probe.
///
/// @param named prefixes below which the household chooses names
/// @param opaque prefixes below which another program is at home
record ProbePlaces(List<String> named, List<String> opaque) {

    ProbePlaces {
        named = List.copyOf(named);
        opaque = List.copyOf(opaque);
    }

    boolean isNamed(String path) {
        return named.stream().anyMatch(path::startsWith);
    }

    boolean isOpaque(String path) {
        return opaque.stream().anyMatch(path::startsWith);
    }
}
