package dev.portcullis.rules.path;

/// What a path becomes for someone who decodes it over and over, as `%25` invites to: `%25252e` is `%252e`, then
/// `%2e`, then a dot.
///
/// Decoding has one end result whatever the order in which escapes are taken (they do not overlap, and each makes
/// the text shorter), so one pass with a stack finds it in linear time.
final class EscapeChain {

    /// What further decoding brings to light.
    enum Hides {
        NOTHING,
        /// A slash or semicolon, but no dot segment between such.
        SEPARATOR,
        /// A dot segment, backslash, NUL, control byte, invalid UTF-8 or a `%uXXXX`.
        HARM
    }

    private EscapeChain() {}

    /// @param octets well-formed: each `%` has two hexadecimal digits
    static Hides look(byte[] octets, int from, int to) {
        byte[] decoded = new byte[to - from];
        int length = 0;
        boolean separator = false;
        for (int i = from; i < to; i++) {
            decoded[length++] = octets[i];
            while (length >= 3 && decoded[length - 3] == '%') {
                int octet = Octets.escape(decoded, length - 3, length);
                if (octet < 0) {
                    break;
                }
                length -= 2;
                decoded[length - 1] = (byte) octet;
                PathViolation violation = Octets.ofEncoded(octet);
                if (violation == PathViolation.ENCODED_SLASH || violation == PathViolation.SEMICOLON) {
                    separator = true;
                } else if (violation != null) {
                    return Hides.HARM;
                }
            }
        }
        if (isHarmful(decoded, length)) {
            return Hides.HARM;
        }
        return separator ? Hides.SEPARATOR : Hides.NOTHING;
    }

    private static boolean isHarmful(byte[] decoded, int length) {
        Utf8 utf8 = new Utf8();
        SegmentDots dots = new SegmentDots();
        for (int i = 0; i < length; i++) {
            int octet = decoded[i] & 0xff;
            if (!utf8.accept(octet) || dots.endsWith(octet) || (octet == '%' && isUnicodeEscape(decoded, i, length))) {
                return true;
            }
        }
        return !utf8.isComplete() || dots.isDotSegment();
    }

    /// `%u002e`, which some servers decode.
    private static boolean isUnicodeEscape(byte[] decoded, int percent, int length) {
        if (percent + 5 >= length || (decoded[percent + 1] | 0x20) != 'u') {
            return false;
        }
        for (int i = percent + 2; i <= percent + 5; i++) {
            if (Octets.hexDigit(decoded[i]) < 0) {
                return false;
            }
        }
        return true;
    }
}
