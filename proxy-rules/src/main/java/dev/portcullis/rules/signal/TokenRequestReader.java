package dev.portcullis.rules.signal;

import org.jspecify.annotations.Nullable;

/// Which credential a request to `/auth/token` brings (`auth/__init__.py`).
///
/// Only the one that its grant asks for: a guessed code must not pass for the refresh token that lies beside it.
final class TokenRequestReader {

    private TokenRequestReader() {}

    static Presented read(@Nullable String contentType, CappedBody body) {
        FormFields form = FormFields.read(contentType, body);
        if (form.has("action", "revoke")) {
            return Presented.NONE;
        }
        if (form.has("grant_type", "authorization_code")) {
            return Presented.of(Credential.Kind.AUTH_CODE, form.get("code"));
        }
        return form.has("grant_type", "refresh_token")
                ? Presented.of(Credential.Kind.REFRESH_TOKEN, form.get("refresh_token"))
                : Presented.NONE;
    }
}
