package dev.portcullis.rules.path;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A set of paths as an owner writes it: `/local/**`, `/api/camera_proxy/*`, `/auth/token`.
///
/// `*` is any run of characters, also none, within one segment. `**` stands for whole segments: any number of them,
/// also none, in the middle; at least one, which may be empty, at the end. So `/local/**` is `/local/` and all
/// below, but not `/local`; `/a/**/b` holds `/a/b`; `/**` is every path. Case matters, as it does to Home
/// Assistant.
public final class PathPattern {

    private static final String ANY_SEGMENTS = "**";

    private final String text;
    private final SegmentGlob glob;
    private final @Nullable String exactly;

    private PathPattern(String text, SegmentGlob glob, @Nullable String exactly) {
        this.text = text;
        this.glob = glob;
        this.exactly = exactly;
    }

    /// The set of just this path, in which `*` is a character like any other.
    public static PathPattern exactly(NormalPath path) {
        return new PathPattern(path.value(), new SegmentGlob(List.of()), path.value());
    }

    /// Reads a pattern. Text between the wildcards is brought into the form that paths have: characters beyond
    /// ASCII become escapes of their UTF-8 form, escaped unreserved characters are decoded.
    ///
    /// @throws IllegalArgumentException if no path could ever match, with a message for the owner
    public static PathPattern parse(String text) {
        if (!text.startsWith("/")) {
            throw new IllegalArgumentException(
                    "\"" + text + "\": not a path pattern (expected: for example /local/**). Begin it with \"/\".");
        }
        byte[] octets = encodeNonAscii(text);
        String canonical = switch (Target.parse(octets, 0, octets.length)) {
            case Target.Refused refused ->
                throw new IllegalArgumentException("\"" + text + "\": "
                        + refused.violation().code()
                        + " (expected: a pattern that some path can match)."
                        + hint(refused.violation()));
            case Target.Accepted accepted -> {
                if (accepted.queryStart() != octets.length) {
                    throw new IllegalArgumentException(
                            "\"" + text + "\": has a query (expected: a path). Rules look at paths only.");
                }
                yield accepted.path().value();
            }
        };
        List<String> segments = segments(text, canonical);
        return new PathPattern(text, new SegmentGlob(segments), canonical.indexOf('*') < 0 ? canonical : null);
    }

    private static List<String> segments(String text, String canonical) {
        List<String> segments = new ArrayList<>();
        int start = 1;
        while (start <= canonical.length()) {
            int slash = canonical.indexOf('/', start);
            int end = slash < 0 ? canonical.length() : slash;
            String segment = canonical.substring(start, end);
            if (segment.contains(ANY_SEGMENTS) && !segment.equals(ANY_SEGMENTS)) {
                throw new IllegalArgumentException("\"" + text + "\": \"" + segment
                        + "\" mixes ** with text (expected: ** as a whole segment). Use * within a segment.");
            }
            segments.add(segment);
            start = end + 1;
        }
        return segments;
    }

    private static byte[] encodeNonAscii(String text) {
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        byte[] encoded = new byte[utf8.length * 3];
        int length = 0;
        for (byte octet : utf8) {
            if (octet < 0) {
                length = Octets.writeEscape(octet & 0xff, encoded, length);
            } else {
                encoded[length++] = octet;
            }
        }
        return Arrays.copyOf(encoded, length);
    }

    private static String hint(PathViolation violation) {
        return violation == PathViolation.CONTROL_BYTE ? " Write a space as %20." : "";
    }

    /// Whether the path is in the set. Takes time in proportion to the path's length, whatever the path, and
    /// allocates nothing.
    public boolean matches(NormalPath path) {
        return exactly != null ? exactly.equals(path.value()) : glob.matches(path.value());
    }

    /// The only path in the set, as [NormalPath#value()] has it; null if there can be several.
    public @Nullable String onlyPath() {
        return exactly;
    }

    /// The first segment of every path in a set of several, if they all have the same; null if a wildcard stands
    /// there.
    public @Nullable String firstSegment() {
        return glob.firstSegment();
    }

    /// Equal when written alike and meant alike.
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof PathPattern pattern
                && text.equals(pattern.text)
                && Objects.equals(exactly, pattern.exactly);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /// The pattern as it was written.
    @Override
    public String toString() {
        return text;
    }
}
