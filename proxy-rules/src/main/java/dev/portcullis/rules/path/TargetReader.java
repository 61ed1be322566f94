package dev.portcullis.rules.path;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Reads a target that holds no escape in one pass without a copy, and hands others on.
final class TargetReader {

    private TargetReader() {}

    static Target read(byte[] octets, int from, int to) {
        if (from >= to || octets[from] != '/') {
            return new Target.Refused(PathViolation.NOT_ORIGIN_FORM);
        }
        int tail = IngressTail.start(octets, from, to);
        if (tail >= 0) {
            return IngressTail.read(octets, from, tail, to);
        }
        int segment = from + 1;
        int index = segment;
        byte kind = Octets.PLAIN;
        while (index < to) {
            kind = Octets.kind(octets[index]);
            if (kind == Octets.SLASH) {
                PathViolation violation = ofSegment(octets, segment, index);
                if (violation != null) {
                    return new Target.Refused(violation);
                }
                segment = index + 1;
            } else if (kind != Octets.PLAIN) {
                break;
            }
            index++;
        }
        if (index < to && kind == Octets.REFUSED) {
            return new Target.Refused(Octets.ofRaw(octets[index]));
        }
        if (index < to && kind == Octets.PERCENT) {
            return new EscapedPath(octets, from, to).read();
        }
        if (isDots(octets, segment, index)) {
            return new Target.Refused(PathViolation.DOT_SEGMENT);
        }
        return withQuery(asSent(octets, from, index, null), octets, index, to);
    }

    private static @Nullable PathViolation ofSegment(byte[] octets, int from, int to) {
        if (from == to) {
            return PathViolation.EMPTY_SEGMENT;
        }
        return isDots(octets, from, to) ? PathViolation.DOT_SEGMENT : null;
    }

    private static boolean isDots(byte[] octets, int from, int to) {
        int length = to - from;
        return length > 0 && length <= 2 && octets[from] == '.' && octets[to - 1] == '.';
    }

    static NormalPath asSent(byte[] octets, int from, int to, @Nullable PathViolation tolerated) {
        return new NormalPath(new String(octets, from, to - from, StandardCharsets.ISO_8859_1), true, tolerated);
    }

    static Target withQuery(NormalPath path, byte[] octets, int queryStart, int to) {
        for (int i = queryStart; i < to; i++) {
            byte octet = octets[i];
            if (octet <= ' ' || octet == 0x7f || octet == '#') {
                return new Target.Refused(Octets.ofRaw(octet));
            }
        }
        return new Target.Accepted(path, queryStart);
    }
}
