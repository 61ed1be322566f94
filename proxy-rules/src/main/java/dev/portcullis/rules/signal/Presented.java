package dev.portcullis.rules.signal;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A credential as it came, secret and all: lives only while its exchange is read.
///
/// @param secret empty where there is none to know it by
record Presented(Credential.Kind kind, String secret) {

    static final Presented NONE = new Presented(Credential.Kind.NONE, "");

    boolean isNone() {
        return kind == Credential.Kind.NONE;
    }

    /// @param at when an expiry is to be judged
    Credential credential(SecretHash hash, Instant at) {
        if (isNone()) {
            return Credential.NONE;
        }
        if (secret.isEmpty()) {
            return new Credential(kind, List.of(), false);
        }
        Jwt jwt = Jwt.read(secret);
        List<String> hashes = jwt == null ? List.of(hash.of(secret)) : List.of(hash.of(secret), hash.of(jwt.issuer()));
        return new Credential(kind, hashes, jwt != null && jwt.isExpired(at));
    }

    static Presented of(Credential.Kind kind, @Nullable String secret) {
        return secret == null || secret.isEmpty() ? NONE : new Presented(kind, secret);
    }

    /// Without the secret.
    @Override
    public String toString() {
        return kind.key();
    }
}
