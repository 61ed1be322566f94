package dev.portcullis.demo;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// `?authSig=`: a signature for one path and its ordered parameters (`components/http/auth.py`).
/// The key is new at each start of the house, so a restart makes all of them stale.
final class SignedPaths {

    private static final String PARAMETER = "authSig";
    private static final Set<String> NOT_SIGNED = Set.of(PARAMETER, "width", "height");

    private final RefreshTokens tokens;
    private final InstantSource clock;
    private final byte[] key;

    SignedPaths(RefreshTokens tokens, InstantSource clock, byte[] key) {
        this.tokens = tokens;
        this.clock = clock;
        this.key = key;
    }

    /// @param path a path, possibly with a query
    String sign(String path, RefreshTokens.RefreshToken issuer, Duration life) {
        Target target = Target.parse(path);
        Instant now = clock.instant();
        String signature = Jwt.sign(
                Json.object(
                        "iss", issuer.id(),
                        "path", PercentText.decoded(target.rawPath()),
                        "params", signedParameters(target),
                        "iat", now.getEpochSecond(),
                        "exp", now.plus(life).getEpochSecond()),
                key);
        return path + (target.query().isEmpty() ? "?" : "&") + PARAMETER + "=" + signature;
    }

    /// Who signed this very target, if its signature holds.
    Optional<RefreshTokens.RefreshToken> verify(Target target) {
        return target.parameter(PARAMETER)
                .filter(signature -> Jwt.signedWith(signature, key))
                .flatMap(Jwt::claims)
                .filter(claims -> matches(claims, target))
                .flatMap(claims -> tokens.byId(String.valueOf(claims.get("iss"))));
    }

    private boolean matches(Map<String, @Nullable Object> claims, Target target) {
        return PercentText.decoded(target.rawPath()).equals(claims.get("path"))
                && signedParameters(target).equals(claims.get("params"))
                && RefreshTokens.isFresh(claims, clock.instant());
    }

    private static List<List<String>> signedParameters(Target target) {
        return target.parameters().stream()
                .filter(parameter -> !NOT_SIGNED.contains(parameter.name()))
                .map(parameter -> List.of(parameter.name(), parameter.value()))
                .toList();
    }
}
