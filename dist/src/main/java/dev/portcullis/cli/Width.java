package dev.portcullis.cli;

/// How many columns of a terminal a text takes, at most.
///
/// East Asian characters and pictures take two (UAX #11). Which ones do depends on the terminal, so everything from
/// U+1100 on counts as two, but for the punctuation that we write ourselves.
final class Width {

    private static final int MAYBE_WIDE = 0x1100;
    private static final char CUT = '…';

    private Width() {}

    static int of(String text) {
        return text.codePoints().map(Width::of).sum();
    }

    /// The text itself, or as much of its beginning as fits, with `…` behind it.
    static String cut(String text, int columns) {
        if (of(text) <= columns) {
            return text;
        }
        return columns < 1 ? "" : text.substring(0, fits(text, columns - 1)) + CUT;
    }

    /// How many characters of the text fit into so many columns.
    static int fits(String text, int columns) {
        int used = 0;
        int end = 0;
        while (end < text.length()) {
            int point = text.codePointAt(end);
            used += of(point);
            if (used > columns) {
                return end;
            }
            end += Character.charCount(point);
        }
        return end;
    }

    private static int of(int point) {
        return point < MAYBE_WIDE || point == CUT ? 1 : 2;
    }
}
