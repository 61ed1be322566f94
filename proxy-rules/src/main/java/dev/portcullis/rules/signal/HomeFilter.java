package dev.portcullis.rules.signal;

import java.util.Locale;

/// Whether a target is one that Home Assistant's own filter refuses with 400 (`http/security_filter.py`).
///
/// Left out is its pattern of one-letter directories behind `=/`, which a link such as `?back=/a/b` meets as
/// well.
final class HomeFilter {

    private HomeFilter() {}

    /// @param target as sent; it is decoded over and over, as there
    static boolean matches(String target) {
        String text = Escapes.fully(target).toLowerCase(Locale.ROOT);
        return text.contains("../")
                || text.contains("proc/self/environ")
                || text.contains("=/./")
                || inOrder(text, "<", "script", ">")
                || inOrder(text, "union", "select", "(")
                || inOrder(text, "union", "all", "select")
                || inOrder(text, "concat", "(")
                || text.indexOf('\t') >= 0
                || text.indexOf('\r') >= 0
                || text.indexOf('\n') >= 0;
    }

    private static boolean inOrder(String text, String... parts) {
        int at = 0;
        for (String part : parts) {
            at = text.indexOf(part, at);
            if (at < 0) {
                return false;
            }
            at += part.length();
        }
        return true;
    }
}
