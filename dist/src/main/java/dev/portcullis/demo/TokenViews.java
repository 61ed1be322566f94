package dev.portcullis.demo;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `/auth/token` and `/auth/revoke` (`components/auth/__init__.py`; RFC 6749 section 5, RFC 7009).
final class TokenViews {

    private final RefreshTokens tokens;
    private final AuthorizationCodes codes;

    TokenViews(RefreshTokens tokens, AuthorizationCodes codes) {
        this.tokens = tokens;
        this.codes = codes;
    }

    List<Route> routes() {
        return List.of(
                Route.buffered("POST", "/auth/token", this::token).forAnyOrigin(),
                Route.buffered("POST", "/auth/revoke", (_, body) -> revoke(form(body)))
                        .forAnyOrigin());
    }

    private Answer token(Request request, byte[] body) {
        Map<String, String> form = form(body);
        if ("revoke".equals(form.get("action"))) {
            return revoke(form);
        }
        return switch (form.getOrDefault("grant_type", "")) {
            case "authorization_code" -> byCode(form, request.client());
            case "refresh_token" -> byRefreshToken(form, request.client());
            default -> error(400, "unsupported_grant_type", null);
        };
    }

    private Answer revoke(Map<String, String> form) {
        tokens.revoke(form.getOrDefault("token", ""));
        return Answer.empty(200);
    }

    private Answer byCode(Map<String, String> form, String client) {
        String clientId = form.getOrDefault("client_id", "");
        if (!ClientIds.isValid(clientId)) {
            return error(400, "invalid_request", "Invalid client id");
        }
        Optional<User> user = codes.redeem(clientId, form.getOrDefault("code", ""));
        if (user.isEmpty()) {
            return error(400, "invalid_request", "Invalid code");
        }
        if (isBlocked(user.get(), client)) {
            return error(403, "access_denied", "User is not active");
        }
        RefreshTokens.RefreshToken token = tokens.create(clientId, user.get(), RefreshTokens.ACCESS_TOKEN_LIFE);
        return noStore(Json.object(
                "access_token", tokens.accessToken(token),
                "token_type", "Bearer",
                "refresh_token", token.secret(),
                "expires_in", token.life().toSeconds(),
                "ha_auth_provider", "homeassistant"));
    }

    private Answer byRefreshToken(Map<String, String> form, String client) {
        String clientId = form.get("client_id");
        if (clientId != null && !ClientIds.isValid(clientId)) {
            return error(400, "invalid_request", "Invalid client id");
        }
        String secret = form.get("refresh_token");
        if (secret == null) {
            return error(400, "invalid_request", null);
        }
        Optional<RefreshTokens.RefreshToken> token = tokens.bySecret(secret);
        if (token.isEmpty()) {
            return error(400, "invalid_grant", null);
        }
        String owner = token.get().clientId();
        if (owner == null || !owner.equals(clientId)) {
            return error(400, "invalid_request", null);
        }
        if (isBlocked(token.get().user(), client)) {
            return error(403, "access_denied", "User is not active");
        }
        return noStore(Json.object(
                "access_token", tokens.accessToken(token.get()),
                "token_type", "Bearer",
                "expires_in", token.get().life().toSeconds()));
    }

    private static boolean isBlocked(User user, String client) {
        return !user.active() || (user.localOnly() && !Networks.LOCAL.contains(client));
    }

    private static Answer noStore(Map<String, @Nullable Object> body) {
        Answer.Whole answer = Answer.json(body);
        answer.headers().set("Cache-Control", "no-store").set("Pragma", "no-cache");
        return answer;
    }

    private static Answer error(int status, String error, @Nullable String description) {
        return Answer.json(
                status,
                description == null
                        ? Json.object("error", error)
                        : Json.object("error", error, "error_description", description));
    }

    private static Map<String, String> form(byte[] body) {
        Map<String, String> form = new LinkedHashMap<>();
        for (Target.Parameter field : Target.parameters(new String(body, StandardCharsets.UTF_8))) {
            form.putIfAbsent(field.name(), field.value());
        }
        return form;
    }
}
