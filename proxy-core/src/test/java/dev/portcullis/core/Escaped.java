package dev.portcullis.core;

/// Bytes that a table of tests cannot hold: `\r`, `\n`, `\t`, `\s`, `\0` and `\xNN` stand for what they say.
public final class Escaped {

    private Escaped() {}

    /// The text meant.
    public static String text(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) != '\\') {
                out.append(text.charAt(i));
                continue;
            }
            switch (text.charAt(++i)) {
                case 'r' -> out.append('\r');
                case 'n' -> out.append('\n');
                case 't' -> out.append('\t');
                case 's' -> out.append(' ');
                case '0' -> out.append('\0');
                case 'x' -> {
                    out.append((char) Integer.parseInt(text.substring(i + 1, i + 3), 16));
                    i += 2;
                }
                default -> throw new AssertionError(text);
            }
        }
        return out.toString();
    }
}
