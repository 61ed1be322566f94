package dev.portcullis.core;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// How some upstream makes a path of a request-target: percent-escapes decoded once, and what this one is lenient
/// about besides.
record PathReader(Set<Leniency> leniencies) {

    /// Something that a server, a framework or a file system really does.
    enum Leniency {
        DECODES_TWICE,
        DECODES_BEFORE_IT_CUTS_THE_QUERY,
        ENDS_AT_WHITESPACE,
        READS_UNICODE_ESCAPES,
        READS_OVERLONG_UTF8,
        FOLDS_COMPATIBLE_FORMS,
        ENDS_AT_NUL,
        TAKES_BACKSLASHES_FOR_SLASHES,
        CUTS_PARAMETERS,
        STRIPS_TRAILING_DOTS_AND_SPACES,
        MERGES_SLASHES,
        RESOLVES_DOT_SEGMENTS,
        IGNORES_CASE
    }

    private static final Leniency[] ALL = Leniency.values();

    /// The strict one, those with one leniency or two, and one that has them all.
    static List<PathReader> everyKind() {
        List<PathReader> readers = new ArrayList<>();
        readers.add(new PathReader(EnumSet.noneOf(Leniency.class)));
        readers.add(new PathReader(EnumSet.allOf(Leniency.class)));
        for (Leniency one : ALL) {
            for (Leniency other : ALL) {
                if (one.compareTo(other) <= 0) {
                    readers.add(new PathReader(EnumSet.of(one, other)));
                }
            }
        }
        return readers;
    }

    /// @param target octets as characters, as it stands in the request line
    String path(String target) {
        String path = target;
        if (is(Leniency.ENDS_AT_WHITESPACE)) {
            path = upToAny(path, " \t\r\n");
        }
        path = originForm(path);
        if (!is(Leniency.DECODES_BEFORE_IT_CUTS_THE_QUERY)) {
            path = upToAny(path, "?#");
        }
        path = decoded(path);
        if (is(Leniency.DECODES_TWICE)) {
            path = decoded(path);
        }
        if (is(Leniency.DECODES_BEFORE_IT_CUTS_THE_QUERY)) {
            path = upToAny(path, "?#");
        }
        if (is(Leniency.ENDS_AT_NUL)) {
            path = upToAny(path, "\0");
        }
        return segments(characters(path));
    }

    private boolean is(Leniency leniency) {
        return leniencies.contains(leniency);
    }

    private static String upToAny(String text, String ends) {
        for (int i = 0; i < text.length(); i++) {
            if (ends.indexOf(text.charAt(i)) >= 0) {
                return text.substring(0, i);
            }
        }
        return text;
    }

    private static String originForm(String target) {
        int authority = target.indexOf("://");
        if (target.startsWith("/") || authority < 0) {
            return target;
        }
        int path = target.indexOf('/', authority + 3);
        return path < 0 ? "/" : target.substring(path);
    }

    private String decoded(String text) {
        StringBuilder decoded = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (isEscape(text, i + 1, 2)) {
                decoded.append((char) Integer.parseInt(text, i + 1, i + 3, 16));
                i += 2;
            } else if (is(Leniency.READS_UNICODE_ESCAPES)
                    && text.regionMatches(true, i, "%u", 0, 2)
                    && isEscape("%" + text.substring(i + 2), 1, 4)) {
                decoded.append((char) Integer.parseInt(text, i + 2, i + 6, 16));
                i += 5;
            } else {
                decoded.append(text.charAt(i));
            }
        }
        return decoded.toString();
    }

    /// Whether so many hexadecimal digits stand at an index, behind a percent sign.
    private static boolean isEscape(String text, int from, int digits) {
        if (text.charAt(from - 1) != '%' || from + digits > text.length()) {
            return false;
        }
        for (int i = from; i < from + digits; i++) {
            if (Character.digit(text.charAt(i), 16) < 0) {
                return false;
            }
        }
        return true;
    }

    private String characters(String octets) {
        String text = octets;
        if (is(Leniency.READS_OVERLONG_UTF8)) {
            text = text.replace("\u00c0\u00ae", ".")
                    .replace("\u00c0\u00af", "/")
                    .replace("\u00c1\u009c", "\\")
                    .replace("\u00e0\u0080\u00ae", ".")
                    .replace("\u00e0\u0080\u00af", "/");
        }
        if (is(Leniency.FOLDS_COMPATIBLE_FORMS)) {
            String utf8 = new String(text.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
            text = Normalizer.normalize(utf8, Normalizer.Form.NFKC);
        }
        if (is(Leniency.TAKES_BACKSLASHES_FOR_SLASHES)) {
            text = text.replace('\\', '/');
        }
        return is(Leniency.IGNORES_CASE) ? text.toLowerCase(Locale.ROOT) : text;
    }

    private String segments(String path) {
        List<String> kept = new ArrayList<>();
        String[] segments = path.split("/", -1);
        for (int i = 0; i < segments.length; i++) {
            String segment = segments[i];
            if (is(Leniency.CUTS_PARAMETERS)) {
                segment = upToAny(segment, ";");
            }
            if (is(Leniency.STRIPS_TRAILING_DOTS_AND_SPACES) && !isDots(segment)) {
                segment = stripped(segment);
            }
            if (is(Leniency.RESOLVES_DOT_SEGMENTS) && isDots(segment)) {
                if (segment.equals("..") && kept.size() > 1) {
                    kept.removeLast();
                }
            } else if (!is(Leniency.MERGES_SLASHES) || !segment.isEmpty() || i == 0 || i == segments.length - 1) {
                kept.add(segment);
            }
        }
        return String.join("/", kept);
    }

    private static boolean isDots(String segment) {
        return segment.equals(".") || segment.equals("..");
    }

    /// As Windows opens files; dots alone stay what they are.
    private static String stripped(String segment) {
        String withoutSpaces = withoutTrailing(segment, " ");
        String name = withoutTrailing(withoutSpaces, ". ");
        return name.isEmpty() ? withoutSpaces : name;
    }

    private static String withoutTrailing(String text, String stripped) {
        int end = text.length();
        while (end > 0 && stripped.indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return text.substring(0, end);
    }
}
