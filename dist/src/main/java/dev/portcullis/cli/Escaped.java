package dev.portcullis.cli;

/// Text from the network made harmless for a terminal and unmistakable for a reader.
///
/// Control characters (C0, DEL, C1) become `\x1b`, invisible and direction-changing ones those of Unicode
/// `\\u202e`, a backslash is doubled. A terminal obeys the first kind (ESC, CSI 0x9b), and the second kind shows a
/// reader another order than the bytes have.
public final class Escaped {

    static final int LONGEST_MESSAGE = 2000;
    private static final int LONGEST = 300;

    private Escaped() {}

    /// At most 300 characters of the text; the number of those left out follows.
    public static String text(String raw) {
        return text(raw, LONGEST);
    }

    /// A sentence of ours that a reader needs to its end: as [#text], with at most 2000 characters.
    public static String sentence(String raw) {
        return text(raw, LONGEST_MESSAGE);
    }

    public static String text(String raw, int longest) {
        StringBuilder safe = new StringBuilder(Math.min(raw.length(), longest) + 16);
        int i = 0;
        while (i < raw.length() && i < longest) {
            int point = raw.codePointAt(i);
            append(safe, point);
            i += Character.charCount(point);
        }
        if (i < raw.length()) {
            safe.append("… (").append(raw.length() - i).append(" more)");
        }
        return safe.toString();
    }

    private static void append(StringBuilder safe, int point) {
        if (point == '\\') {
            safe.append("\\\\");
        } else if (isHarmless(point)) {
            safe.appendCodePoint(point);
        } else if (point <= 0xff) {
            safe.append("\\x").append(hex(point, 2));
        } else if (point <= 0xffff) {
            safe.append("\\u").append(hex(point, 4));
        } else {
            safe.append("\\u{").append(hex(point, 5)).append('}');
        }
    }

    private static boolean isHarmless(int point) {
        if (point == ' ') {
            return true;
        }
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR -> false;
            default -> !isInvisible(point);
        };
    }

    /// Letters and marks by their category, yet nothing to see: fillers, joiners, variation selectors.
    private static boolean isInvisible(int point) {
        return point == 0x034f
                || point == 0x115f
                || point == 0x1160
                || point == 0x17b4
                || point == 0x17b5
                || (point >= 0x180b && point <= 0x180f)
                || point == 0x2800
                || point == 0x3164
                || (point >= 0xfe00 && point <= 0xfe0f)
                || point == 0xffa0
                || (point >= 0xe0100 && point <= 0xe01ef);
    }

    private static String hex(int point, int digits) {
        String text = Integer.toHexString(point);
        return "0".repeat(Math.max(0, digits - text.length())) + text;
    }
}
