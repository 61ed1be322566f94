package dev.portcullis.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A request target, taken apart as aiohttp does: an authority and a fragment are dropped, nothing is normalised.
///
/// @param rawPath the path as sent
/// @param path what routes are matched on: decoded once, but `%2F` and `%25` stay
/// @param query the query as sent, without `?`
/// @param parameters the decoded query, in its order
record Target(String rawPath, String path, String query, List<Parameter> parameters) {

    /// One `name=value` of a query or form.
    record Parameter(String name, String value) {}

    Target {
        parameters = List.copyOf(parameters);
    }

    static Target parse(String target) {
        String rest = withoutAuthority(target);
        int fragment = rest.indexOf('#');
        if (fragment >= 0) {
            rest = rest.substring(0, fragment);
        }
        int mark = rest.indexOf('?');
        String rawPath = mark < 0 ? rest : rest.substring(0, mark);
        String query = mark < 0 ? "" : rest.substring(mark + 1);
        return new Target(rawPath, PercentText.pathSafe(rawPath), query, parameters(query));
    }

    /// The first value of a parameter.
    Optional<String> parameter(String name) {
        return parameters.stream()
                .filter(parameter -> parameter.name().equals(name))
                .map(Parameter::value)
                .findFirst();
    }

    /// Takes a query or a form body apart (WHATWG URL, application/x-www-form-urlencoded).
    static List<Parameter> parameters(String encoded) {
        List<Parameter> found = new ArrayList<>();
        int start = 0;
        while (start < encoded.length()) {
            int ampersand = encoded.indexOf('&', start);
            int end = ampersand < 0 ? encoded.length() : ampersand;
            int equals = encoded.indexOf('=', start);
            if (equals < 0 || equals > end) {
                equals = end;
            }
            if (end > start) {
                found.add(new Parameter(
                        PercentText.form(encoded.substring(start, equals)),
                        PercentText.form(encoded.substring(Math.min(equals + 1, end), end))));
            }
            start = end + 1;
        }
        return found;
    }

    private static String withoutAuthority(String target) {
        if (target.startsWith("/")) {
            return target;
        }
        int scheme = target.indexOf("://");
        int slash = scheme < 0 ? -1 : target.indexOf('/', scheme + 3);
        return slash < 0 ? target : target.substring(slash);
    }
}
