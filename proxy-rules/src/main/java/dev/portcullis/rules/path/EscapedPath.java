package dev.portcullis.rules.path;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Reads a path with escapes: unreserved characters are decoded once, other escapes stay with upper-case digits.
final class EscapedPath {

    private final byte[] octets;
    private final int from;
    private final int to;
    private final byte[] canonical;
    private final Utf8 utf8 = new Utf8();
    private final SegmentDots dots = new SegmentDots();
    private int length;
    private boolean percentEncoded;
    private boolean changed;

    EscapedPath(byte[] octets, int from, int to) {
        this.octets = octets;
        this.from = from;
        this.to = to;
        this.canonical = new byte[to - from];
    }

    Target read() {
        int index = from;
        while (index < to && octets[index] != '?') {
            boolean escaped = octets[index] == '%';
            PathViolation violation = escaped ? takeEscape(index) : takeRaw(octets[index]);
            if (violation != null) {
                return new Target.Refused(violation);
            }
            index += escaped ? 3 : 1;
        }
        PathViolation violation = atEnd();
        if (violation != null) {
            return new Target.Refused(violation);
        }
        String value = new String(canonical, 0, length, StandardCharsets.ISO_8859_1);
        return TargetReader.withQuery(new NormalPath(value, !changed, null), octets, index, to);
    }

    private @Nullable PathViolation takeRaw(byte octet) {
        if (Octets.kind(octet) == Octets.REFUSED) {
            return Octets.ofRaw(octet);
        }
        if (!utf8.accept(octet)) {
            return PathViolation.INVALID_UTF8;
        }
        if (octet == '/' && length > 0 && canonical[length - 1] == '/') {
            return PathViolation.EMPTY_SEGMENT;
        }
        canonical[length++] = octet;
        return dots.endsWith(octet) ? PathViolation.DOT_SEGMENT : null;
    }

    private @Nullable PathViolation takeEscape(int index) {
        int octet = Octets.escape(octets, index, to);
        if (octet < 0) {
            return PathViolation.MALFORMED_PERCENT;
        }
        PathViolation violation = Octets.ofEncoded(octet);
        if (violation != null) {
            return violation;
        }
        if (!utf8.accept(octet)) {
            return PathViolation.INVALID_UTF8;
        }
        if (dots.endsWith(octet)) {
            return PathViolation.DOT_SEGMENT;
        }
        percentEncoded |= octet == '%';
        if (Octets.isUnreserved(octet)) {
            canonical[length++] = (byte) octet;
            changed = true;
        } else {
            length = Octets.writeEscape(octet, canonical, length);
            changed |= canonical[length - 2] != octets[index + 1] || canonical[length - 1] != octets[index + 2];
        }
        return null;
    }

    private @Nullable PathViolation atEnd() {
        if (!utf8.isComplete()) {
            return PathViolation.INVALID_UTF8;
        }
        if (dots.isDotSegment()) {
            return PathViolation.DOT_SEGMENT;
        }
        boolean hides = percentEncoded && EscapeChain.look(canonical, 0, length) != EscapeChain.Hides.NOTHING;
        return hides ? PathViolation.DOUBLE_ENCODING : null;
    }
}
