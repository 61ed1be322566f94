package dev.portcullis.rules.path;

/// Notices a segment of one or two dots while its decoded octets go by, also in disguises that some programs take
/// off before they resolve it: spaces around the dots (file systems drop them), and the forms of dots and separators
/// that Unicode calls compatible (UAX #15, NFKC: `．．／` becomes `../`).
///
/// Names that merely hold such characters are none of its business: `AC／DC.mp3` has no dot segment in any reading.
final class SegmentDots {

    private static final int ONE_DOT = 1;
    private static final int TWO_DOTS = 2;
    private static final int SEPARATOR = 3;
    private static final int SPACE = 4;
    private static final int LETTER = 5;

    private int window;
    private int length;
    private int dots;

    /// Takes the next octet; true if it is a separator that ends a dot segment.
    boolean endsWith(int octet) {
        window = (window << 8 | octet) & 0xffffff;
        int kind = octet < 0x80 ? ofAscii(octet) : ofSequence();
        if (octet >= 0x80 && kind != LETTER) {
            // Its first two octets were taken for letters.
            length -= 2;
        }
        switch (kind) {
            case SEPARATOR -> {
                boolean found = isDotSegment();
                length = 0;
                dots = 0;
                return found;
            }
            case ONE_DOT, TWO_DOTS -> {
                length += kind;
                dots += kind;
            }
            case SPACE -> {}
            default -> length++;
        }
        return false;
    }

    private static int ofAscii(int octet) {
        return switch (octet) {
            case '/', ';' -> SEPARATOR;
            case '.' -> ONE_DOT;
            case ' ' -> SPACE;
            default -> LETTER;
        };
    }

    /// What the last three octets are when they are one character in UTF-8.
    private int ofSequence() {
        return switch (window) {
            // U+2024, U+FE52, U+FF0E
            case 0xe280a4, 0xefb992, 0xefbc8e -> ONE_DOT;
            // U+2025
            case 0xe280a5 -> TWO_DOTS;
            // U+FF0F, U+FF1B, U+FF3C, U+FE54, U+FE68
            case 0xefbc8f, 0xefbc9b, 0xefbcbc, 0xefb994, 0xefb9a8 -> SEPARATOR;
            default -> LETTER;
        };
    }

    /// Whether the segment so far is `.` or `..`.
    boolean isDotSegment() {
        return length == dots && dots > 0 && dots <= 2;
    }
}
