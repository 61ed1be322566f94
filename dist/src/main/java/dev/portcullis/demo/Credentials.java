package dev.portcullis.demo;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Whose request it is: a bearer token, or else a signed path (`components/http/auth.py`).
final class Credentials {

    private static final String BEARER = "Bearer ";

    private final RefreshTokens tokens;
    private final SignedPaths signedPaths;

    Credentials(RefreshTokens tokens, SignedPaths signedPaths) {
        this.tokens = tokens;
        this.signedPaths = signedPaths;
    }

    Optional<RefreshTokens.RefreshToken> caller(Request request) {
        @Nullable String authorization = request.headers().get("Authorization");
        if (authorization != null) {
            return authorization.startsWith(BEARER)
                    ? tokens.verify(authorization.substring(BEARER.length()))
                    : Optional.empty();
        }
        boolean reading = request.method().equals("GET") || request.isHead();
        return reading ? signedPaths.verify(request.target()) : Optional.empty();
    }
}
