package dev.portcullis.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Refresh tokens and the access tokens that come from them (`auth/__init__.py` of Home Assistant).
///
/// They outlive a restart, as they do there. Bounded: the oldest gives way.
final class RefreshTokens {

    static final Duration ACCESS_TOKEN_LIFE = Duration.ofMinutes(30);

    private static final Duration LEEWAY = Duration.ofSeconds(10);
    private static final int MOST = 10_000;

    /// @param id what access tokens name as `iss`
    /// @param secret what the client keeps
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record RefreshToken(String id, String secret, @Nullable String clientId, User user, byte[] key, Duration life) {}

    private final Map<String, RefreshToken> byId = new LinkedHashMap<>();
    private final Map<String, String> idBySecret = new LinkedHashMap<>();
    private final Secrets secrets;
    private final InstantSource clock;

    RefreshTokens(Secrets secrets, InstantSource clock) {
        this.secrets = secrets;
        this.clock = clock;
    }

    /// @param clientId who may use it, or null for a long-lived access token
    synchronized RefreshToken create(@Nullable String clientId, User user, Duration life) {
        RefreshToken token = new RefreshToken(secrets.hex(16), secrets.hex(64), clientId, user, secrets.key(64), life);
        byId.put(token.id(), token);
        idBySecret.put(token.secret(), token.id());
        if (byId.size() > MOST) {
            Iterator<RefreshToken> oldest = byId.values().iterator();
            idBySecret.remove(oldest.next().secret());
            oldest.remove();
        }
        return token;
    }

    synchronized Optional<RefreshToken> bySecret(String secret) {
        return Optional.ofNullable(idBySecret.get(secret)).flatMap(this::byId);
    }

    synchronized Optional<RefreshToken> byId(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    synchronized void revoke(String secret) {
        String id = idBySecret.remove(secret);
        if (id != null) {
            byId.remove(id);
        }
    }

    String accessToken(RefreshToken token) {
        Instant now = clock.instant();
        return Jwt.sign(
                Json.object(
                        "iss", token.id(),
                        "iat", now.getEpochSecond(),
                        "exp", now.plus(token.life()).getEpochSecond()),
                token.key());
    }

    /// Whose access token this is; nothing if it is malformed, forged, expired or revoked.
    Optional<RefreshToken> verify(String accessToken) {
        Optional<Map<String, @Nullable Object>> claims = Jwt.claims(accessToken);
        if (claims.isEmpty() || !(claims.get().get("iss") instanceof String issuer)) {
            return Optional.empty();
        }
        boolean fresh = isFresh(claims.get(), clock.instant());
        return byId(issuer)
                .filter(token -> fresh && Jwt.signedWith(accessToken, token.key()))
                .filter(token -> token.user().active());
    }

    static boolean isFresh(Map<String, @Nullable Object> claims, Instant now) {
        return claims.get("exp") instanceof Number end && now.minus(LEEWAY).getEpochSecond() < end.longValue();
    }
}
