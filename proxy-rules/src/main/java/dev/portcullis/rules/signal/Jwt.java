package dev.portcullis.rules.signal;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A token of Home Assistant's making (RFC 7519): access token, long-lived token or signed path. Its signature
/// cannot be checked here.
///
/// @param issuer id of the refresh token behind it, 32 hexadecimal digits (`auth/__init__.py`)
/// @param expires seconds since 1970
record Jwt(String issuer, long expires) {

    private static final int LONGEST = 8192;
    private static final int ISSUER_DIGITS = 32;
    private static final Set<String> HEADER = Set.of("alg");
    private static final Set<String> CLAIMS = Set.of("iss", "exp");

    /// Null for anything that Home Assistant would not have made.
    static @Nullable Jwt read(String token) {
        int first = token.indexOf('.');
        int second = token.indexOf('.', first + 1);
        if (first <= 0 || second < 0 || second == token.length() - 1 || token.length() > LONGEST) {
            return null;
        }
        if (token.indexOf('.', second + 1) >= 0 || !isBase64Url(token, second + 1)) {
            return null;
        }
        FlatJson header = part(token.substring(0, first), HEADER);
        FlatJson claims = part(token.substring(first + 1, second), CLAIMS);
        String issuer = claims.get("iss");
        Long expires = number(claims.get("exp"));
        if (!header.has("alg", "HS256") || !claims.whole() || issuer == null || expires == null) {
            return null;
        }
        return isIssuer(issuer) ? new Jwt(issuer, expires) : null;
    }

    private static FlatJson part(String text, Set<String> wanted) {
        try {
            byte[] octets = Base64.getUrlDecoder().decode(text.getBytes(StandardCharsets.UTF_8));
            return FlatJson.read(octets, 0, octets.length, wanted);
        } catch (IllegalArgumentException _) {
            return FlatJson.NOTHING;
        }
    }

    private static @Nullable Long number(@Nullable String text) {
        try {
            return text == null ? null : Long.valueOf(text);
        } catch (NumberFormatException _) {
            return null;
        }
    }

    private static boolean isBase64Url(String text, int from) {
        for (int i = from; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!Letters.isAlphanumeric(c) && c != '-' && c != '_') {
                return false;
            }
        }
        return true;
    }

    private static boolean isIssuer(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!Letters.isHex(text.charAt(i))) {
                return false;
            }
        }
        return text.length() == ISSUER_DIGITS;
    }

    boolean isExpired(Instant at) {
        return expires <= at.getEpochSecond();
    }
}
