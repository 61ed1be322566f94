package dev.portcullis.acme.order;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// What `tls-alpn-01` and `dns-01` show instead of the key authorization itself.
final class KeyAuthorization {

    private KeyAuthorization() {}

    /// SHA-256 (RFC 8737 §3).
    static byte[] digest(String keyAuthorization) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(keyAuthorization.getBytes(StandardCharsets.US_ASCII));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("SHA-256 is missing in this JDK", impossible);
        }
    }

    /// SHA-256 as base64url without padding (RFC 8555 §8.4).
    static String record(String keyAuthorization) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(digest(keyAuthorization));
    }
}
