package dev.portcullis.rules.signal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// A request as probe families are matched against it: lower case, escapes undone twice.
///
/// @param path without scheme and host, even if they were sent
/// @param segments of the path, the first and the last 32, path parameters cut off; empty where the household
///     chooses the names
/// @param fields what stands in the fields that scanners fill
/// @param opaque whether neither path, query nor method count
record ProbeRequest(
        String method,
        String path,
        List<String> segments,
        String query,
        String agent,
        List<String> fields,
        boolean named,
        boolean opaque) {

    /// Besides User-Agent.
    private static final List<String> FIELDS =
            List.of("referer", "origin", "cookie", "accept", "accept-language", "x-api-version", "x-forwarded-for");

    /// More than any path or field that is a probe.
    private static final int LONGEST = 8192;

    private static final int MOST_AT_AN_END = 32;

    static ProbeRequest of(
            String method, String target, String agent, Function<String, @Nullable String> field, ProbePlaces places) {
        String cut = cut(originForm(target));
        int mark = cut.indexOf('?');
        String rawPath = mark < 0 ? cut : cut.substring(0, mark);
        String rawQuery = mark < 0 ? "" : cut.substring(mark + 1);
        String path = plain(rawPath);
        String plainAgent = lower(cut(agent));
        boolean named = places.isNamed(path);
        return new ProbeRequest(
                method.toUpperCase(Locale.ROOT),
                path,
                named ? List.of() : segments(path),
                plain(rawQuery.replace('+', ' ')),
                plainAgent,
                fields(plainAgent, field),
                named,
                places.isOpaque(path));
    }

    private static List<String> fields(String agent, Function<String, @Nullable String> field) {
        List<String> values = new ArrayList<>();
        values.add(agent);
        for (String name : FIELDS) {
            String value = field.apply(name);
            if (value != null) {
                values.add(lower(cut(value)));
            }
        }
        return values;
    }

    /// The path and query of absolute-form (RFC 9112 §3.2.2).
    private static String originForm(String target) {
        int scheme = target.indexOf("://");
        if (target.startsWith("/") || scheme < 0 || scheme > "https".length()) {
            return target;
        }
        int slash = target.indexOf('/', scheme + 3);
        return slash < 0 ? "/" : target.substring(slash);
    }

    /// A path of thousands of them has no place where a file could be, but at its ends.
    private static List<String> segments(String path) {
        List<String> segments = new ArrayList<>();
        int from = 0;
        while (from <= path.length() && segments.size() < MOST_AT_AN_END) {
            int slash = path.indexOf('/', from);
            int to = slash < 0 ? path.length() : slash;
            add(path, from, to, segments);
            from = to + 1;
        }
        int to = path.length();
        while (to > from && segments.size() < 2 * MOST_AT_AN_END) {
            int begin = Math.max(from, path.lastIndexOf('/', to - 1) + 1);
            add(path, begin, to, segments);
            to = begin - 1;
        }
        return segments;
    }

    private static void add(String path, int from, int to, List<String> segments) {
        int semicolon = path.indexOf(';', from, to);
        int end = semicolon < 0 ? to : semicolon;
        if (end > from) {
            segments.add(path.substring(from, end));
        }
    }

    private static String plain(String text) {
        return lower(decoded(decoded(text)));
    }

    /// Escapes as Latin-1 characters; what is no escape stays.
    static String decoded(String text) {
        if (text.indexOf('%') < 0) {
            return text;
        }
        StringBuilder plain = new StringBuilder(text.length());
        int i = 0;
        while (i < text.length()) {
            char c = text.charAt(i);
            int octet = c == '%' && i + 2 < text.length() ? octet(text.charAt(i + 1), text.charAt(i + 2)) : -1;
            plain.append(octet < 0 ? c : (char) octet);
            i += octet < 0 ? 1 : 3;
        }
        return plain.toString();
    }

    private static int octet(char first, char second) {
        int high = hex(first);
        int low = hex(second);
        return high < 0 || low < 0 ? -1 : 16 * high + low;
    }

    private static int hex(char digit) {
        return digit < 0x80 ? Character.digit(digit, 16) : -1;
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
