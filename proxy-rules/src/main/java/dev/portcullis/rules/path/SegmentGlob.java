package dev.portcullis.rules.path;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Matches segments with wildcards.
///
/// On a mismatch only the last `**`, and within a segment only the last `*`, takes one more; giving earlier ones
/// more could not find anything new. So the work is bounded by the product of both lengths: no pattern and no path
/// makes it explode.
final class SegmentGlob {

    private final String[] segments;

    /// @param segments texts with `*`, and `**` alone
    SegmentGlob(List<String> segments) {
        this.segments = segments.toArray(String[]::new);
    }

    private static boolean isAny(String segment) {
        return segment.equals("**");
    }

    @Nullable
    String firstSegment() {
        return segments.length == 0 || segments[0].indexOf('*') >= 0 ? null : segments[0];
    }

    /// @param path begins with a slash
    boolean matches(String path) {
        int token = 0;
        int start = 1;
        int retryToken = -1;
        int retryStart = -1;
        while (start <= path.length()) {
            if (token < segments.length && isAny(segments[token])) {
                if (token == segments.length - 1) {
                    return true;
                }
                retryToken = ++token;
                retryStart = start;
                continue;
            }
            int end = endOfSegment(path, start);
            if (token < segments.length && matchesSegment(segments[token], path, start, end)) {
                token++;
                start = end + 1;
            } else if (retryToken >= 0) {
                token = retryToken;
                retryStart = endOfSegment(path, retryStart) + 1;
                start = retryStart;
            } else {
                return false;
            }
        }
        return token == segments.length;
    }

    private static int endOfSegment(String path, int from) {
        int slash = path.indexOf('/', from);
        return slash < 0 ? path.length() : slash;
    }

    private static boolean matchesSegment(String glob, String path, int from, int to) {
        int g = 0;
        int p = from;
        int star = -1;
        int retry = -1;
        while (p < to) {
            if (g < glob.length() && glob.charAt(g) == '*') {
                star = g++;
                retry = p;
            } else if (g < glob.length() && glob.charAt(g) == path.charAt(p)) {
                g++;
                p++;
            } else if (star >= 0) {
                g = star + 1;
                p = ++retry;
            } else {
                return false;
            }
        }
        while (g < glob.length() && glob.charAt(g) == '*') {
            g++;
        }
        return g == glob.length();
    }
}
