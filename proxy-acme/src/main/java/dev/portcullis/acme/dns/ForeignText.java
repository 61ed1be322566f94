package dev.portcullis.acme.dns;

/// What others wrote, made fit for a message.
final class ForeignText {

    private ForeignText() {}

    /// Without control characters, white space folded, cut after `longest` characters.
    static String inOneLine(String text, int longest) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean blank = c == ' ' || Character.isISOControl(c);
            if (!blank) {
                line.append(c);
            } else if (!line.isEmpty() && line.charAt(line.length() - 1) != ' ') {
                line.append(' ');
            }
            if (line.length() >= longest) {
                return line.append('…').toString();
            }
        }
        return line.toString().strip();
    }
}
