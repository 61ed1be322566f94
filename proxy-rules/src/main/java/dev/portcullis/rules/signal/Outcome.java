package dev.portcullis.rules.signal;

import java.util.Locale;

/// What an answer says of the credentials that came with the request.
public enum Outcome {
    /// Nothing.
    NONE,

    // Success.
    /// `create_entry` of a login flow.
    LOGIN_OK,
    /// `/auth/token` gave a token.
    TOKEN_OK,
    /// `auth_ok` on a websocket.
    SOCKET_OK,
    /// A credential of a request was good.
    CREDENTIAL_OK,
    /// The same on a generic site: it shows nothing to any other, and makes nobody an owner.
    SITE_OK,

    // Guesses.
    /// `errors.base` is `invalid_auth`.
    WRONG_PASSWORD,
    /// `errors.base` is `invalid_code`.
    WRONG_CODE,
    /// `abort`, `too_many_retry`: the last wrong code that a flow allows; Home Assistant does not count it.
    TOO_MANY_CODES,
    /// A password or a code was sent to a login flow, and what Home Assistant said of it was not seen: the client hung
    /// up, the answer broke off, or it was a 500.
    UNSEEN_GUESS,
    /// `/auth/token`: `invalid_grant`.
    BAD_GRANT,
    /// `/auth/token`: `invalid_request` with "Invalid code".
    BAD_AUTH_CODE,
    /// `/auth/token`: `unsupported_grant_type`.
    UNSUPPORTED_GRANT,
    /// `/auth/token`: another 400.
    BAD_TOKEN_REQUEST,

    // Weak: what a stale client or a scanner shows.
    /// 401 to a bearer token.
    BAD_BEARER,
    /// 401 to a signed path.
    BAD_SIGNATURE,
    /// 401 or 403 to a camera's, an image's or a player's token.
    BAD_MEDIA_TOKEN,
    /// `auth_invalid` on a websocket.
    SOCKET_REFUSED,
    /// A first websocket message that is no login.
    SOCKET_MALFORMED,
    /// 401 or 403 where no credential came along.
    NO_CREDENTIAL,
    /// 404 for a login flow that is over or never was.
    UNKNOWN_FLOW,
    /// 400 for a login flow: not what its form asks for.
    MALFORMED_LOGIN,

    // No evidence, but worth knowing.
    /// A login flow was begun.
    FLOW_STARTED,
    /// 400 `IP address changed`: a phone that changed networks.
    ADDRESS_CHANGED,
    /// `abort`, `login_expired`.
    LOGIN_EXPIRED,
    /// `abort`, `not_allowed`, or 403 to a right password or token.
    LOGIN_BLOCKED,

    // Of any site.
    /// 401 or 403 of a generic site; of Home Assistant, a wrong password for a flash briefing.
    DENIED,
    /// 400 of Home Assistant's own security filter.
    FILTERED,
    /// 404.
    NOT_FOUND;

    /// As logs and tables spell it: `wrong_password`.
    public String key() {
        return name().toLowerCase(Locale.ROOT);
    }
}
