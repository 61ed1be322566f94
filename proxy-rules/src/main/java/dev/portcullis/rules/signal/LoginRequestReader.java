package dev.portcullis.rules.signal;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which user name and which kind of secret a step of a login flow brings (`auth/login_flow.py`).
///
/// What cannot be read to its end, or is in another character set than UTF-8, may hold a password: so it does.
final class LoginRequestReader {

    private static final Set<String> NAMES = Set.of("username", "password", "code");
    private static final String CHARSET = "charset";
    private static final String UTF_8 = "charset=utf-8";
    private static final char NEXT_LINE = '\u0085';

    private LoginRequestReader() {}

    /// @param contentType null for none
    /// @param coded whether the body has a content coding, which need not be one that is undone here
    static LoginAttempt read(@Nullable String contentType, boolean coded, CappedBody body) {
        FlatJson json = FlatJson.read(body.octets(), 0, body.length(), NAMES);
        boolean empty = body.length() == 0 && !coded;
        if (!empty && (!json.whole() || isOddlyWritten(contentType))) {
            return new LoginAttempt(new Presented(Credential.Kind.PASSWORD, ""), "");
        }
        String name = json.get("username");
        return new LoginAttempt(new Presented(kind(json), ""), name == null ? "" : user(name));
    }

    private static Credential.Kind kind(FlatJson json) {
        if (json.get("password") != null) {
            return Credential.Kind.PASSWORD;
        }
        return json.get("code") != null ? Credential.Kind.CODE : Credential.Kind.NONE;
    }

    private static boolean isOddlyWritten(@Nullable String contentType) {
        String lower = contentType == null ? "" : contentType.toLowerCase(Locale.ROOT);
        int semicolon = lower.indexOf(';');
        return lower.contains(CHARSET)
                && !lower.substring(semicolon + 1).strip().replace("\"", "").equals(UTF_8);
    }

    /// As Python's `strip` and `casefold` leave it.
    private static String user(String name) {
        int from = 0;
        int to = name.length();
        while (from < to && isSpace(name.charAt(from))) {
            from++;
        }
        while (from < to && isSpace(name.charAt(to - 1))) {
            to--;
        }
        return name.substring(from, to).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    private static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == NEXT_LINE;
    }
}
