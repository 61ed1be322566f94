package dev.portcullis.rules.signal;

import java.util.List;
import java.util.Locale;

/// What was presented to be let in, without its value.
///
/// @param hashes keyed hashes by which it is known: of the whole, and of a JWT's `iss`, which names the refresh token
///     behind it; empty for [Kind#NONE] and for passwords and codes, which are never kept in any form
/// @param expired whether it is a well-formed JWT of Home Assistant's whose `exp` has passed: stale, not guessed
public record Credential(Kind kind, List<String> hashes, boolean expired) {

    /// Nothing was presented.
    public static final Credential NONE = new Credential(Kind.NONE, List.of(), false);

    public Credential {
        hashes = List.copyOf(hashes);
    }

    /// What it was.
    public enum Kind {
        NONE,
        PASSWORD,
        CODE,
        REFRESH_TOKEN,
        AUTH_CODE,
        BEARER,
        BASIC,
        SIGNED_PATH,
        MEDIA_TOKEN,
        SOCKET_TOKEN;

        /// As logs and tables spell it: `refresh_token`.
        public String key() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
