package dev.portcullis.config;

/// Text from the file as a message shows it: bounded, and safe for a terminal.
final class Quoted {

    private static final int LONGEST = 60;

    private Quoted() {}

    static String of(String text) {
        return "\"" + bare(text) + "\"";
    }

    /// Without the quotes.
    static String bare(String text) {
        StringBuilder shown = new StringBuilder();
        int length = 0;
        for (int at = 0; at < text.length(); length++) {
            if (length == LONGEST) {
                return shown.append('…').toString();
            }
            int character = text.codePointAt(at);
            at += Character.charCount(character);
            append(shown, character);
        }
        return shown.toString();
    }

    private static void append(StringBuilder shown, int character) {
        switch (character) {
            case '\n' -> shown.append("\\n");
            case '\t' -> shown.append("\\t");
            case '"' -> shown.append("\\\"");
            default -> {
                if (visible(character)) {
                    shown.appendCodePoint(character);
                } else {
                    shown.append("\\u{").append(Integer.toHexString(character)).append('}');
                }
            }
        }
    }

    /// Controls move a terminal's cursor, format characters turn its reading direction: neither may pass.
    private static boolean visible(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
