package dev.portcullis.rules.signal;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// HMAC-SHA-256 (RFC 2104), its first 128 bits. Without the key a hash tells nothing, not even of short secrets.
///
/// Used on any thread.
public final class KeyedHash implements SecretHash {

    private static final String ALGORITHM = "HmacSHA256";
    private static final int OCTETS = 16;

    private final SecretKeySpec key;

    /// @param key 16 bytes or more of randomness
    public KeyedHash(byte[] key) {
        if (key.length < OCTETS) {
            throw new IllegalArgumentException("key: " + key.length + " bytes (expected: at least 16)");
        }
        this.key = new SecretKeySpec(key, ALGORITHM);
    }

    @Override
    public String of(String secret) {
        try {
            Mac mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            byte[] hash = mac.doFinal(secret.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, OCTETS);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has " + ALGORITHM, e);
        }
    }
}
