package dev.portcullis.rules.signal;

/// What kinds of ASCII characters there are.
final class Letters {

    private Letters() {}

    static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    static boolean isLetter(char c) {
        int lower = c | 0x20;
        return lower >= 'a' && lower <= 'z';
    }

    static boolean isAlphanumeric(char c) {
        return isDigit(c) || isLetter(c);
    }

    static boolean isHex(char c) {
        return hex(c) >= 0;
    }

    /// What a hexadecimal digit is worth; -1 for any other character.
    static int hex(char c) {
        return c < 0x80 ? Character.digit(c, 16) : -1;
    }
}
