package dev.portcullis.rules.signal;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// One line of a family: what to look for, and where.
///
/// @param values lower case and plain; for methods upper case
/// @param whole those of them that are looked up, not tried one by one
/// @param others the rest
record ProbeMark(Kind kind, List<String> values, Set<String> whole, List<String> others) {

    ProbeMark {
        values = List.copyOf(values);
        whole = Set.copyOf(whole);
        others = List.copyOf(others);
    }

    static ProbeMark of(Kind kind, List<String> values) {
        Map<Boolean, List<String>> parts =
                values.stream().collect(Collectors.partitioningBy(value -> isWhole(kind, value)));
        return new ProbeMark(
                kind, values, Set.copyOf(parts.getOrDefault(true, List.of())), parts.getOrDefault(false, List.of()));
    }

    private static boolean isWhole(Kind kind, String value) {
        return switch (kind) {
            case SEGMENT -> !value.endsWith("*");
            case SUFFIX ->
                value.startsWith(".") && value.chars().filter(c -> c == '.').count() <= MOST_DOTS;
            case PREFIX, EXCEPT, CONTAINS, QUERY, AGENT, HEADER, METHOD, METHOD_NOT -> false;
        };
    }

    /// Where to look.
    enum Kind {
        SUFFIX,
        SEGMENT,
        PREFIX,
        EXCEPT,
        CONTAINS,
        QUERY,
        AGENT,
        HEADER,
        METHOD,
        METHOD_NOT;

        /// As the file spells it.
        String key() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private static final int MOST_DOTS = 2;
    private static final Set<Kind> OF_THE_CLIENT = Set.of(Kind.AGENT, Kind.HEADER);

    boolean isIn(ProbeRequest request) {
        if (request.opaque() && !OF_THE_CLIENT.contains(kind)) {
            return false;
        }
        return switch (kind) {
            case SUFFIX -> request.segments().stream().anyMatch(this::endsWithOne);
            case SEGMENT ->
                request.segments().stream()
                        .anyMatch(segment -> whole.contains(segment)
                                || others.stream().anyMatch(value -> beginsWith(segment, value)));
            case PREFIX -> !request.named() && values.stream().anyMatch(value -> begins(request.path(), value));
            case EXCEPT -> values.stream().anyMatch(value -> beginsLike(request.path(), value));
            case CONTAINS ->
                values.stream()
                        .anyMatch(value -> request.path().contains(value)
                                || request.query().contains(value));
            case QUERY -> values.stream().anyMatch(request.query()::contains);
            case AGENT -> values.stream().anyMatch(request.agent()::contains);
            case HEADER ->
                request.fields().stream().anyMatch(field -> values.stream().anyMatch(field::contains));
            case METHOD -> values.contains(request.method());
            case METHOD_NOT -> !request.method().isEmpty() && !values.contains(request.method());
        };
    }

    private boolean endsWithOne(String segment) {
        int dot = segment.length();
        for (int i = 0; i < MOST_DOTS && dot > 0; i++) {
            dot = segment.lastIndexOf('.', dot - 1);
            if (dot >= 0 && whole.contains(segment.substring(dot))) {
                return true;
            }
        }
        return others.stream().anyMatch(segment::endsWith);
    }

    /// @param value with a `*` at its end
    private static boolean beginsWith(String segment, String value) {
        return segment.regionMatches(0, value, 0, value.length() - 1);
    }

    private static boolean begins(String path, String value) {
        boolean wholeFolder = value.endsWith("/")
                && path.length() == value.length() - 1
                && path.regionMatches(0, value, 0, path.length());
        return wholeFolder || path.startsWith(value);
    }

    /// With `*` for one whole segment; such a value stands for the whole path.
    private static boolean beginsLike(String path, String value) {
        int star = value.indexOf('*');
        if (star < 0) {
            return path.startsWith(value);
        }
        String tail = value.substring(star + 1);
        return path.length() > star + tail.length()
                && path.startsWith(value.substring(0, star))
                && path.endsWith(tail)
                && path.indexOf('/', star) == path.length() - tail.length();
    }
}
