package dev.portcullis.demo;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// JSON web tokens with HS256 (RFC 7519, RFC 7515), as Home Assistant makes them.
final class Jwt {

    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();
    private static final String HEADER = encode("{\"alg\":\"HS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8));

    private Jwt() {}

    static String sign(Map<String, @Nullable Object> claims, byte[] key) {
        String signed = HEADER + "." + encode(Json.bytes(claims));
        return signed + "." + encode(hmac(signed, key));
    }

    /// The claims, not verified: only good for finding the key.
    static Optional<Map<String, @Nullable Object>> claims(String token) {
        int first = token.indexOf('.');
        int second = token.indexOf('.', first + 1);
        if (first < 0 || second < 0) {
            return Optional.empty();
        }
        try {
            return Json.readObject(Base64.getUrlDecoder().decode(token.substring(first + 1, second)));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    static boolean signedWith(String token, byte[] key) {
        int last = token.lastIndexOf('.');
        if (!token.startsWith(HEADER + ".") || last < HEADER.length()) {
            return false;
        }
        byte[] expected = encode(hmac(token.substring(0, last), key)).getBytes(StandardCharsets.UTF_8);
        return MessageDigest.isEqual(expected, token.substring(last + 1).getBytes(StandardCharsets.UTF_8));
    }

    static byte[] hmac(String text, byte[] key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("HmacSHA256 is missing from this Java runtime", e);
        }
    }

    private static String encode(byte[] bytes) {
        return ENCODER.encodeToString(bytes);
    }
}
