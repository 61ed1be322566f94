package dev.portcullis.rules.path;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// What each octet means in a path.
final class Octets {

    static final byte PLAIN = 0;
    static final byte SLASH = 1;
    static final byte PERCENT = 2;
    static final byte QUERY = 3;
    static final byte REFUSED = 4;

    private static final String PLAIN_PUNCTUATION = "-._~!$&'()*+,=:@|^[]";
    private static final byte[] KINDS = kinds();
    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

    private Octets() {}

    private static byte[] kinds() {
        byte[] kinds = new byte[256];
        for (int octet = 0; octet < kinds.length; octet++) {
            boolean plain = isAlphanumeric(octet) || PLAIN_PUNCTUATION.indexOf(octet) >= 0;
            kinds[octet] = plain ? PLAIN : REFUSED;
        }
        kinds['/'] = SLASH;
        kinds['%'] = PERCENT;
        kinds['?'] = QUERY;
        return kinds;
    }

    static byte kind(byte octet) {
        return KINDS[octet & 0xff];
    }

    private static boolean isAlphanumeric(int octet) {
        return (octet >= 'a' && octet <= 'z') || (octet >= 'A' && octet <= 'Z') || (octet >= '0' && octet <= '9');
    }

    /// RFC 3986 §2.3.
    static boolean isUnreserved(int octet) {
        return isAlphanumeric(octet) || octet == '-' || octet == '.' || octet == '_' || octet == '~';
    }

    /// RFC 4648 §5, the alphabet of tokens.
    static boolean isBase64Url(int octet) {
        return isAlphanumeric(octet) || octet == '-' || octet == '_';
    }

    /// What is wrong with a raw octet of kind [#REFUSED].
    static PathViolation ofRaw(byte octet) {
        return switch (octet) {
            case 0 -> PathViolation.NUL;
            case '\\' -> PathViolation.BACKSLASH;
            case ';' -> PathViolation.SEMICOLON;
            case '#' -> PathViolation.FRAGMENT;
            case '"', '<', '>', '`', '{', '}' -> PathViolation.FORBIDDEN_CHARACTER;
            default -> octet < 0 ? PathViolation.RAW_NON_ASCII : PathViolation.CONTROL_BYTE;
        };
    }

    /// What is wrong with an octet that was percent-encoded; null if nothing is.
    static @Nullable PathViolation ofEncoded(int octet) {
        return switch (octet) {
            case 0 -> PathViolation.NUL;
            case '/' -> PathViolation.ENCODED_SLASH;
            case '\\' -> PathViolation.BACKSLASH;
            case ';' -> PathViolation.SEMICOLON;
            default -> octet < 0x20 || octet == 0x7f ? PathViolation.CONTROL_BYTE : null;
        };
    }

    /// The octet of the escape that begins at an index, or -1 if there are no two hexadecimal digits before the
    /// end.
    static int escape(byte[] octets, int percent, int end) {
        if (percent + 2 >= end) {
            return -1;
        }
        int high = hexDigit(octets[percent + 1]);
        int low = hexDigit(octets[percent + 2]);
        return high < 0 || low < 0 ? -1 : high * 16 + low;
    }

    static int hexDigit(byte octet) {
        if (octet >= '0' && octet <= '9') {
            return octet - '0';
        }
        int lower = octet | 0x20;
        return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
    }

    /// Writes `%XX` with upper-case digits and returns the index behind it.
    static int writeEscape(int octet, byte[] into, int at) {
        into[at] = '%';
        into[at + 1] = HEX[octet >>> 4];
        into[at + 2] = HEX[octet & 0xf];
        return at + 3;
    }
}
