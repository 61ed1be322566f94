package dev.portcullis.rules.signal;

/// Undoes percent-encoding (RFC 3986 §2.1) in text whose characters are bytes; what is no escape stays.
final class Escapes {

    private Escapes() {}

    /// Once, and `+` is a space, as in queries and forms.
    static String ofForm(String text) {
        return text.indexOf('%') < 0 && text.indexOf('+') < 0 ? text : decode(text.replace('+', ' '), false);
    }

    /// Over and over, until nothing changes: `%2541` is `A`. Linear: an escape that came about through decoding
    /// ends at the character that was just written.
    static String fully(String text) {
        return text.indexOf('%') < 0 ? text : decode(text, true);
    }

    private static String decode(String text, boolean again) {
        char[] decoded = new char[text.length()];
        int length = 0;
        int untouchable = 0;
        for (int i = 0; i < text.length(); i++) {
            decoded[length++] = text.charAt(i);
            while (length - untouchable >= 3 && decoded[length - 3] == '%') {
                int high = Letters.hex(decoded[length - 2]);
                int low = Letters.hex(decoded[length - 1]);
                if (high < 0 || low < 0) {
                    break;
                }
                length -= 2;
                decoded[length - 1] = (char) (high * 16 + low);
                untouchable = again ? 0 : length;
            }
        }
        return new String(decoded, 0, length);
    }
}
