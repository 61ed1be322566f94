package dev.portcullis.rules.path;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// What stands below `/api/hassio_ingress/<token>/`: paths of add-ons, which may mean something by `%2F`, `;` and
/// `//` (VS Code, Node-RED). The tail is kept exactly as sent, and what it was forgiven is named, so that only a
/// rule that exposes ingress lets it through.
///
/// Dot segments are not forgiven in any disguise (`a%2F..%2Fb`, `..;x`, `%252e%252e`): they would climb out of the
/// add-on and past the rule.
final class IngressTail {

    private static final byte[] PREFIX = "/api/hassio_ingress/".getBytes(StandardCharsets.US_ASCII);

    private final byte[] octets;
    private final int to;
    private final Utf8 utf8 = new Utf8();
    private final SegmentDots dots = new SegmentDots();
    private boolean percentEncoded;
    private @Nullable PathViolation tolerated;

    private IngressTail(byte[] octets, int to) {
        this.octets = octets;
        this.to = to;
    }

    /// Index of the tail's first octet, or -1 if the path has none: the prefix must be there letter by letter.
    static int start(byte[] octets, int from, int to) {
        int index = from;
        for (byte expected : PREFIX) {
            if (index == to || octets[index] != expected) {
                return -1;
            }
            index++;
        }
        int token = index;
        while (index < to && Octets.isBase64Url(octets[index])) {
            index++;
        }
        return index > token && index < to && octets[index] == '/' ? index + 1 : -1;
    }

    static Target read(byte[] octets, int from, int tail, int to) {
        IngressTail reader = new IngressTail(octets, to);
        int index = tail;
        while (index < to && octets[index] != '?') {
            boolean escaped = octets[index] == '%';
            PathViolation violation = escaped ? reader.takeEscape(index) : reader.takeRaw(index);
            if (violation != null) {
                return new Target.Refused(violation);
            }
            index += escaped ? 3 : 1;
        }
        PathViolation violation = reader.atEnd(tail, index);
        return violation != null
                ? new Target.Refused(violation)
                : TargetReader.withQuery(TargetReader.asSent(octets, from, index, reader.tolerated), octets, index, to);
    }

    private @Nullable PathViolation takeRaw(int index) {
        byte octet = octets[index];
        if (octet == ';') {
            tolerate(PathViolation.SEMICOLON);
        } else if (Octets.kind(octet) == Octets.REFUSED) {
            return Octets.ofRaw(octet);
        } else if (octet == '/' && octets[index - 1] == '/') {
            tolerate(PathViolation.EMPTY_SEGMENT);
        }
        return take(octet);
    }

    private @Nullable PathViolation takeEscape(int index) {
        int octet = Octets.escape(octets, index, to);
        if (octet < 0) {
            return PathViolation.MALFORMED_PERCENT;
        }
        PathViolation violation = Octets.ofEncoded(octet);
        if (violation == PathViolation.ENCODED_SLASH || violation == PathViolation.SEMICOLON) {
            tolerate(violation);
        } else if (violation != null) {
            return violation;
        }
        percentEncoded |= octet == '%';
        return take(octet);
    }

    private @Nullable PathViolation take(int octet) {
        if (!utf8.accept(octet)) {
            return PathViolation.INVALID_UTF8;
        }
        return dots.endsWith(octet) ? PathViolation.DOT_SEGMENT : null;
    }

    private void tolerate(PathViolation violation) {
        if (tolerated == null) {
            tolerated = violation;
        }
    }

    private @Nullable PathViolation atEnd(int tail, int end) {
        if (!utf8.isComplete()) {
            return PathViolation.INVALID_UTF8;
        }
        if (dots.isDotSegment()) {
            return PathViolation.DOT_SEGMENT;
        }
        if (!percentEncoded) {
            return null;
        }
        return switch (EscapeChain.look(octets, tail, end)) {
            case NOTHING -> null;
            case SEPARATOR -> {
                tolerate(PathViolation.DOUBLE_ENCODING);
                yield null;
            }
            case HARM -> PathViolation.DOUBLE_ENCODING;
        };
    }
}
