package dev.portcullis.rules.route;

import dev.portcullis.rules.net.Address;
import java.net.IDN;
import java.util.Locale;
import java.util.Optional;

/// The one spelling of a host name or address literal.
final class HostName {

    private static final int MAX_LENGTH = 253;
    private static final int MAX_LABEL = 63;

    private HostName() {}

    static Optional<String> canonical(String text) {
        Optional<String> literal = literal(text);
        if (literal.isPresent()) {
            return literal;
        }
        String ascii;
        try {
            ascii = IDN.toASCII(withoutTrailingDot(text)).toLowerCase(Locale.ROOT);
        } catch (IllegalArgumentException notIdna) {
            return Optional.empty();
        }
        return isName(ascii) ? Optional.of(ascii) : Optional.empty();
    }

    /// The address in `192.0.2.1`, `2001:db8::1` or `[2001:db8::1]`.
    static Optional<String> literal(String text) {
        boolean brackets = text.startsWith("[") && text.endsWith("]") && text.indexOf(':') > 0;
        return Address.parse(brackets ? text.substring(1, text.length() - 1) : text)
                .map(Address::toString);
    }

    static String withoutTrailingDot(String text) {
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }

    /// Letters, digits and inner hyphens (RFC 1123 §2.1). A last label of digits would be an address to some
    /// readers.
    private static boolean isName(String ascii) {
        if (ascii.length() > MAX_LENGTH) {
            return false;
        }
        int start = 0;
        while (true) {
            int dot = ascii.indexOf('.', start);
            int end = dot < 0 ? ascii.length() : dot;
            if (!isLabel(ascii, start, end)) {
                return false;
            }
            if (dot < 0) {
                return !isNumber(ascii, start);
            }
            start = dot + 1;
        }
    }

    /// One label of lower-case letters, digits and inner hyphens.
    static boolean isLabel(String ascii, int from, int to) {
        if (to == from || to - from > MAX_LABEL || ascii.charAt(from) == '-' || ascii.charAt(to - 1) == '-') {
            return false;
        }
        for (int i = from; i < to; i++) {
            char c = ascii.charAt(i);
            if (c != '-' && !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9')) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNumber(String ascii, int from) {
        for (int i = from; i < ascii.length(); i++) {
            if (ascii.charAt(i) < '0' || ascii.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
