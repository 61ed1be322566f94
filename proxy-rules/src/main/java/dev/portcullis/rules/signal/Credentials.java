package dev.portcullis.rules.signal;

import org.jspecify.annotations.Nullable;

/// Which credential a request carries in its head (`http/auth.py`, `camera/__init__.py`).
///
/// @param presented the one that Home Assistant looks at first
/// @param several whether there are others beside it; then a success does not tell which of them was good
record Credentials(Presented presented, boolean several) {

    static final Credentials NONE = new Credentials(Presented.NONE, false);

    private static final String AUTHORIZATION = "authorization";
    private static final String BEARER = "bearer ";
    private static final String BASIC = "basic ";
    private static final String FLASH_BRIEFINGS = "/api/alexa/flash_briefings/";

    /// @param home whether the site is Home Assistant; others have no signed paths
    static Credentials of(RequestView request, boolean home) {
        Presented header = header(request.field(AUTHORIZATION));
        if (!home || request.target().indexOf('?') < 0) {
            return header.isNone() ? NONE : new Credentials(header, false);
        }
        Presented signed = Presented.of(Credential.Kind.SIGNED_PATH, QueryText.first(request.target(), "authSig"));
        Presented media = media(request);
        int count = (header.isNone() ? 0 : 1) + (signed.isNone() ? 0 : 1) + (media.isNone() ? 0 : 1);
        if (count == 0) {
            return NONE;
        }
        if (isFlashBriefing(path(request)) && !media.isNone()) {
            return new Credentials(media, count > 1);
        }
        Presented first = header.isNone() ? signed : header;
        return new Credentials(first.isNone() ? media : first, count > 1);
    }

    private static Presented header(@Nullable String value) {
        if (value == null || value.isBlank()) {
            return Presented.NONE;
        }
        if (value.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            return new Presented(
                    Credential.Kind.BEARER, value.substring(BEARER.length()).strip());
        }
        return value.regionMatches(true, 0, BASIC, 0, BASIC.length())
                ? new Presented(
                        Credential.Kind.BASIC, value.substring(BASIC.length()).strip())
                : new Presented(Credential.Kind.BASIC, value);
    }

    private static Presented media(RequestView request) {
        String path = path(request);
        if (HomePaths.takesMediaToken(path)) {
            return Presented.of(Credential.Kind.MEDIA_TOKEN, QueryText.first(request.target(), "token"));
        }
        return isFlashBriefing(path)
                ? Presented.of(Credential.Kind.BASIC, QueryText.first(request.target(), "password"))
                : Presented.NONE;
    }

    /// Whether a path takes a password of the owner's choosing, and looks at nothing else (`alexa/flash_briefings.py`).
    static boolean isFlashBriefing(String path) {
        return path.startsWith(FLASH_BRIEFINGS);
    }

    private static String path(RequestView request) {
        return request.path() == null ? request.target() : request.path().value();
    }

    /// Without the secret.
    @Override
    public String toString() {
        return presented.toString();
    }
}
