package dev.portcullis.core.http;

import java.util.Locale;

/// The value of a Host field: `uri-host [ ":" port ]` (RFC 9110 §7.2), no list, no user, no path.
public final class HostField {

    private static final int LONGEST = 253 + 6;

    private HostField() {}

    /// Whether it is one.
    public static boolean isValid(String authority) {
        int end = hostEnd(authority);
        return authority.length() <= LONGEST
                && end > 0
                && (end == authority.length() || isPort(authority, end))
                && (authority.charAt(0) == '[' ? isBracketed(authority, end) : isName(authority, end));
    }

    /// The host without port, lower case, without brackets and trailing dot; the authority is valid.
    public static String host(String authority) {
        int end = hostEnd(authority);
        if (authority.charAt(0) == '[') {
            return authority.substring(1, end - 1).toLowerCase(Locale.ROOT);
        }
        return authority
                .substring(0, authority.charAt(end - 1) == '.' ? end - 1 : end)
                .toLowerCase(Locale.ROOT);
    }

    static int hostEnd(String authority) {
        if (!authority.isEmpty() && authority.charAt(0) == '[') {
            return authority.indexOf(']') + 1;
        }
        int colon = authority.indexOf(':');
        return colon < 0 ? authority.length() : colon;
    }

    private static boolean isPort(String authority, int colon) {
        int digits = authority.length() - colon - 1;
        if (authority.charAt(colon) != ':' || digits < 1 || digits > 5) {
            return false;
        }
        int port = 0;
        for (int i = colon + 1; i < authority.length(); i++) {
            char c = authority.charAt(i);
            if (c < '0' || c > '9') {
                return false;
            }
            port = port * 10 + (c - '0');
        }
        return port >= 1 && port <= 65_535;
    }

    private static boolean isBracketed(String authority, int end) {
        for (int i = 1; i < end - 1; i++) {
            char c = authority.charAt(i);
            if (Character.digit(c, 16) < 0 && c != ':' && c != '.') {
                return false;
            }
        }
        return end > 3;
    }

    private static boolean isName(String authority, int end) {
        for (int i = 0; i < end; i++) {
            char c = authority.charAt(i);
            boolean letterOrDigit = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
            if (!letterOrDigit && c != '-' && c != '_' && (c != '.' || i == 0 || authority.charAt(i - 1) == '.')) {
                return false;
            }
        }
        return true;
    }
}
