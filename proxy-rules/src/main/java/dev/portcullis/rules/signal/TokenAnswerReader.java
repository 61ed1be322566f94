package dev.portcullis.rules.signal;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What `/auth/token` answers (`auth/__init__.py`, RFC 6749 §5).
///
/// @param tokens what it gave out; secret
record TokenAnswerReader(Outcome outcome, List<String> tokens) {

    private static final Set<String> NAMES = Set.of("access_token", "refresh_token", "error", "error_description");

    /// @param presented what the request brought
    static TokenAnswerReader read(int status, CappedBody body, Credential.Kind presented) {
        FlatJson json = FlatJson.read(body.octets(), 0, body.length(), NAMES);
        return switch (status) {
            case 200 -> ofTokens(json.get("access_token"), json.get("refresh_token"));
            case 400 -> new TokenAnswerReader(ofError(json), List.of());
            case 403 -> new TokenAnswerReader(Outcome.LOGIN_BLOCKED, List.of());
            case 500 -> new TokenAnswerReader(ofTrouble(presented), List.of());
            default -> new TokenAnswerReader(Outcome.NONE, List.of());
        };
    }

    /// Revoking is answered with 200 and nothing else.
    private static TokenAnswerReader ofTokens(@Nullable String access, @Nullable String refresh) {
        if (access == null) {
            return new TokenAnswerReader(Outcome.NONE, List.of());
        }
        Jwt jwt = Jwt.read(access);
        String issuer = jwt == null ? null : jwt.issuer();
        return new TokenAnswerReader(
                Outcome.TOKEN_OK,
                Stream.of(refresh, access, issuer).filter(Objects::nonNull).toList());
    }

    /// Without Home Assistant's error the 400 has nothing to do with the token: that is how one answers that
    /// does not trust its proxy.
    private static Outcome ofError(FlatJson json) {
        String error = json.get("error");
        return switch (error == null ? "" : error) {
            case "" -> Outcome.NONE;
            case "invalid_grant" -> Outcome.BAD_GRANT;
            case "unsupported_grant_type" -> Outcome.UNSUPPORTED_GRANT;
            default ->
                json.has("error", "invalid_request") && json.has("error_description", "Invalid code")
                        ? Outcome.BAD_AUTH_CODE
                        : Outcome.BAD_TOKEN_REQUEST;
        };
    }

    /// Home Assistant falls over a failure when the client's address has an odd name, and fails to count it.
    private static Outcome ofTrouble(Credential.Kind presented) {
        if (presented == Credential.Kind.REFRESH_TOKEN) {
            return Outcome.BAD_GRANT;
        }
        return presented == Credential.Kind.AUTH_CODE ? Outcome.BAD_AUTH_CODE : Outcome.NONE;
    }

    /// Without the tokens.
    @Override
    public String toString() {
        return outcome.key();
    }
}
