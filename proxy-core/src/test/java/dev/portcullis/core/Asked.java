package dev.portcullis.core;

import java.util.List;

/// One request of a suite, octets as characters.
///
/// @param fields whole lines
/// @param body empty for none
record Asked(String method, String target, List<String> fields, String body) {

    /// Marks a request, so that it is known again when the upstream sees it.
    static final String MARK = "X-Case";

    static Asked of(String method, String target, String... fields) {
        return new Asked(method, target, List.of(fields), "");
    }

    @Override
    public String toString() {
        return method + " " + target + (fields.isEmpty() ? "" : " " + fields);
    }
}
