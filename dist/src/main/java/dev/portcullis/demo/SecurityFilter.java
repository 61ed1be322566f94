package dev.portcullis.demo;

import java.util.Locale;

/// The rough sieve of `components/http/security_filter.py`: what it finds is answered with 400 before anything
/// else. It has false positives (`?x=/a/b`), and those are kept.
final class SecurityFilter {

    private static final int DEEPEST_QUOTING = 64;

    private SecurityFilter() {}

    static boolean refuses(Target target) {
        return suspicious(target.rawPath()) || suspicious(target.query());
    }

    private static boolean suspicious(String raw) {
        String text = raw;
        for (int depth = 0; depth < DEEPEST_QUOTING; depth++) {
            String next = PercentText.decoded(text);
            if (next.equals(text)) {
                return hasUnsafeByte(text) || matches(text.toLowerCase(Locale.ROOT));
            }
            text = next;
        }
        return true;
    }

    private static boolean hasUnsafeByte(String text) {
        return text.indexOf('\t') >= 0 || text.indexOf('\r') >= 0 || text.indexOf('\n') >= 0;
    }

    private static boolean matches(String text) {
        return text.contains("proc/self/environ")
                || inOrder(text, "<", "script", ">")
                || text.contains("../")
                || oneLetterFolders(text)
                || inOrder(text, "union", "select", "(")
                || inOrder(text, "union", "all", "select")
                || inOrder(text, "concat", "(");
    }

    private static boolean inOrder(String text, String... words) {
        int from = 0;
        for (String word : words) {
            int found = text.indexOf(word, from);
            if (found < 0) {
                return false;
            }
            from = found + word.length();
        }
        return true;
    }

    /// `x=/a/`: a letter, digit or underscore, `=/`, one character, `/`.
    private static boolean oneLetterFolders(String text) {
        for (int at = text.indexOf("=/"); at >= 0; at = text.indexOf("=/", at + 1)) {
            boolean named = at > 0 && isWord(text.charAt(at - 1));
            boolean folder = at + 3 < text.length()
                    && (isWord(text.charAt(at + 2)) || text.charAt(at + 2) == '.')
                    && text.charAt(at + 3) == '/';
            if (named && folder) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWord(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    }
}
