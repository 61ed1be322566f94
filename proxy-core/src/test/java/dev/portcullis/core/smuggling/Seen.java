package dev.portcullis.core.smuggling;

import java.util.List;

/// One request as an upstream read it.
///
/// @param method empty for bytes in which it saw no request
/// @param fields the head's field lines
/// @param whole whether its end was seen
/// @param trailers the trailer's field lines
record Seen(String method, String target, List<String> fields, String body, boolean whole, List<String> trailers) {

    Seen {
        fields = List.copyOf(fields);
        trailers = List.copyOf(trailers);
    }

    /// Bytes that are no request.
    static Seen garbage(String what, String octets) {
        return new Seen("", what, List.of(octets), "", false, List.of());
    }

    boolean isGarbage() {
        return method.isEmpty();
    }

    /// The values of all fields of that name.
    List<String> values(String name) {
        return fields.stream()
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .toList();
    }

    boolean mentions(String id) {
        return target.contains(id)
                || body.contains(id)
                || String.join("\n", fields).contains(id);
    }

    @Override
    public String toString() {
        String what = isGarbage() ? "malformed (" + target + ")" : method + " " + target;
        return Escaped.text(what + (whole ? "" : ", not to its end") + ", fields " + fields
                + (body.isEmpty() ? "" : ", body \"" + body + '"')
                + (trailers.isEmpty() ? "" : ", trailers " + trailers));
    }
}
