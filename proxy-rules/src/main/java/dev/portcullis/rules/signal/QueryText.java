package dev.portcullis.rules.signal;

import org.jspecify.annotations.Nullable;

/// The query of a request's target.
final class QueryText {

    private QueryText() {}

    /// The first value of that name, decoded; null if there is none. Allocates nothing in that case.
    static @Nullable String first(String target, String name) {
        int at = target.indexOf('?');
        while (at >= 0) {
            int from = at + 1;
            at = target.indexOf('&', from);
            int equals = from + name.length();
            if (target.startsWith(name, from) && equals < target.length() && target.charAt(equals) == '=') {
                int end = at < 0 ? target.length() : at;
                return Escapes.ofForm(target.substring(equals + 1, end));
            }
        }
        return null;
    }

    /// From `?` on; empty if there is none.
    static String of(String target) {
        int query = target.indexOf('?');
        return query < 0 ? "" : target.substring(query);
    }

    /// Whether it holds a character, raw or encoded, that attacks need and pages hardly ever send.
    static boolean isOdd(String target) {
        int query = target.indexOf('?');
        if (query < 0) {
            return false;
        }
        for (int i = query + 1; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c == '%' ? !isOrdinaryEscape(target, i) : isOddCharacter(c)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isOddCharacter(char c) {
        return "<>\"'`(){}$;\\|*+ ".indexOf(c) >= 0 || c < 0x20 || c > 0x7e;
    }

    /// `:`, `/`, `,`, `=`, `@` and the `+` of time zones: `?start=2026-01-01T00%3A00%3A00%2B01%3A00`.
    private static boolean isOrdinaryEscape(String target, int percent) {
        if (percent + 2 >= target.length()) {
            return false;
        }
        int octet = Letters.hex(target.charAt(percent + 1)) * 16 + Letters.hex(target.charAt(percent + 2));
        return octet > 0 && ":/,=@+&".indexOf(octet) >= 0;
    }
}
