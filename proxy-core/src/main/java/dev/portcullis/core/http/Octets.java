package dev.portcullis.core.http;

import java.nio.charset.StandardCharsets;

/// Bytes of a message head, compared without making strings of them.
public final class Octets {

    private Octets() {}

    /// One byte for each character; the text is ours and ASCII.
    public static byte[] of(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /// One character for each byte.
    public static String string(byte[] octets, int from, int to) {
        return new String(octets, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /// Compares with a word of ours, whatever the case.
    ///
    /// @param lower lower-case ASCII
    public static boolean equalsIgnoreCase(byte[] octets, int from, int to, byte[] lower) {
        if (to - from != lower.length) {
            return false;
        }
        for (int i = 0; i < lower.length; i++) {
            if (lowerCase(octets[from + i]) != lower[i]) {
                return false;
            }
        }
        return true;
    }

    /// Compares with a word of ours, whatever the case.
    ///
    /// @param lower lower-case ASCII
    public static boolean equalsIgnoreCase(byte[] octets, int from, int to, String lower) {
        if (to - from != lower.length()) {
            return false;
        }
        for (int i = 0; i < lower.length(); i++) {
            if (lowerCase(octets[from + i]) != lower.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /// Same bytes, case included.
    public static boolean equals(byte[] octets, int from, int to, byte[] other) {
        if (to - from != other.length) {
            return false;
        }
        for (int i = 0; i < other.length; i++) {
            if (octets[from + i] != other[i]) {
                return false;
            }
        }
        return true;
    }

    /// Two names of a comma-separated list and the like, whatever their case.
    public static boolean equalsIgnoreCase(byte[] a, int aFrom, int aTo, byte[] b, int bFrom, int bTo) {
        if (aTo - aFrom != bTo - bFrom) {
            return false;
        }
        for (int i = 0; i < aTo - aFrom; i++) {
            if (lowerCase(a[aFrom + i]) != lowerCase(b[bFrom + i])) {
                return false;
            }
        }
        return true;
    }

    public static int lowerCase(int octet) {
        return octet >= 'A' && octet <= 'Z' ? octet | 0x20 : octet;
    }

    /// `tchar` of RFC 9110 §5.6.2.
    public static boolean isToken(byte octet) {
        return octet >= 0 && TOKEN[octet];
    }

    private static final boolean[] TOKEN = token();

    private static boolean[] token() {
        boolean[] table = new boolean[128];
        for (char c = '0'; c <= '9'; c++) {
            table[c] = true;
        }
        for (char c = 'a'; c <= 'z'; c++) {
            table[c] = true;
            table[c - 0x20] = true;
        }
        for (char c : "!#$%&'*+-.^_`|~".toCharArray()) {
            table[c] = true;
        }
        return table;
    }
}
